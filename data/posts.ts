import type { PositionKind } from '@timbang/contracts/position-kind'
import { type AgencyPlan, agencyPlans, type UnitPlan } from './agencies.ts'
import { castMembers, transfer } from './cast.ts'
import { type JobKey, jobs } from './jobs/catalogue.ts'
import { titleAt } from './jobs/job.ts'
import { random } from './random.ts'

export interface Unit {
  readonly code: string
  readonly name: string
  readonly agencyCode: string
  readonly parentCode: string | undefined
  readonly public: boolean
  readonly topic: string
}

export interface Post {
  readonly code: string
  readonly agencyCode: string
  readonly unitCode: string
  title: string
  kind: PositionKind
  readonly superiorCode: string | undefined
  readonly job: JobKey
  /** What the unit is about: sentences of those who lead speak of it. */
  readonly topic: string
}

/** A superior of the sample has about this many people; a larger unit is divided into sections. */
const SPAN = 14

/** The fewest people of an agency: posts that the story needs are there in the smallest province too. */
const fewest: Readonly<Record<string, number>> = {
  SETDA: 14,
  DPMPTSP: 14,
  BKD: 7,
  ITPROV: 7,
  DISKOMINFO: 7,
  DISNAKERTRANS: 7,
  RSUDRM: 14,
  DINKES: 7,
  BPSDM: 6,
  SMAN1JBI: 6,
}

