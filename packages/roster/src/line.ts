import { columns } from '@timbang/postgres/pool'
import { personDay, type CivilDate, type PersonDay, type Reader } from './read.ts'

/** One post above a person, and who holds it on the day. */
export interface Rung {
  readonly positionId: string
  readonly holders: readonly string[]
}

/** Those above a person on a day who could judge his work: each rung is held by somebody else than the people below it. */
export interface Line {
  /** The first of the assessors is the one to address; all of them may act. */
  readonly assessors: readonly string[]
  readonly superiors: readonly string[]
  /** Everybody further up, to the top. */
  readonly above: readonly string[]
}

/**
 * Who assesses, from the posts above a person, the nearest first. A vacant post is passed over, and so is one that only the person himself
 * holds (a Plt of his own superior's post): nobody assesses himself, and nobody is his own superior.
 */
export function lineOf(employeeId: string, rungs: readonly Rung[]): Line {
  const levels: string[][] = []
  const passed = new Set([employeeId])
  for (const rung of rungs) {
    const others = rung.holders.filter((holder) => !passed.has(holder))
    if (others.length === 0) continue
    levels.push(others)
    for (const other of others) passed.add(other)
  }
  return { assessors: levels[0] ?? [], superiors: levels[1] ?? [], above: levels.slice(2).flat() }
}

/**
 * The line of superiors of many people on their days, position to position, from the assignment that the day counts for.
 * Among several holders of one post a Plh comes first (the holder is away on those days), then the definitive one, then the Plt that began first.
 * @returns by `personDay`; a day without any post is absent
 */
export const linesOn = (reader: Reader, days: readonly PersonDay[]): Promise<Map<string, Line>> =>
  linesFrom(
    reader,
    days.map((day) => ({ ...day, postOn: day.date })),
  )

/**
 * The same from the post that was held on another day, with those who hold the posts above it on the day itself: who decides today on what was
 * worked then. @param days one for each person and date; `postOn` the day whose post is meant
 */
export async function linesFrom(
  reader: Reader,
  days: readonly (PersonDay & { readonly postOn: CivilDate })[],
): Promise<Map<string, Line>> {
  if (days.length === 0) return new Map()
  const { rows } = await reader.query<PersonDay & { positionId: string | null; holders: string[] | null }>(
    `with recursive own as (
       select distinct on (a.employee_id, asked.date) a.employee_id, asked.date, a.position_id
       from unnest($1::uuid[], $2::date[], $3::date[]) as asked (employee_id, date, post_on)
       join roster.assignment a on a.employee_id = asked.employee_id and not a.withdrawn and a.from_date <= asked.post_on and (a.to_date is null or a.to_date >= asked.post_on)
       order by a.employee_id, asked.date, a.capacity, a.from_date, a.assignment_id
     ),
     -- Posts are few beside people: each is climbed from once, whoever holds it, and each step holds on the days on which all below it do. The path
     -- ends a loop that a half-arrived change can make.
     climb (start, position_id, from_date, to_date, path) as (
       select own.position_id, own.position_id, min(own.date), max(own.date), array[own.position_id] from own group by own.position_id
       union all
       select climb.start, s.reports_to, greatest(climb.from_date, s.from_date), least(climb.to_date, s.to_date), climb.path || s.reports_to
       from climb join roster.superior s on s.position_id = climb.position_id and s.from_date <= climb.to_date and s.to_date >= climb.from_date
       where s.reports_to is not null and not s.reports_to = any (climb.path)
     )
     select own.employee_id as "employeeId", own.date, climb.position_id as "positionId", held.holders
     from own
     left join climb on climb.start = own.position_id and climb.position_id <> own.position_id and own.date between climb.from_date and climb.to_date
     left join lateral (
       select array_agg(h.employee_id::text order by (h.capacity = 3) desc, h.capacity, h.from_date, h.assignment_id) as holders
       from roster.assignment h
       where h.position_id = climb.position_id and not h.withdrawn and h.from_date <= own.date and (h.to_date is null or h.to_date >= own.date)
     ) held on true
     order by own.employee_id, own.date, cardinality(climb.path)`,
    columns(days, 'employeeId', 'date', 'postOn'),
  )
  const rungs = new Map<string, { employeeId: string; rungs: Rung[] }>()
  for (const row of rows) {
    const key = personDay(row)
    const line = rungs.get(key) ?? { employeeId: row.employeeId, rungs: [] }
    rungs.set(key, line)
    if (row.positionId !== null)
      line.rungs.push({ positionId: row.positionId, holders: [...new Set(row.holders ?? [])] })
  }
  return new Map([...rungs].map(([key, line]) => [key, lineOf(line.employeeId, line.rungs)]))
}

/** The one who assesses a person on a day; none at the very top, or where every post above is vacant. */
export const assessorOf = async (reader: Reader, employeeId: string, date: CivilDate): Promise<string | undefined> =>
  (await linesOn(reader, [{ employeeId, date }])).get(personDay({ employeeId, date }))?.assessors[0]

/** Whether somebody assesses a person on a day: the superior of the day, his Plt or his Plh. An entry is verified by the assessor of its work date or of today: ask for both. */
export const assesses = async (
  reader: Reader,
  assessorId: string,
  employeeId: string,
  dates: readonly CivilDate[],
): Promise<boolean> => {
  const lines = await linesOn(
    reader,
    dates.map((date) => ({ employeeId, date })),
  )
  return [...lines.values()].some((line) => line.assessors.includes(assessorId))
}
