import type { GetLoginResponse } from '@timbang/contracts/gen/timbang/directory/v1/service'
import type { Entry, MonthDay } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { addDays, dateAt, type CivilDate } from '@timbang/rules/civil-date'
import { namesOf, tokenOf, zoneOf, type Reader } from '../reader.ts'
import { every, lineOf, resultsOf, type Results } from './ask.ts'

/** Entries of so many days back stand in the list and can be repeated. */
const DAYS_BACK = 14

export type Known = {
  employeeId: string
  today: CivilDate
  entries: readonly Entry[]
  results: Results
  days: readonly MonthDay[]
  /** Photos and PDFs of this month. */
  evidence: { used: number; limit: number }
}

/** What P1, P2 and P13 are made of, in three calls side by side. */
export async function knownOf(reader: Reader, login: GetLoginResponse): Promise<Known | Refusal> {
  const { employeeId } = login
  if (employeeId === undefined) return { refused: true, code: 'access.denied' }
  const today = dateAt(reader.now, zoneOf(login))
  const from = addDays(today, -DAYS_BACK)
  const months = [...new Set([today.slice(0, 7), from.slice(0, 7)])]
  const [list, results, ...calendars] = await Promise.all([
    reader.clients.entries.listEntries(
      { ...every, employeeId, fromDate: from, toDate: today, limit: 200 },
      tokenOf(reader),
    ),
    resultsOf(reader, employeeId, from, today),
    ...months.map((month) => reader.clients.entries.getMonth({ employeeId, month }, tokenOf(reader))),
  ])
  if (isRefusal(list)) return list
  if (isRefusal(results)) return results
  const days: MonthDay[] = []
  const evidence = { used: 0, limit: 0 }
  for (const calendar of calendars) {
    if (isRefusal(calendar)) return calendar
    days.push(...calendar.days)
    if (calendar === calendars[0])
      Object.assign(evidence, { used: calendar.evidenceUsed, limit: calendar.evidenceLimit })
  }
  return { employeeId, today, entries: list.entries, results, days, evidence }
}

export const linesOf = async (reader: Reader, entries: readonly Entry[], results: Results) => {
  const names = await namesOf(
    reader,
    entries.map((entry) => entry.decidedBy),
  )
  return entries.map((entry) => lineOf(entry, results, names))
}
