import type { Language } from '../../locals.ts'
import type { EntryDraft, EntryFields, EntryForm } from '../shared/entry/view.ts'
import type { Refused } from '../shared/answer.ts'
import { readThousandths } from '../shared/number.ts'
import type { CivilDate, Instant } from '../shared/time.ts'

export type EntryErrorCode = 'sentence' | 'date' | 'date-future' | 'quantity' | 'evidence'
export type EntryError = { field: keyof EntryFields; code: EntryErrorCode }
export type ReadEntry = { ok: true; draft: EntryDraft } | { ok: false; errors: readonly EntryError[] }

export const entryFieldNames = [
  'record_id',
  'revision',
  'sentence',
  'result_id',
  'date_choice',
  'date',
  'quantity',
  'unit',
  'start',
  'end',
  'evidence_link',
] as const satisfies readonly (keyof EntryFields)[]

/** What stands in the form, whatever it is. */
export const fieldsOf = (data: FormData): EntryFields => ({
  ...(Object.fromEntries(entryFieldNames.map((name) => [name, String(data.get(name) ?? '')])) as EntryFields),
  evidence: data.getAll('evidence').map(String).join(' '),
})

/** So many files has an entry at most. */
export const MOST_FILES = 3
export const hashesIn = (text: string): string[] => [
  ...new Set(text.split(' ').filter((hash) => /^[0-9a-f]{64}$/.test(hash))),
]

/** Whether a refusal is about the record's id, which nobody typed: it gets another. */
export const isOfTheId = ({ code, field }: Refused): boolean =>
  field === 'record_id' || field === 'recordId' || code === 'activity.record-id-stale'

const choiceOf = (form: EntryForm, date: CivilDate): string =>
  date === form.today ? 'today' : date === form.yesterday ? 'yesterday' : 'other'

/** A form to begin with: the day that is worked now, the first result. */
export const freshFields = (form: EntryForm, date: CivilDate | null): EntryFields => ({
  record_id: form.recordId,
  revision: '1',
  sentence: '',
  result_id: form.results[0]?.id ?? '',
  date_choice: choiceOf(form, date ?? form.begin),
  date: date ?? (form.begin === form.today ? '' : form.begin),
  quantity: '',
  unit: '',
  start: '',
  end: '',
  evidence_link: '',
  evidence: '',
})

/** What stands in the form when one opens it: the entry that is mended, yesterday's words, or nothing yet. */
export const startFields = (
  form: EntryForm,
  language: Language,
  asked: { date: CivilDate | null; repeat: boolean },
): EntryFields => {
  const fields: EntryFields = form.mend
    ? { ...form.mend.fields, quantity: writeQuantity(form.mend.quantityThousandths, language) }
    : freshFields(form, asked.date)
  if (!asked.repeat || form.repeat === null) return fields
  const { sentence, resultId, quantityThousandths } = form.repeat
  // A result of an earlier plan is none of today's.
  const known = form.results.some(({ id }) => id === resultId)
  return {
    ...fields,
    sentence,
    result_id: known ? resultId! : '',
    quantity: writeQuantity(quantityThousandths, language),
  }
}

/** @returns thousandths, or null when it is no number from 0.001 to a million */
export const readQuantity = (text: string, language: Language): number | null => {
  const thousandths = readThousandths(text, language)
  return thousandths !== null && thousandths > 0 && thousandths <= 1_000_000_000 ? thousandths : null
}

/** What `readQuantity` reads as the same again. */
export const writeQuantity = (thousandths: number | null, language: Language): string =>
  thousandths === null ? '' : String(thousandths / 1000).replace('.', language === 'id' ? ',' : '.')

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)

/** From fields to a record. Only what the form itself can know is judged here; the rest is the owner's to say. */
export const readEntry = (
  fields: EntryFields,
  on: {
    today: CivilDate
    yesterday: CivilDate
    results: readonly { id: string; unit: string | null }[]
    language: Language
    writtenAt: Instant | null
  },
): ReadEntry => {
  const errors: EntryError[] = []
  const sentence = fields.sentence.trim().replace(/\s+/g, ' ')
  if (!sentence) errors.push({ field: 'sentence', code: 'sentence' })

  const workDate =
    fields.date_choice === 'yesterday' ? on.yesterday : fields.date_choice === 'other' ? fields.date : on.today
  if (!isDate(workDate)) errors.push({ field: 'date', code: 'date' })
  else if (workDate > on.today) errors.push({ field: 'date', code: 'date-future' })

  const counted = fields.quantity.trim() !== ''
  const quantityThousandths = counted ? readQuantity(fields.quantity, on.language) : null
  if (counted && quantityThousandths === null) errors.push({ field: 'quantity', code: 'quantity' })

  const evidence = hashesIn(fields.evidence)
  if (evidence.length > MOST_FILES) errors.push({ field: 'evidence', code: 'evidence' })

  if (errors.length > 0) return { ok: false, errors }
  const result = on.results.find((one) => one.id === fields.result_id)
  return {
    ok: true,
    draft: {
      recordId: fields.record_id,
      revision: Number(fields.revision) || 1,
      sentence,
      resultId: fields.result_id || null,
      workDate,
      quantityThousandths,
      unit: quantityThousandths === null ? null : fields.unit.trim() || result?.unit || null,
      start: fields.start || null,
      end: fields.end || null,
      evidenceLink: fields.evidence_link || null,
      evidence,
      writtenAt: on.writtenAt,
    },
  }
}
