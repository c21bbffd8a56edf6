import { agencyIdOf, assignmentIdOf } from '@timbang/contracts/official-id'
import type { CivilDate } from '@timbang/rules/civil-date'
import { type AgencyPlan, agencyPlans } from './agencies.ts'
import { castMembers, NEWCOMER, standIn, transfer, type CastMember } from './cast.ts'
import { uuidV4Of } from './identifier.ts'
import { personName } from './names.ts'
import { career, type Employment, nipPrefix, serials, type Sex } from './nip.ts'
import { chartOf, type Post, type Unit } from './posts.ts'
import { random, type Random } from './random.ts'

export interface Person {
  readonly employeeId: string
  readonly nip: string
  readonly name: string
  readonly employment: Employment
  readonly cast: CastMember | undefined
}

export interface Assignment {
  readonly assignmentId: string
  readonly person: Person
  readonly post: Post
  readonly capacity: 'definitive' | 'plt'
  readonly from: CivilDate
  readonly to: CivilDate | undefined
  /** When the directory heard of it; undefined: in time. */
  readonly enteredOn: CivilDate | undefined
}

export interface Grant {
  readonly subject: string
  readonly role: string
  readonly agencyIds: readonly string[]
}

export interface Province {
  readonly agencies: readonly AgencyPlan[]
  readonly units: readonly Unit[]
  readonly posts: ReadonlyMap<string, Post>
  readonly people: readonly Person[]
  /** Those of the transfer last; ends are as the directory keeps them in the end. */
  readonly assignments: readonly Assignment[]
  readonly grants: readonly Grant[]
}

const seniorityOf = (post: Post): number => {
  if (post.kind.startsWith('jpt')) return 0.85
  if (post.kind === 'administrator' || post.kind === 'fungsional-ahli-utama') return 0.7
  if (post.kind === 'pengawas' || post.kind === 'fungsional-ahli-madya') return 0.55
  return post.kind === 'fungsional-ahli-muda' || post.kind === 'fungsional-penyelia' ? 0.4 : 0.15
}

/** The province of so many people: the same for the same number on every machine, the cast the same for every number. */
export function province(people: number): Province {
  // Two posts stand empty: the one that a stand-in looks after, and one of the two of the transfer.
  const { units, posts } = chartOf(people + 2)
  const byCode = new Map(posts.map((post) => [post.code, post]))
  const serialOf = serials([])
  const cast = new Map(
    castMembers.map((member) => {
      const nip = serialOf(nipPrefix(member))
      const person: Person = {
        employeeId: uuidV4Of(`timbang sample cast ${member.key}`),
        nip,
        name: member.name,
        employment: member.employment,
        cast: member,
      }
      return [member.post, person]
    }),
  )
  const assignments: Assignment[] = []
  const holders = new Map<string, Person>()
  for (const post of posts) {
    if (post.code === standIn.vacant || post.code === transfer.post) continue
    const person = cast.get(post.code) ?? somebody(post, serialOf)
    holders.set(post.code, person)
    assignments.push(
      assign(
        person,
        post,
        'definitive',
        person.cast?.from ?? random('since', post.code).pick(since),
        person.cast?.key === transfer.key ? dayBefore(transfer.from) : undefined,
      ),
    )
  }
  assignments.push(assign(holders.get(standIn.holder)!, byCode.get(standIn.vacant)!, 'plt', standIn.from, undefined))
  const moved = [...cast.values()].find((person) => person.cast!.key === transfer.key)!
  assignments.push({
    ...assign(moved, byCode.get(transfer.post)!, 'definitive', transfer.from, undefined),
    enteredOn: transfer.enteredOn,
  })
  return {
    agencies: agencyPlans,
    units,
    posts: byCode,
    people: [...holders.values()],
    assignments,
    grants: grantsOf(holders),
  }
}

const since = [
  '2023-01-02',
  '2023-07-03',
  '2024-01-02',
  '2024-07-01',
  '2025-01-02',
  '2025-03-03',
  '2025-07-01',
  '2026-01-05',
] as const
const dayBefore = (date: CivilDate): CivilDate => new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10)

const assign = (
  person: Person,
  post: Post,
  capacity: 'definitive' | 'plt',
  from: CivilDate,
  to: CivilDate | undefined,
): Assignment => ({
  assignmentId: assignmentIdOf({ employeeId: person.employeeId, positionCode: post.code, capacity, fromDate: from }),
  person,
  post,
  capacity,
  from,
  to,
  enteredOn: undefined,
})

/** The story's names are nobody else's: whoever looks for Sari finds one. */
const taken = new Set(castMembers.map((member) => member.name))
function nameOf(draw: Random, sex: Sex, youth: number): string {
  for (;;) {
    const name = personName(draw, sex, youth)
    if (!taken.has(name)) return name
  }
}

function somebody(post: Post, serialOf: (prefix: string) => string): Person {
  const draw = random('person', post.code)
  const leads =
    post.job === 'pimpinan' ||
    post.job === 'bidang' ||
    post.job === 'sekretaris' ||
    post.job === 'subbagian' ||
    post.job === 'kepala-sekolah'
  const employment: Employment = !leads && draw.chance(0.24) ? 'pppk' : 'pns'
  const sex: Sex = draw.chance(['perawat', 'bidan', 'guru'].includes(post.job) ? 0.28 : leads ? 0.64 : 0.5) ? 'm' : 'f'
  const seniority = Math.min(1, Math.max(0, draw.normal(seniorityOf(post), 0.12)))
  const { born, appointed } = career(draw, employment, seniority)
  return {
    employeeId: uuidV4Of(`timbang sample ${post.code}`),
    nip: serialOf(nipPrefix({ born, employment, sex, appointed })),
    name: nameOf(draw, sex, 1 - seniority),
    employment,
    cast: undefined,
  }
}

/** What the platform must know of roles; a head is a head by his post, and named here too so that a change of it is seen. */
function grantsOf(holders: ReadonlyMap<string, Person>): Grant[] {
  const grants: Grant[] = []
  for (const agency of agencyPlans) {
    const agencyIds = [agencyIdOf(agency.code)]
    const officer = holders.get(`${agency.code}.UM.KA`)!
    const head = holders.get(`${agency.code}.KA`)
    grants.push({ subject: officer.employeeId, role: 'personnel_officer', agencyIds })
    // The stand-in heads by his capacity; his own grant names his own agency.
    if (head !== undefined) grants.push({ subject: head.employeeId, role: 'agency_head', agencyIds })
  }
  // Two must hold it: what one asks another one approves.
  grants.push({ subject: holders.get('BKD.KA')!.employeeId, role: 'bkd', agencyIds: [] })
  for (const person of holders.values())
    for (const role of person.cast?.roles ?? []) grants.push({ subject: person.employeeId, role, agencyIds: [] })
  return grants
}

/** Whoever has agreed no plan in a quarter: the newcomer in his first week. */
export const hasNoPlan = (assignment: Assignment, quarterFrom: CivilDate): boolean =>
  assignment.person.cast?.key === NEWCOMER && quarterFrom < assignment.from
