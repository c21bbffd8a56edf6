import { positionKinds, type PositionKind } from '@timbang/contracts/position-kind'
import type { CivilDate, Zone } from '@timbang/rules/civil-date'
import type { Assignment } from './assignment.ts'
import type { Position } from './chart.ts'
import { isNip, readNip } from './nip.ts'
import { warning, type Problem } from './problem.ts'
import type { StaffLine } from './staff-row.ts'

/** What the national staff sheet says of a person's post: by names, and without a superior. */
export interface National {
  readonly agencyName: string
  readonly unitName: string
  /** `Jabatan Struktural`, `Jabatan Fungsional Tertentu`, `Jabatan Fungsional Umum`. */
  readonly positionType: string
  /** `III.a`; of structural posts only. */
  readonly echelon: string
  /** The legal standing: `Aktif`, `CLTN`, `MPP`, … */
  readonly standing: string
}
export interface NationalLine extends StaffLine {
  readonly national: National
}

/** What the directory knows of the names that a sheet may say. */
export interface Named {
  /** Name by code. */
  readonly agencies: ReadonlyMap<string, string>
  readonly units: ReadonlyMap<string, { readonly name: string; readonly agencyCode: string }>
  readonly positions: ReadonlyMap<string, Position>
  /** Employee key by NIP, of whoever the sheet names. */
  readonly people: ReadonlyMap<string, string>
  /** Whoever holds a post as definitive on the day of the sheet. */
  readonly held: readonly Assignment[]
  /** Of whoever has had no post yet. */
  readonly zone: Zone
}

/**
 * Finds the posts that a sheet means, of those that the chart has: a sheet knows no superior, so it makes no post and moves none. A name that means
 * none or several is a question, and its line is left out: nobody is put anywhere by a guess. So is whoever does not serve at present.
 */
export function byCodes(
  lines: readonly NationalLine[],
  named: Named,
  today: CivilDate,
): { lines: StaffLine[]; questions: Problem[] } {
  const questions: Problem[] = []
  const ask = (line: NationalLine, field: string, code: Problem['code'], value: string) => {
    questions.push(warning(line.line, field, code, value))
  }
  const holding = new Map(named.held.map((assignment) => [assignment.employeeId, assignment]))
  const agencies = Map.groupBy(named.agencies, ([, name]) => sameName(name))
  const units = Map.groupBy(named.units, ([, { name, agencyCode }]) => `${agencyCode} ${sameName(name)}`)
  const posts = Map.groupBy(named.positions.values(), ({ unitCode, title }) => `${unitCode} ${sameTitle(title)}`)

  const found: Meant[] = []
  for (const line of lines) {
    const { agencyName, unitName, positionType, echelon, standing } = line.national
    if (sameName(standing) !== 'aktif') {
      ask(line, 'standing', 'staff.not-serving', standing)
      continue
    }
    const agency = only(agencies.get(sameName(agencyName)))
    if (typeof agency === 'string') {
      ask(line, 'agencyName', agency === 'none' ? 'staff.name-unknown' : 'staff.name-ambiguous', agencyName)
      continue
    }
    const unit = only(units.get(`${agency[0]} ${sameName(unitName)}`))
    if (typeof unit === 'string') {
      ask(line, 'unitName', unit === 'none' ? 'staff.name-unknown' : 'staff.name-ambiguous', unitName)
      continue
    }
    const kinds = kindsOf(positionType, echelon, line.positionTitle)
    if (kinds.length === 0) {
      ask(line, 'positionKind', 'staff.name-unknown', positionType)
      continue
    }
    const titled = posts.get(`${unit[0]} ${sameTitle(line.positionTitle)}`) ?? []
    const fitting = titled.filter(({ kind }) => kinds.includes(kind))
    if (fitting.length === 0) {
      if (titled.length === 0) ask(line, 'positionTitle', 'staff.post-unknown', line.positionTitle)
      else ask(line, 'positionKind', 'staff.kind-differs', positionType)
      continue
    }
    const nip = readNip(line.nip, today)
    const employeeId = isNip(nip) ? named.people.get(nip.digits) : undefined
    found.push({
      line,
      own: employeeId === undefined ? undefined : holding.get(employeeId),
      employment: isNip(nip) ? nip.employment : line.employment,
      posts: fitting,
    })
  }

  const { choices, leaving } = choose(found, named)
  const told: StaffLine[] = []
  for (const { one, choice } of choices) {
    const { line, own } = one
    if (choice === 'none') ask(line, 'positionTitle', 'staff.post-taken', line.positionTitle)
    else if (choice === 'several') ask(line, 'positionTitle', 'staff.name-ambiguous', line.positionTitle)
    else {
      if (stays(one) && own!.fromDate !== line.fromDate) ask(line, 'fromDate', 'staff.date-differs', line.fromDate)
      told.push({
        ...line,
        employment: one.employment,
        agencyCode: choice.agencyCode,
        unitCode: choice.unitCode,
        positionCode: choice.code,
        positionTitle: choice.title,
        positionKind: choice.kind,
        superiorPositionCode: choice.superiorCode ?? '',
        capacity: 'definitif',
        // Since when he holds what he holds is known already: a sheet that says another day is asked about, and moves nothing.
        fromDate: stays(one) ? own!.fromDate : line.fromDate,
        zone: own?.zone ?? named.zone,
      })
    }
  }
  const held = new Set(named.held.map(({ positionCode }) => positionCode).filter((code) => !leaving.has(code)))
  for (const { positionCode } of told) held.add(positionCode)
  for (const { line, superiorPositionCode } of told)
    if (superiorPositionCode !== '' && !held.has(superiorPositionCode))
      questions.push(warning(line, 'superiorPositionCode', 'staff.superior-vacant', superiorPositionCode))
  return { lines: told, questions }
}

