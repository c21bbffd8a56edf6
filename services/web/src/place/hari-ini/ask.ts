import type { GetLoginResponse } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { EntryState, type Entry, type MonthDay } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { randomUUIDv7 } from 'node:crypto'
import { addDays, dateAt, periodOf, type CivilDate } from '@timbang/rules/civil-date'
import type { Answer } from '../shared/answer.ts'
import type { EntryForm } from '../shared/entry/view.ts'
import type { QueueView } from '../antrean/view.ts'
import type { TodayView, Turn, WorkDay } from './view.ts'
import { lineOf, numberOf, resultsOf, toMend, writtenDownAt, type Results } from '../shared/entry/ask.ts'
import { namesOf, page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'

/** Entries of so many days back stand in the list and can be repeated. */
const DAYS_BACK = 14

type Known = {
  employeeId: string
  today: CivilDate
  entries: readonly Entry[]
  results: Results
  days: readonly MonthDay[]
}

/** What P1, P2 and P13 are made of, in three calls side by side. */
async function read(reader: Reader, login: GetLoginResponse): Promise<Known | Refusal> {
  const { employeeId } = login
  if (employeeId === undefined) return { refused: true, code: 'access.denied' }
  const today = dateAt(reader.now, zoneOf(login))
  const from = addDays(today, -DAYS_BACK)
  const months = [...new Set([today.slice(0, 7), from.slice(0, 7)])]
  const [list, results, ...calendars] = await Promise.all([
    reader.clients.entries.listEntries(
      { employeeId, fromDate: from, toDate: today, states: [], limit: 200, after: '', recordIds: [] },
      tokenOf(reader),
    ),
    resultsOf(reader, employeeId, from, today),
    ...months.map((month) => reader.clients.entries.getMonth({ employeeId, month }, tokenOf(reader))),
  ])
  if (isRefusal(list)) return list
  if (isRefusal(results)) return results
  const days: MonthDay[] = []
  for (const calendar of calendars) {
    if (isRefusal(calendar)) return calendar
    days.push(...calendar.days)
  }
  return { employeeId, today, entries: list.entries, results, days }
}

function stateOf(day: MonthDay, today: CivilDate, now: number): WorkDay['state'] {
  if (day.excused) return 'excused'
  if (day.inTime) return 'recorded'
  if (day.late) return 'late'
  if (day.date > today) return 'upcoming'
  return now < Number(day.graceEndsAt) ? 'open' : 'missed'
}

const workDay = (day: MonthDay, today: CivilDate, now: number): WorkDay => ({
  date: day.date,
  state: stateOf(day, today, now),
  entries: day.entries,
  verified: day.verified,
  toMend: day.toMend,
  closesAt: Number(day.closesAt),
  graceEndsAt: Number(day.graceEndsAt),
})

function formOf(reader: Reader, login: GetLoginResponse, known: Known, mend: Entry | undefined): EntryForm {
  const { today } = known
  const open = known.days
    .filter((day) => day.date <= today && reader.now < Number(day.graceEndsAt))
    .map((day) => day.date)
    .sort()
  const yesterday = known.entries
    .filter((entry) => entry.facts!.workDate < today)
    .sort((a, b) => (a.facts!.workDate < b.facts!.workDate ? 1 : -1))[0]
  return {
    now: reader.now,
    zone: zoneOf(login),
    recordId: randomUUIDv7(),
    today,
    yesterday: addDays(today, -1),
    earliest: open[0] ?? today,
    results: [...known.results.values()],
    mend:
      mend === undefined
        ? null
        : {
            recordId: mend.facts!.recordId,
            revision: mend.facts!.revision + 1,
            why: lineOf(mend, known.results, new Map()).state,
            fields: {
              record_id: mend.facts!.recordId,
              revision: String(mend.facts!.revision + 1),
              sentence: mend.sentence,
              result_id: mend.facts!.resultId ?? '',
              date_choice: 'other',
              date: mend.facts!.workDate,
              unit: mend.facts!.unit ?? '',
            },
            quantityThousandths: numberOf(mend.facts!.quantityThousandths),
          },
    repeat:
      yesterday === undefined
        ? null
        : {
            sentence: yesterday.sentence,
            resultId: yesterday.facts!.resultId ?? null,
            quantityThousandths: numberOf(yesterday.facts!.quantityThousandths),
            workDate: yesterday.facts!.workDate,
          },
  }
}

async function turnsOf(reader: Reader, login: GetLoginResponse, known: Known): Promise<Turn[]> {
  const turns: Turn[] = known.entries.filter(toMend).map((entry) => ({
    kind: 'mend',
    recordId: entry.facts!.recordId,
    workDate: entry.facts!.workDate,
    reason: entry.conflicted ? 'conflicted' : entry.state === EntryState.ENTRY_STATE_RETURNED ? 'returned' : 'refused',
  }))
  for (const day of known.days) {
    if (
      day.working &&
      !day.excused &&
      day.entries === 0 &&
      day.date < known.today &&
      reader.now < Number(day.graceEndsAt)
    ) {
      const late = reader.now >= Number(day.closesAt)
      turns.push({ kind: 'record-day', date: day.date, closesAt: Number(late ? day.graceEndsAt : day.closesAt), late })
    }
  }
  const [queue, seals] = await Promise.all([
    login.leads
      ? reader.clients.verdicts.listQueue({ filter: 'all', limit: 1, after: '' }, tokenOf(reader))
      : undefined,
    reader.clients.seals.listSeals({}, tokenOf(reader)),
  ])
  if (queue !== undefined && !isRefusal(queue) && queue.total > 0)
    turns.push({ kind: 'verify', waiting: queue.total, oldestRecordedAt: Number(queue.oldestRecordedAt) })
  // The quarter before this one, once it is sealed, can be read.
  const last = periodOf(
    addDays(
      `${known.today.slice(0, 5)}${String(Math.floor((Number(known.today.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`,
      -1,
    ),
  )
  if (!isRefusal(seals) && seals.seals.some((seal) => seal.period === last))
    turns.push({ kind: 'read-score', period: last })
  return turns
}

const linesOf = async (reader: Reader, entries: readonly Entry[], results: Results) => {
  const names = await namesOf(
    reader,
    entries.map((entry) => entry.decidedBy),
  )
  return entries.map((entry) => lineOf(entry, results, names))
}

export const today = (reader: Reader): Promise<Answer<TodayView>> =>
  page(reader, ['employee'], async (login) => {
    const known = await read(reader, login)
    if (isRefusal(known)) return known
    const shown = known.entries.filter(
      (entry) =>
        toMend(entry) ||
        dateAt(writtenDownAt(entry), zoneOf(login)) === known.today ||
        entry.facts!.workDate === known.today,
    )
    const [turns, entries] = await Promise.all([turnsOf(reader, login, known), linesOf(reader, shown, known.results)])
    return {
      now: reader.now,
      today: known.today,
      zone: zoneOf(login),
      firstName: login.displayName.split(' ')[0]!,
      workplace: login.agencyName,
      month: known.days
        .filter((day) => day.date.startsWith(known.today.slice(0, 7)) && day.working)
        .map((day) => workDay(day, known.today, reader.now)),
      turns,
      form: formOf(reader, login, known, undefined),
      entries,
      busy: null,
    }
  })

export const entryForm = (reader: Reader, mend: string | null): Promise<Answer<EntryForm>> =>
  page(reader, ['employee'], async (login) => {
    const known = await read(reader, login)
    if (isRefusal(known)) return known
    if (mend === null) return formOf(reader, login, known, undefined)
    const found = await reader.clients.entries.getEntry({ recordId: mend }, tokenOf(reader))
    if (isRefusal(found)) return found
    if (found.entry?.employeeId !== known.employeeId) return { refused: true, code: 'entry.not-found' }
    return formOf(reader, login, known, found.entry)
  })

export const queue = (reader: Reader): Promise<Answer<QueueView>> =>
  page(reader, ['employee'], async (login) => {
    const known = await read(reader, login)
    if (isRefusal(known)) return known
    const received = known.entries.filter(
      (entry) => dateAt(writtenDownAt(entry), zoneOf(login)) === known.today || toMend(entry),
    )
    return {
      now: reader.now,
      zone: zoneOf(login),
      results: [...known.results.values()],
      received: await linesOf(reader, received, known.results),
    }
  })
