import type { GetLoginResponse } from '@timbang/contracts/gen/timbang/directory/v1/service'
import type { Entry } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { isRefusal } from '@timbang/contracts/refusal'
import { randomUUIDv7 } from 'node:crypto'
import { addDays } from '@timbang/rules/civil-date'
import type { Answer } from '../shared/answer.ts'
import { lineOf, numberOf } from '../shared/entry/ask.ts'
import { knownOf, type Known } from '../shared/entry/known.ts'
import type { EntryForm } from '../shared/entry/view.ts'
import { question } from '../shared/question.ts'
import { page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'

/** The form as it stands at the beginning; with an entry that is mended, filled with it. */
export function formOf(reader: Reader, login: GetLoginResponse, known: Known, mend: Entry | undefined): EntryForm {
  const { today } = known
  const open = known.days
    .filter((day) => day.date <= today && reader.now < Number(day.graceEndsAt))
    .map((day) => day.date)
    .sort()
  const worked = known.days.filter((day) => day.working && day.date < today).map((day) => day.date)
  const yesterday = known.entries
    .filter((entry) => entry.facts!.workDate < today)
    .sort((a, b) => (a.facts!.workDate < b.facts!.workDate ? 1 : -1))[0]
  return {
    now: reader.now,
    zone: zoneOf(login),
    recordId: randomUUIDv7(),
    today,
    yesterday: worked.sort().at(-1) ?? addDays(today, -1),
    earliest: open[0] ?? today,
    results: [...known.results.values()],
    mend:
      mend === undefined
        ? null
        : {
            recordId: mend.facts!.recordId,
            revision: mend.facts!.revision + 1,
            why: lineOf(mend, known.results, new Map()).state,
            closed: known.days.some(
              (day) => day.date === mend.facts!.workDate && reader.now >= Number(day.graceEndsAt),
            ),
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

export const entryForm = question(
  'entryForm',
  (reader: Reader, mend: string | null): Promise<Answer<EntryForm>> =>
    page(reader, ['employee'], async (login) => {
      const known = await knownOf(reader, login)
      if (isRefusal(known)) return known
      if (mend === null) return formOf(reader, login, known, undefined)
      const found = await reader.clients.entries.getEntry({ recordId: mend }, tokenOf(reader))
      if (isRefusal(found)) return found
      if (found.entry?.employeeId !== known.employeeId) return { refused: true, code: 'entry.not-found' }
      // Its day may lie in a month that the form itself does not need.
      const month = found.entry.facts!.workDate.slice(0, 7)
      if (known.days.some((day) => day.date.startsWith(month))) return formOf(reader, login, known, found.entry)
      const calendar = await reader.clients.entries.getMonth({ employeeId: known.employeeId, month }, tokenOf(reader))
      if (isRefusal(calendar)) return calendar
      return formOf(reader, login, { ...known, days: [...known.days, ...calendar.days] }, found.entry)
    }),
)