/** A line whose names mean posts: those that it may mean, and the one that its person holds. */
interface Meant {
  readonly line: NationalLine
  readonly own: Assignment | undefined
  /** The number tells it. */
  readonly employment: string
  readonly posts: readonly Position[]
}
const stays = ({ own, posts }: Meant): boolean => posts.some(({ code }) => code === own?.positionCode)

/**
 * Which post each line means. Who stays where he is keeps his; whoever the sheet puts elsewhere leaves his free for another line, but only if his
 * own line comes to something: it is asked again until nobody leaves a post to stand nowhere.
 */
function choose(found: readonly Meant[], named: Named) {
  let leaving = new Set(found.filter((one) => !stays(one)).flatMap(({ own }) => own?.positionCode ?? []))
  for (;;) {
    const taken = new Set(named.held.map(({ positionCode }) => positionCode).filter((code) => !leaving.has(code)))
    const free = ({ posts }: Meant) => posts.filter(({ code }) => !taken.has(code))
    const claims = new Map<string, number>()
    for (const one of found)
      if (!stays(one)) for (const { code } of free(one)) claims.set(code, (claims.get(code) ?? 0) + 1)
    const choices = found.map((one) => {
      if (stays(one)) return { one, choice: one.posts.find(({ code }) => code === one.own!.positionCode)! }
      const choice = only(free(one))
      return { one, choice: typeof choice !== 'string' && claims.get(choice.code)! > 1 ? ('several' as const) : choice }
    })
    const gone = choices.flatMap(({ one, choice }) =>
      typeof choice !== 'string' && !stays(one) ? (one.own?.positionCode ?? []) : [],
    )
    const still = new Set(gone.filter((code) => leaving.has(code)))
    if (still.size === leaving.size) return { choices, leaving }
    leaving = still
  }
}

const only = <T>(found: readonly T[] | undefined): T | 'none' | 'several' =>
  found === undefined || found.length === 0 ? 'none' : found.length === 1 ? found[0]! : 'several'

/** Names are the same when they differ in case, punctuation or space only. */
export const sameName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** `AHLI MUDA - ANALIS KEBIJAKAN` and `Analis Kebijakan Ahli Muda` are one post. */
const sameTitle = (title: string): string => sameName(title).split(' ').sort().join(' ')

const byEchelon: Readonly<Record<string, readonly PositionKind[]>> = {
  i: ['jpt-utama', 'jpt-madya'],
  ii: ['jpt-pratama'],
  iii: ['administrator'],
  iv: ['pengawas'],
}
const levels = ['ahli utama', 'ahli madya', 'ahli muda', 'ahli pertama', 'penyelia', 'mahir', 'terampil', 'pemula']

/** The kinds of UU 20/2023 that the sheet's words can mean; none: they mean nothing that we know. */
export function kindsOf(positionType: string, echelon: string, title: string): readonly PositionKind[] {
  const type = sameName(positionType)
  if (/struktural|pimpinan tinggi|administrasi/.test(type)) {
    const step = sameName(echelon).split(' ')[0]!
    if (step === '') return positionKinds.filter((kind) => !/^(fungsional|pelaksana)/.test(kind))
    return byEchelon[step] ?? []
  }
  if (/fungsional umum|pelaksana/.test(type)) return positionKinds.filter((kind) => kind.startsWith('pelaksana'))
  if (!/fungsional/.test(type)) return []
  const level = levels.find((words) => ` ${sameName(title)} `.includes(` ${words} `))
  return positionKinds.filter((kind) =>
    level === undefined ? kind.startsWith('fungsional') : kind === `fungsional-${level.replace(' ', '-')}`,
  )
}
