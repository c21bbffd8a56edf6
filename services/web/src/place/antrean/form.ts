import { entryFieldNames, fieldsOf, readEntry, writeQuantity, type EntryError } from '../catat/form.ts'
import { entryWords } from '../shared/entry/words.ts'
import { capital, inWords } from '../shared/number.ts'
import { outboxWords } from './words.ts'
import { dayOf, plusDays, time } from '../shared/time.ts'
import type { Language } from '../../locals.ts'
import type { EntryFields, ResultChoice } from '../shared/entry/view.ts'
import type { Zone } from '../shared/time.ts'
import { type Item, keyOf, mendedAs, newItem } from './item.ts'
import type { Storage } from './storage.ts'
import { uuidv7 } from './uuid.ts'

type Around = {
  form: HTMLFormElement
  storage: Storage
  owner: string
  language: Language
  zone: Zone
  results: readonly ResultChoice[]
  now(): number
  admitted(item: Item): void
}

const newId = (now: number): string => uuidv7(now, crypto.getRandomValues(new Uint8Array(10)))

const fill = (form: HTMLFormElement, fields: EntryFields): void => {
  for (const name of entryFieldNames) {
    const control = form.elements.namedItem(name)
    if (control instanceof RadioNodeList) control.value = fields[name]
    else if (
      control instanceof HTMLInputElement ||
      control instanceof HTMLTextAreaElement ||
      control instanceof HTMLSelectElement
    )
      control.value = fields[name]
  }
  const amount = form.querySelector('details')
  if (amount && fields.quantity) amount.open = true
}

const clearErrors = (form: HTMLFormElement): void => {
  document.querySelector('[data-errors]')?.remove()
  for (const error of form.querySelectorAll('[data-error]')) error.remove()
  for (const bad of form.querySelectorAll('.bad')) bad.classList.remove('bad')
  for (const invalid of form.querySelectorAll('[aria-invalid]')) invalid.removeAttribute('aria-invalid')
}

/** The same summary as the server's, before anything is sent: focus on it, text kept. */
const showErrors = (form: HTMLFormElement, errors: readonly EntryError[], language: Language): void => {
  const words = entryWords[language]
  const summary = document.createElement('div')
  summary.className = 'errsum'
  summary.tabIndex = -1
  summary.dataset['errors'] = ''
  summary.setAttribute('role', 'group')
  summary.setAttribute('aria-labelledby', 'errors')
  const title = document.createElement('h2')
  title.id = 'errors'
  title.textContent = capital(words.summary(inWords(errors.length, language)))
  summary.append(title)
  for (const { field, code } of errors) {
    const line = document.createElement('p')
    const link = document.createElement('a')
    const choice = form.elements.namedItem('date_choice')
    link.href = `#${field === 'date' && choice instanceof RadioNodeList && choice.value !== 'other' ? 'date_choice' : field}`
    link.textContent = words.errors[code]
    line.append(link)
    summary.append(line)
    const control = form.querySelector<HTMLElement>(`#${field}`)
    control?.setAttribute('aria-invalid', 'true')
    control?.closest('.field')?.classList.add('bad')
    const said = document.createElement('p')
    said.className = 'err'
    said.dataset['error'] = ''
    said.textContent = words.errors[code]
    control?.before(said)
  }
  form.before(summary)
  summary.focus()
}

/** Takes the form over: drafts are kept while one types, and a record goes into the outbox instead of away with the page. */
export const takeForm = async (around: Around): Promise<{ mend(item: Item): void }> => {
  const { form, storage, owner, language, zone, results, now, admitted } = around
  const words = outboxWords[language]
  const note = form.querySelector<HTMLElement>('[data-draft-note]')
  const start = fieldsOf(new FormData(form))
  const draftKey = `${owner}/${start.revision === '1' ? 'new' : start.record_id}`
  let mends: Item | null = null
  let timer = 0
  const say = (text: string): void => {
    if (!note) return
    note.hidden = false
    note.textContent = text
  }

  const save = async (): Promise<void> => {
    clearTimeout(timer)
    timer = 0
    const fields = fieldsOf(new FormData(form))
    if (!fields.sentence.trim() && !fields.quantity) return storage.dropDraft(draftKey)
    await storage.keepDraft({ key: draftKey, owner, savedAt: now(), fields })
    say(words.saved(time(now(), zone, language)))
  }
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void save(), 300)
  })
  // A phone may kill the page without another word.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && timer) void save()
  })

  const kept = await storage.draft(draftKey)
  const typed = fieldsOf(new FormData(form)).sentence
  const served = form.querySelector<HTMLTextAreaElement>('#sentence')?.defaultValue ?? ''
  if (typed !== served) {
    // Somebody was faster than this script.
    await save()
  } else if (kept && !served) {
    fill(form, kept.fields)
    say(words.restored(time(kept.savedAt, zone, language)))
  } else {
    // What the server put there (an error page, yesterday's words) is newer than what the device kept.
    say(entryWords[language].kept)
  }

  const reset = (): void => {
    form.reset()
    const fresh: EntryFields = {
      ...start,
      record_id: newId(now()),
      revision: '1',
      sentence: '',
      quantity: '',
      unit: '',
      date_choice: 'today',
      date: '',
    }
    fill(form, fresh)
    const amount = form.querySelector('details')
    if (amount) amount.open = false
    mends = null
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void (async () => {
      clearErrors(form)
      clearTimeout(timer)
      timer = 0
      const today = dayOf(now(), zone)
      const fields = fieldsOf(new FormData(form))
      const read = readEntry(
        { ...fields, record_id: fields.record_id || newId(now()) },
        { today, yesterday: plusDays(today, -1), results, language, writtenAt: now() },
      )
      if (!read.ok) return showErrors(form, read.errors, language)
      let draft = read.draft
      const known = (await storage.items()).find((item) => item.key === keyOf(draft))
      // Another tab sent this draft already: what is written here is a record of its own.
      if (known && known.key !== mends?.key) draft = { ...draft, recordId: newId(now()), revision: 1 }
      const label = results.find((result) => result.id === draft.resultId)?.code ?? entryWords[language].additionalShort
      const item = newItem(owner, draft, label, now())
      const old = mends
      await storage.admit(item, draftKey)
      if (old && old.key !== item.key) await storage.remove(old.key)
      if (start.revision !== '1') return location.assign('/hari-ini')
      reset()
      say(words.saidStored)
      admitted(item)
      form.querySelector<HTMLElement>('#sentence')?.focus({ preventScroll: true })
    })()
  })

  return {
    mend: (item) => {
      clearErrors(form)
      const as = mendedAs(item, newId(now()))
      const { draft } = item
      fill(form, {
        record_id: as.recordId,
        revision: String(as.revision),
        sentence: draft.sentence,
        result_id: draft.resultId ?? '',
        date_choice: 'other',
        date: draft.workDate,
        quantity: writeQuantity(draft.quantityThousandths, language),
        unit: draft.unit ?? '',
      })
      mends = item
      form.querySelector<HTMLElement>('#sentence')?.focus()
    },
  }
}
