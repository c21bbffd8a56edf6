import type { Pool, Tx } from '@timbang/postgres/pool'
import { addDays } from '@timbang/rules/civil-date'
import { EVERY_AGENCY, type State } from '../fold/wire/state.ts'
import { readFigures } from '../fold/store/figures.ts'
import { indicatorsNamed, isSealed, nothingKnown, type Known } from './domain.ts'
import { learn, learnFigure } from './learn.ts'

type Row = Pick<State, 'kind' | 'id' | 'about' | 'state'>

/** Later than any instant: all that is there. */
const EVER = 9_223_372_036_854_775_807n

/** What is said about people, agencies, units or surveys: the highest version of each state that the log had at an instant. */
const readAbout = async (reader: Tx | Pool, kinds: readonly string[], about: readonly string[], asOf: bigint) =>
  (
    await reader.query<Row>(
      `select distinct on (kind, id) kind, id, about, state from context_state
       where about = any($1::uuid[]) and kind = any($2::text[]) and appended_at <= $3 order by kind, id, version desc`,
      [about, kinds, asOf],
    )
  ).rows

/** States by what they are called. */
const readCalled = async (reader: Tx | Pool, kinds: readonly string[], ids: readonly string[], asOf: bigint) =>
  (
    await reader.query<Row>(
      `select distinct on (kind, id) kind, id, about, state from context_state
       where kind = any($1::text[]) and id = any($2::text[]) and appended_at <= $3 order by kind, id, version desc`,
      [kinds, ids, asOf],
    )
  ).rows

/** Units and all above them. */
const readLines = async (reader: Tx | Pool, unitIds: readonly string[], asOf: bigint) =>
  (
    await reader.query<Row>(
      `with recursive line as (
         select here.* from unnest($1::text[]) as given (id) cross join lateral (
           select id, within, state from context_state where kind = 'unit' and id = given.id and appended_at <= $2 order by version desc limit 1) here
         union
         select above.* from line cross join lateral (
           select id, within, state from context_state where kind = 'unit' and id = line.within::text and appended_at <= $2 order by version desc limit 1) above)
       select 'unit' as kind, id, null as about, state from line order by id`,
      [unitIds, asOf],
    )
  ).rows

const distinct = (ids: Iterable<string>): string[] => [...new Set(ids)]

/** What of agencies was known at an instant: they themselves, what moves their windows, their calendars of some years. Three statements. */
export async function readAgencies(
  reader: Tx | Pool,
  agencyIds: readonly string[],
  years: readonly number[],
  asOf: bigint = EVER,
  known: Known = nothingKnown(),
): Promise<Known> {
  for (const row of await readCalled(reader, ['agency'], agencyIds, asOf)) learn(known, row)
  for (const row of await readAbout(
    reader,
    ['window', 'outage', 'attendance-outage', 'grace'],
    [...agencyIds, EVERY_AGENCY],
    asOf,
  ))
    learn(known, row)
  const calendars = distinct(
    [...known.agencies.values()].flatMap(({ calendarCode }) => years.map((year) => `${calendarCode}/${year}`)),
  )
  for (const row of await readCalled(reader, ['calendar'], calendars, asOf)) learn(known, row)
  return known
}

/** The grace periods that agencies opened for single persons: of them all, for who asks when the last one ends. */
export async function readPersonalGraces(
  reader: Tx | Pool,
  agencyIds: readonly string[],
  asOf: bigint,
  known: Known,
): Promise<void> {
  const { rows } = await reader.query<Row>(
    `select distinct on (id) kind, id, about, state from context_state
     where kind = 'grace' and within = any($1::uuid[]) and appended_at <= $2 order by id, version desc`,
    [agencyIds, asOf],
  )
  for (const row of rows) learn(known, row)
}

/** The years that a span touches, and those of the nights at its edges. */
export const yearsOf = (span: { from: string; to: string }): number[] => {
  const [first, last] = [addDays(span.from, -1), addDays(span.to, 1)].map((date) => Number(date.slice(0, 4)))
  return Array.from({ length: last! - first! + 1 }, (_, n) => first! + n)
}

const ofPeople = ['assignment', 'duty', 'plan', 'plan-closed', 'self-assessed', 'second-look', 'assessment', 'grace']

/**
 * What was known of some people at an instant, and of all that their posts and plans name: ten keyed statements, for one person or for five
 * hundred, whatever the size of the province.
 * @param of.asOf absent: all that is known
 */
export async function readKnown(
  reader: Tx | Pool,
  employeeIds: readonly string[],
  of: { readonly from: string; readonly to: string; readonly asOf?: number },
): Promise<Known> {
  const asOf = of.asOf === undefined ? EVER : BigInt(of.asOf)
  const known = nothingKnown()
  for (const row of await readAbout(reader, ofPeople, employeeIds, asOf)) learn(known, row)
  const posts = [...known.assignments.values()]
    .flat()
    .filter(({ fromDate, toDate }) => fromDate <= of.to && (toDate === undefined || toDate >= of.from))
  for (const row of await readCalled(reader, ['position'], distinct(posts.map((post) => post.positionId)), asOf))
    learn(known, row)
  await readAgencies(reader, distinct(posts.map((post) => post.agencyId)), yearsOf(of), asOf, known)
  for (const row of await readLines(reader, distinct(posts.map((post) => post.unitId)), asOf)) learn(known, row)
  for (const row of await readAbout(reader, ['survey'], [...known.units.keys()], asOf)) learn(known, row)
  if (known.surveys.size > 0)
    for (const row of await readAbout(reader, ['answers'], [...known.surveys.keys()], asOf)) learn(known, row)
  const named = indicatorsNamed(known)
  if (named.length > 0) {
    const ids = distinct(named.map(({ indicatorId }) => indicatorId))
    for (const row of await readCalled(reader, ['indicator'], ids, asOf)) learn(known, row)
    for (const figure of await readFigures(reader, named, of, asOf)) learnFigure(known, figure)
  }
  return known
}

/**
 * People who have, or had, a post in an agency, or in any, behind one of them in the order of their ids. Who of them held it at an instant
 * tells what was known of them then (`readKnown`).
 */
export const peopleOfAgency = async (
  reader: Tx | Pool,
  agencyId: string,
  after: string,
  limit: number,
): Promise<string[]> => {
  const { rows } =
    agencyId === EVERY_AGENCY
      ? await reader.query<{ about: string }>(
          `select distinct about from context_state where kind = 'assignment' and about > $1 order by about limit $2`,
          [after, limit],
        )
      : await reader.query<{ about: string }>(
          `select distinct about from context_state where kind = 'assignment' and within = $3 and about > $1 order by about limit $2`,
          [after, limit, agencyId],
        )
  return rows.map(({ about }) => about)
}

/** Agencies in which anybody has, or had, a post that is sealed, and how many people: where one practises nothing is. */
export async function agenciesToSeal(reader: Tx | Pool, asOf: number): Promise<{ agencyId: string; people: number }[]> {
  const { rows } = await reader.query<{ agencyId: string; people: number }>(
    `select within as "agencyId", count(distinct about)::integer as people from context_state
     where kind = 'assignment' and appended_at <= $1 group by within order by within`,
    [asOf],
  )
  const known = nothingKnown()
  const ids = rows.map(({ agencyId }) => agencyId)
  for (const row of await readCalled(reader, ['agency'], ids, BigInt(asOf))) learn(known, row)
  return rows.filter(({ agencyId }) => isSealed(known, agencyId))
}
