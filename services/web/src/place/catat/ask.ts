import type { GetLoginResponse } from '@timbang/contracts/gen/timbang/directory/v1/service'
import type { Entry, MonthDay } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { isRefusal } from '@timbang/contracts/refusal'
import { randomUUIDv7 } from 'node:crypto'
import { addDays, type CivilDate, timeOfDay } from '@timbang/rules/civil-date'
import { workDateAt } from '@timbang/rules/shift'
import type { Answer } from '../shared/answer.ts'
import { evidenceOf, hashesOf, isThere, lineOf, numberOf, writtenDownAt } from '../shared/entry/ask.ts'
import { knownOf, type Known } from '../shared/entry/known.ts'
import { isClosed } from '../shared/entry/may.ts'
import { nextRevision } from '../shared/entry/story.ts'
import type { EntryForm } from '../shared/entry/view.ts'
import { question } from '../shared/question.ts'
import { page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'

/** What the form is filled with: an entry of which the next revision is written, or one that is written again as another. */
export type From = { mend: Entry; revision: number } | { again: Entry } | undefined

/** The working day before a day: of a Monday the Friday, unless that was a holiday. */
export const workedBefore = (days: readonly Pick<MonthDay, 'date' | 'working'>[], today: CivilDate): CivilDate =>
  days
    .filter((day) => day.working && day.date < today)
    .map((day) => day.date)
    .sort()
    .at(-1) ?? addDays(today, -1)

/** What is written again: the last of a day. What was done on a Sunday, or a week ago, is nobody's yesterday. */
export const lastOn = (entries: readonly Entry[], date: CivilDate): Entry | undefined =>
  entries
    .filter((entry) => isThere(entry) && entry.facts!.workDate === date)
    .toSorted((a, b) => writtenDownAt(b) - writtenDownAt(a))[0]

/** The form as it stands at the beginning; with an entry that is mended, filled with it. */
export function formOf(reader: Reader, login: GetLoginResponse, known: Known, from: From): EntryForm {
  const mend = from !== undefined && 'mend' in from ? from : undefined
  const { today } = known
  const open = known.days
    .filter((day) => day.date <= today && reader.now < Number(day.graceEndsAt))
    .map((day) => day.date)
    .sort()
  const yesterday = workedBefore(known.days, today)
  const again = from !== undefined && 'again' in from ? from.again : lastOn(known.entries, yesterday)
  return {
    now: reader.now,
    zone: zoneOf(login),
    recordId: randomUUIDv7(),
    today,
    yesterday,
    begin: workDateAt(reader.now, zoneOf(login), (date) => known.days.find((day) => day.date === date)?.shifts ?? []),
    earliest: open[0] ?? today,
    results: [...known.results.values()],
    mend: mend === undefined ? null : mending(reader, known, mend),
    evidence: known.evidence,
    repeat:
      again === undefined
        ? null
        : {
            sentence: again.sentence,
            resultId: again.facts!.resultId ?? null,
            quantityThousandths: numberOf(again.facts!.quantityThousandths),
            workDate: again.facts!.workDate,
          },
  }
}

function mending(
  reader: Reader,
  known: Known,
  { mend, revision }: { mend: Entry; revision: number },
): EntryForm['mend'] {
  const facts = mend.facts!
  return {
    recordId: facts.recordId,
    revision,
    why: lineOf(mend, known.results, new Map()).state,
    closed: isClosed(
      mend,
      known.days.find((day) => day.date === facts.workDate),
      reader.now,
    ),
    fields: {
      record_id: facts.recordId,
      revision: String(revision),
      sentence: mend.sentence,
      result_id: facts.resultId ?? '',
      date_choice: 'other',
      date: facts.workDate,
      unit: facts.unit ?? '',
      start: facts.startMinute === undefined ? '' : timeOfDay(facts.startMinute),
      end: facts.endMinute === undefined ? '' : timeOfDay(facts.endMinute),
      evidence_link: mend.evidenceLink,
      evidence: hashesOf(mend).join(' '),
    },
    quantityThousandths: numberOf(facts.quantityThousandths),
    evidence: evidenceOf(mend),
  }
}

export const entryForm = question(
  'entryForm',
  (reader: Reader, mend: string | null, again: string | null): Promise<Answer<EntryForm>> =>
    page(reader, ['employee'], async (login) => {
      const known = await knownOf(reader, login)
      if (isRefusal(known)) return known
      const named = mend ?? again
      if (named === null) return formOf(reader, login, known, undefined)
      const found = await reader.clients.entries.getEntry({ recordId: named }, tokenOf(reader))
      if (isRefusal(found)) return found
      if (found.entry?.employeeId !== known.employeeId) return { refused: true, code: 'entry.not-found' }
      if (mend === null) return formOf(reader, login, known, { again: found.entry })
      const from = { mend: found.entry, revision: nextRevision(found.entry.facts!.revision, found.steps) }
      // Its day may lie in a month that the form itself does not need.
      const month = found.entry.facts!.workDate.slice(0, 7)
      if (known.days.some((day) => day.date.startsWith(month))) return formOf(reader, login, known, from)
      const calendar = await reader.clients.entries.getMonth({ employeeId: known.employeeId, month }, tokenOf(reader))
      if (isRefusal(calendar)) return calendar
      return formOf(reader, login, { ...known, days: [...known.days, ...calendar.days] }, from)
    }),
)