/** How many posts each agency has, `posts` in all, by its weight. */
export function apportion(posts: number): Map<string, number> {
  const least = agencyPlans.map((agency) => fewest[agency.code] ?? 5)
  const left = posts - least.reduce((sum, count) => sum + count, 0)
  if (left < 0) throw new RangeError(`a province of ${posts} people is too small for its agencies`)
  const weights = agencyPlans.reduce((sum, agency) => sum + agency.weight, 0)
  const exact = agencyPlans.map((agency) => (left * agency.weight) / weights)
  const given = exact.map(Math.floor)
  const missing = left - given.reduce((sum, count) => sum + count, 0)
  for (const at of exact
    .map((share, index) => ({ index, rest: share - given[index]! }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index)
    .slice(0, missing))
    given[at.index]!++
  return new Map(agencyPlans.map((agency, at) => [agency.code, least[at]! + given[at]!]))
}

interface Tree {
  units: Unit[]
  posts: Post[]
}

/** Every unit and post of a province with so many posts. Posts come with their superiors before them. */
export function chartOf(count: number): Tree {
  const tree: Tree = { units: [], posts: [] }
  const counts = apportion(count)
  for (const agency of agencyPlans) fill(tree, agency, counts.get(agency.code)!)
  settle(tree.posts)
  return tree
}

const headKind = (agency: AgencyPlan): PositionKind => {
  if (agency.code === 'SETDA') return 'jpt-madya'
  if (agency.kind === 'sekolah') return 'fungsional-ahli-madya'
  if (agency.kind === 'cabang-dinas') return 'administrator'
  return agency.kind === 'puskesmas' ? 'pengawas' : 'jpt-pratama'
}

function fill(tree: Tree, agency: AgencyPlan, count: number): void {
  const { code } = agency
  const small = agency.kind === 'cabang-dinas' || agency.kind === 'sekolah' || agency.kind === 'puskesmas'
  let left = count
  const post = (given: Omit<Post, 'agencyCode' | 'topic'>) => {
    tree.posts.push({ agencyCode: code, topic: agency.topic, ...given })
    left--
    return given.code
  }
  const servesAsWhole = agency.kind === 'rsud' || small || code === 'DPMPTSP'
  tree.units.push({
    code,
    name: agency.name,
    agencyCode: code,
    parentCode: undefined,
    public: servesAsWhole,
    topic: agency.topic,
  })
  const head = post({
    code: `${code}.KA`,
    unitCode: code,
    title: agency.headTitle,
    kind: headKind(agency),
    superiorCode: code === 'SETDA' ? undefined : `${agency.under ?? 'SETDA'}.KA`,
    job: agency.kind === 'sekolah' ? 'kepala-sekolah' : 'pimpinan',
  })

  const assistants =
    code !== 'SETDA'
      ? []
      : [
          'Asisten Pemerintahan dan Kesejahteraan Rakyat',
          'Asisten Perekonomian dan Pembangunan',
          'Asisten Administrasi Umum',
        ].map((title, at) =>
          post({
            code: `SETDA.AS${at + 1}`,
            unitCode: code,
            title,
            kind: 'jpt-pratama',
            superiorCode: head,
            job: 'pimpinan',
          }),
        )
  if (code === 'SETDA')
    post({
      code: 'SETDA.PU',
      unitCode: code,
      title: 'Penasihat Utama Percepatan Pembangunan (perbantuan pusat)',
      kind: 'jpt-utama',
      superiorCode: head,
      job: 'pimpinan',
    })

  let above = assistants[2] ?? head
  if (!small && code !== 'SETDA' && count >= 7) {
    tree.units.push({
      code: `${code}.SEK`,
      name: `Sekretariat ${agency.name}`,
      agencyCode: code,
      parentCode: code,
      public: false,
      topic: 'urusan kesekretariatan',
    })
    above = post({
      code: `${code}.SEK.KA`,
      unitCode: `${code}.SEK`,
      title:
        agency.kind === 'rsud'
          ? 'Wakil Direktur Umum dan Keuangan'
          : code === 'SETWAN'
            ? 'Kepala Bagian Umum dan Keuangan'
            : 'Sekretaris',
      kind: 'administrator',
      superiorCode: head,
      job: 'sekretaris',
    })
  }
  const general = `${code}.UM`
  tree.units.push({
    code: general,
    name: small ? 'Subbagian Tata Usaha' : 'Subbagian Umum dan Kepegawaian',
    agencyCode: code,
    parentCode: tree.units.some((unit) => unit.code === `${code}.SEK`) ? `${code}.SEK` : code,
    public: false,
    topic: 'urusan umum dan kepegawaian',
  })
  const clerk = post({
    code: `${general}.KA`,
    unitCode: general,
    title: `Kepala ${small ? 'Subbagian Tata Usaha' : 'Subbagian Umum dan Kepegawaian'}`,
    kind: 'pengawas',
    superiorCode: above,
    job: 'subbagian',
  })

  const open = agency.units.slice(0, Math.max(1, Math.min(agency.units.length, Math.floor(left / 4))))
  const office = Math.floor((left - open.length) * (small ? 0.12 : 0.2))
  const inUnits = left - office
  team(
    tree,
    agency,
    general,
    clerk,
    ['umum', 'keuangan', 'arsiparis', 'teknisi', 'perencana', 'komputer'],
    office,
    'urusan umum',
  )
  open.forEach((unit, at) => {
    const share = Math.floor(inUnits / open.length) + (at < inUnits % open.length ? 1 : 0)
    section(tree, agency, unit, at, head, assistants, share)
  })
}

/** A unit with its head, where it has one of its own. */
function section(
  tree: Tree,
  agency: AgencyPlan,
  unit: UnitPlan,
  at: number,
  head: string,
  assistants: readonly string[],
  people: number,
): void {
  const code = `${agency.code}.${at + 1}`
  tree.units.push({
    code,
    name: unit.name,
    agencyCode: agency.code,
    parentCode: agency.code,
    public: unit.public,
    topic: unit.topic,
  })
  const headless = agency.kind === 'sekolah' || agency.kind === 'puskesmas'
  if (headless) return team(tree, agency, code, head, unit.jobs, people, unit.topic)
  const isBureau = unit.name.startsWith('Biro')
  const kind: PositionKind = isBureau ? 'jpt-pratama' : unit.name.startsWith('Seksi') ? 'pengawas' : 'administrator'
  const title = unit.name.startsWith('Inspektur') ? unit.name : `Kepala ${unit.name}`
  tree.posts.push({
    code: `${code}.KA`,
    agencyCode: agency.code,
    unitCode: code,
    title,
    kind,
    superiorCode: isBureau ? assistants[at % 3]! : head,
    job: isBureau ? 'pimpinan' : 'bidang',
    topic: unit.topic,
  })
  team(tree, agency, code, `${code}.KA`, unit.jobs, people - 1, unit.topic)
}

/** Who works in a unit; a large one in sections, each with a head. The first posts stay with the unit's head: the story's people are among them. */
function team(
  tree: Tree,
  agency: AgencyPlan,
  unitCode: string,
  superior: string,
  jobKeys: readonly JobKey[],
  people: number,
  topic: string,
): void {
  const sections = people <= SPAN || agency.kind === 'sekolah' ? 0 : Math.ceil((people - 8) / (SPAN + 1))
  const own = sections === 0 ? people : 8
  const work = (code: string, inUnit: string, under: string, nth: number) => {
    const draw = random('post', code)
    // The job that the unit is there for comes twice as often as each other.
    const job = nth < jobKeys.length ? jobKeys[nth]! : draw.pick([jobKeys[0]!, ...jobKeys])
    const { levels } = jobs[job]
    const kind = levels[draw.weighted([50, 28, 15, 7, 4].slice(0, levels.length))]!
    tree.posts.push({
      code,
      agencyCode: agency.code,
      unitCode: inUnit,
      title: titleAt(jobs[job], kind),
      kind,
      superiorCode: under,
      job,
      topic,
    })
  }
  const numbered = (nth: number) => String(nth + 1).padStart(2, '0')
  for (let nth = 0; nth < own; nth++) work(`${unitCode}.${numbered(nth)}`, unitCode, superior, nth)
  for (let at = 0, left = people - own; at < sections; at++) {
    const size = Math.ceil(left / (sections - at))
    left -= size
    const code = `${unitCode}.S${at + 1}`
    const name = `Seksi ${topic.charAt(0).toUpperCase()}${topic.slice(1)} ${at + 1}`
    tree.units.push({ code, name, agencyCode: agency.code, parentCode: unitCode, public: false, topic })
    tree.posts.push({
      code: `${code}.KA`,
      agencyCode: agency.code,
      unitCode: code,
      title: `Kepala ${name}`,
      kind: 'pengawas',
      superiorCode: superior,
      job: 'bidang',
      topic,
    })
    for (let nth = 0; nth < size - 1; nth++) work(`${code}.${numbered(nth)}`, code, `${code}.KA`, nth)
  }
}

/** What the story and the rules ask of single posts: titles of the cast, and every kind of post at least once. */
function settle(posts: Post[]): void {
  const byCode = new Map(posts.map((post) => [post.code, post]))
  const fixed = new Set<string>(['SETDA.PU'])
  for (const { post: code, title, kind } of [...castMembers, transfer]) {
    const post = byCode.get(code)
    if (post === undefined) throw new Error(`the story needs the post ${code}`)
    fixed.add(code)
    if (title !== undefined && kind !== undefined) Object.assign(post, { title, kind, job: jobOf(title, post.job) })
  }
  const seen = new Set(posts.map((post) => post.kind))
  for (const kind of [
    'fungsional-ahli-utama',
    'fungsional-ahli-madya',
    'fungsional-penyelia',
    'fungsional-mahir',
    'fungsional-terampil',
    'fungsional-pemula',
    'pelaksana-klerek',
    'pelaksana-operator',
    'pelaksana-teknisi',
  ] as const) {
    if (seen.has(kind)) continue
    const post = posts.find(
      (one) =>
        !fixed.has(one.code) &&
        jobs[one.job].levels.includes(kind) &&
        posts.filter((other) => other.kind === one.kind).length > 2,
    )
    if (post === undefined) throw new Error(`no post can be of the kind ${kind}`)
    Object.assign(post, { kind, title: titleAt(jobs[post.job], kind) })
  }
}

const jobOf = (title: string, otherwise: JobKey): JobKey =>
  (Object.keys(jobs) as JobKey[]).find(
    (key) => jobs[key].title !== '' && (title === jobs[key].title || title.startsWith(`${jobs[key].title} `)),
  ) ?? otherwise
