import { isRefusal } from '@timbang/contracts/refusal'
import { timeOfDay } from '@timbang/rules/civil-date'
import { Stopped, told } from '../province.ts'
import { type Counter, identityOf, readRecordId } from './id.ts'
import type { Told } from './report.ts'
import type { Journal } from './standing.ts'

const PEOPLE_AT_ONCE = 50
const PAGE = 200

/**
 * What came by a file before and is in this one no longer: of its people, on its days. Told, and left as it is.
 * @param nips by employee
 */
export async function* goneFrom(
  journal: Journal,
  token: string,
  file: {
    client: string
    counter: Counter
    nips: ReadonlyMap<string, string>
    days: ReadonlySet<string>
  },
): AsyncGenerator<Told> {
  const months = Map.groupBy([...file.days].sort(), (day) => day.slice(0, 7))
  const people = [...file.nips.keys()]
  for (let at = 0; at < people.length; at += PEOPLE_AT_ONCE)
    for (const days of months.values())
      for (let after = ''; ; ) {
        const page = await journal.listImported(
          {
            employeeIds: people.slice(at, at + PEOPLE_AT_ONCE),
            fromDate: days[0]!,
            toDate: days.at(-1)!,
            after,
            limit: PAGE,
          },
          { token, deadline: 30_000 },
        )
        if (isRefusal(page)) throw new Stopped(told(page))
        for (const { recordId, employeeId, workDate, startMinute, sentence } of page.entries) {
          if (!file.days.has(workDate)) continue
          const { identity, nth } = readRecordId(recordId)
          // What another client brought, or another way of naming rows, is none of this file's.
          const row = {
            employeeId,
            workDate,
            start: startMinute === undefined ? undefined : timeOfDay(startMinute),
            sentence,
          }
          if (identityOf(file.client, row) !== identity) continue
          if (file.counter.countOf(identity) >= nth) continue
          yield {
            line: undefined,
            column: undefined,
            reason: 'no-longer-in-file',
            said: `${workDate} · NIP …${file.nips.get(employeeId)!.slice(-3)} · ${sentence}`,
            recordId,
          }
        }
        if (page.next === '') break
        after = page.next
      }
}
