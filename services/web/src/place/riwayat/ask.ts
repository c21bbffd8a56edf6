import { EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { Timeliness } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { isRefusal } from '@timbang/contracts/refusal'
import { dateAt, daysOfMonth } from '@timbang/rules/civil-date'
import { workDay } from '../hari-ini/ask.ts'
import type { Answer } from '../shared/answer.ts'
import { every, isThere, lineOf, numberOf, resultsOf } from '../shared/entry/ask.ts'
import { linesOf } from '../shared/entry/known.ts'
import { question } from '../shared/question.ts'
import { presenceOf } from '../shared/presence/ask.ts'
import { page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import { ADDITIONAL } from './filter.ts'
import { stateNames, type Find, type HistoryFile, type HistoryRow, type HistoryView, type StateName } from './view.ts'

const ROWS = 100

const states: Readonly<Record<StateName, readonly EntryState[]>> = {
  disetujui: [EntryState.ENTRY_STATE_VERIFIED],
  menunggu: [EntryState.ENTRY_STATE_WAITING, EntryState.ENTRY_STATE_HELD],
  dikembalikan: [EntryState.ENTRY_STATE_RETURNED],
  belum: [EntryState.ENTRY_STATE_REFUSED],
  ditarik: [EntryState.ENTRY_STATE_WITHDRAWN],
}

/** The month that is asked for, as far as there is one: none that has not begun. */
const monthOf = (asked: string | null, today: string): string =>
  asked === null || asked > today.slice(0, 7) ? today.slice(0, 7) : asked

/** One's own month: every day of it, and of its entries those that are looked for. */
export const history = question(
  'history',
  (reader: Reader, find: Find): Promise<Answer<HistoryView>> =>
    page(reader, ['employee'], async (login) => {
      const { employeeId } = login
      if (employeeId === undefined) return { refused: true, code: 'access.denied' }
      const today = dateAt(reader.now, zoneOf(login))
      const month = monthOf(find.month, today)
      const days = daysOfMonth(month)
      const [from, to] = [days[0]!, days.at(-1)!]
      const day = find.day?.startsWith(month) ? find.day : null
      const until = to < today ? to : today
      const [calendar, list, results, presence] = await Promise.all([
        reader.clients.entries.getMonth({ employeeId, month }, tokenOf(reader)),
        reader.clients.entries.listEntries(
          {
            ...every,
            employeeId,
            fromDate: day ?? from,
            toDate: day ?? to,
            states: find.state === null ? [] : [...states[find.state]],
            limit: ROWS,
            after: find.after ?? '',
            words: find.words,
            resultId: find.result === ADDITIONAL ? 'none' : find.result,
            counted: true,
          },
          tokenOf(reader),
        ),
        resultsOf(reader, employeeId, from, to),
        presenceOf(reader, employeeId, from, until),
      ])
      if (isRefusal(presence)) return presence
      if (isRefusal(calendar)) return calendar
      if (isRefusal(list)) return list
      if (isRefusal(results)) return results
      const countOf = (name: StateName) =>
        list.counts.filter(({ state }) => states[name].includes(state)).reduce((sum, { entries }) => sum + entries, 0)
      return {
        now: reader.now,
        zone: zoneOf(login),
        today,
        month,
        days: calendar.days.map((one) => ({ ...workDay(one, today, reader.now), working: one.working })),
        presence,
        duty: calendar.days.some(({ shifts }) => shifts.length > 0),
        find: { ...find, month, day },
        results: [...results.values()],
        entries: await linesOf(reader, list.entries, results),
        counts: Object.fromEntries(stateNames.map((name) => [name, countOf(name)])) as HistoryView['counts'],
        more: list.next === '' ? null : list.next,
      }
    }),
)

/** Nobody writes more in a month; what a script wrote for him is cut off rather than read without end, and the file says so in its name. */
const MOST_PAGES = 25
const AT_ONCE = 200

/** All of a month for a file, the earliest day first. What was taken back is nothing to hand on. */
export const historyFile = question(
  'historyFile',
  (reader: Reader, asked: string | null): Promise<Answer<HistoryFile>> =>
    page(reader, ['employee'], async (login) => {
      const { employeeId } = login
      if (employeeId === undefined) return { refused: true, code: 'access.denied' }
      const month = monthOf(asked, dateAt(reader.now, zoneOf(login)))
      const days = daysOfMonth(month)
      const [from, to] = [days[0]!, days.at(-1)!]
      const [results, own] = await Promise.all([
        resultsOf(reader, employeeId, from, to),
        reader.clients.own.getOwnData({}, tokenOf(reader)),
      ])
      if (isRefusal(results)) return results
      if (isRefusal(own)) return own
      const nip = own.rows.find(({ row }) => row === 'nip')?.nip ?? ''
      const rows: HistoryRow[] = []
      let after = ''
      for (let at = 0; at < MOST_PAGES; at++) {
        const list = await reader.clients.entries.listEntries(
          { ...every, employeeId, fromDate: from, toDate: to, limit: AT_ONCE, after },
          tokenOf(reader),
        )
        if (isRefusal(list)) return list
        for (const entry of list.entries.filter(isThere)) {
          const facts = entry.facts!
          const line = lineOf(entry, results, new Map())
          rows.push({
            workDate: facts.workDate,
            start: facts.startMinute ?? null,
            end: facts.endMinute ?? null,
            result: line.result?.title ?? (entry.resultCode || null),
            sentence: entry.sentence,
            quantityThousandths: numberOf(facts.quantityThousandths),
            unit: facts.unit ?? null,
            evidenceLink: entry.evidenceLink || null,
            late: entry.timeliness === Timeliness.TIMELINESS_LATE,
            state: line.state,
          })
        }
        after = list.next
        if (after === '') break
      }
      return { month, nip, rows: rows.reverse(), cut: after !== '' }
    }),
)
