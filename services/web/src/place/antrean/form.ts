import { entryFieldNames, fieldsOf, hashesIn, MOST_FILES, readEntry, writeQuantity } from '../catat/form.ts'
import { entryWords, refusalSentence } from '../shared/entry/words.ts'
import { count } from '../shared/number.ts'
import { outboxWords } from './words.ts'
import { dayOf, plusDays, time } from '../shared/time.ts'
import type { Language } from '../../locals.ts'
import type { EntryFields, ResultChoice } from '../shared/entry/view.ts'
import type { Zone } from '../shared/time.ts'
import { offerOf } from '../catat/offer.ts'
import { fileKey, hashOf, prepare } from './attach.ts'
import { drawAttached } from './attached.ts'
import { clearErrors, showErrors } from './errors.ts'
import { type EntryItem, type Item, keyOf, mendedAs, newItem, sameWords } from './item.ts'
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
  admitted(item: EntryItem): void
}

const newId = (now: number): string => uuidv7(now, crypto.getRandomValues(new Uint8Array(10)))

const fill = (form: HTMLFormElement, fields: EntryFields): void => {
  for (const name of entryFieldNames) {
    const control = form.elements.namedItem(name)
    // A draft of an earlier page may lack what the form has now.
    const value = fields[name] ?? ''
    if (control instanceof RadioNodeList) control.value = value
    else if (
      control instanceof HTMLInputElement ||
      control instanceof HTMLTextAreaElement ||
      control instanceof HTMLSelectElement
    )
      control.value = value
  }
  const amount = form.querySelector('details')
  if (amount && fields.quantity) amount.open = true
}

/** Takes the form over: drafts are kept while one types, and a record goes into the outbox instead of away with the page. */
export const takeForm = async (
  around: Around,
): Promise<{ mend(item: EntryItem): void; sentElsewhere(items: readonly Item[]): void }> => {
  const { form, storage, owner, language, zone, results, now, admitted } = around
  const words = outboxWords[language]
  const note = form.querySelector<HTMLElement>('[data-draft-note]')
  const start = fieldsOf(new FormData(form))
  const draftKey = `${owner}/${start.revision === '1' ? 'new' : start.record_id}`
  let mends: EntryItem | null = null
  let timer = 0
  const say = (text: string): void => {
    if (!note) return
    note.hidden = false
    note.textContent = text
  }

  /** Hashes of the files that were attached here, in their order; those that the entry has already are boxes of the form. */
  let attached: readonly string[] = []
  const written = (): EntryFields => {
    const fields = fieldsOf(new FormData(form))
    return { ...fields, evidence: [...hashesIn(fields.evidence), ...attached].join(' ') }
  }
  const chooser = form.querySelector<HTMLInputElement>('#evidence')
  const showAttached = async (): Promise<void> => {
    const id = form.elements.namedItem('record_id') as HTMLInputElement
    const files = await storage.filesOf(id.value)
    drawAttached(
      form,
      attached.map((hash) => ({ hash, file: files.find((file) => file.hash === hash) ?? null })),
      language,
      async (hash) => {
        attached = attached.filter((one) => one !== hash)
        await storage.dropFile(fileKey(id.value, hash))
        await save()
        await showAttached()
        chooser?.focus()
      },
    )
  }
  const attach = async (chosen: readonly File[]): Promise<void> => {
    const id = form.elements.namedItem('record_id') as HTMLInputElement
    if (id.value === '') id.value = newId(now())
    clearErrors(form)
    for (const file of chosen) {
      if (hashesIn(written().evidence).length >= MOST_FILES)
        return showErrors(form, [{ field: 'evidence', text: entryWords[language].errors.evidence }], language)
      const ready = await prepare(file)
      if (typeof ready === 'string') {
        const text =
          ready === 'evidence.picture-unreadable'
            ? entryWords[language].notReadHere
            : refusalSentence({ code: ready, details: { limit: '2 MB' } }, language)
        return showErrors(form, [{ field: 'evidence', text }], language)
      }
      const hash = await hashOf(ready.bytes)
      if (hashesIn(written().evidence).includes(hash)) continue
      await storage.keepFile({ key: fileKey(id.value, hash), owner, recordId: id.value, hash, ...ready })
      attached = [...attached, hash]
    }
    await save()
    await showAttached()
  }
  // Without a secure origin the device makes no hash: then the form brings the files as they stand.
  const takesFiles = globalThis.crypto?.subtle !== undefined
  let attaching = Promise.resolve()
  chooser?.addEventListener('change', () => {
    if (!takesFiles) return
    const chosen = [...(chooser.files ?? [])]
    // Here they are kept by the page: what the field holds would go away with the form.
    chooser.value = ''
    chooser.disabled = true
    say(entryWords[language].preparing)
    attaching = attach(chosen).finally(() => {
      chooser.disabled = false
      if (note?.textContent === entryWords[language].preparing) say(entryWords[language].kept)
    })
  })

  const save = async (): Promise<void> => {
    clearTimeout(timer)
    timer = 0
    const fields = written()
    if (!fields.sentence.trim() && !fields.quantity && attached.length === 0) return storage.dropDraft(draftKey)
    await storage.keepDraft({ key: draftKey, owner, savedAt: now(), fields })
    say(words.saved(time(now(), zone, language)))
  }
  const sentence = form.querySelector<HTMLTextAreaElement>('#sentence')
  const select = form.querySelector<HTMLSelectElement>('#result_id')
  const quantity = form.querySelector<HTMLInputElement>('#quantity')
  const unitField = form.querySelector<HTMLInputElement>('#unit')
  const offer = form.querySelector<HTMLElement>('[data-offer]')
  const offerButton = offer?.querySelector('button')
  /** What the sentence says is offered, what is left empty is said, and a text says how much of it is left. */
  const advise = (): void => {
    const unit = select?.selectedOptions[0]?.dataset['unit'] ?? null
    const said = sentence ? offerOf(sentence.value, unit, language) : null
    const empty = (quantity?.value ?? '').trim() === ''
    if (offer && offerButton) {
      offer.hidden = said === null || !empty
      if (said) offerButton.textContent = entryWords[language].offer(`${said.quantity} ${said.unit}`)
    }
    const amount = form.querySelector<HTMLElement>('[data-empty-amount]')
    if (amount) {
      amount.hidden = unit === null || !empty || (sentence?.value ?? '') === ''
      amount.textContent = unit === null ? '' : entryWords[language].emptyAmount(unit)
    }
    const left = form.querySelector<HTMLElement>('[data-left]')
    if (left && sentence) {
      const rest = sentence.maxLength - sentence.value.length
      left.hidden = rest > 200
      left.textContent = entryWords[language].left(count(rest, language))
    }
  }
  offerButton?.addEventListener('click', () => {
    const said = offerOf(sentence?.value ?? '', select?.selectedOptions[0]?.dataset['unit'] ?? null, language)
    if (!said || !quantity) return
    quantity.value = said.quantity
    if (unitField) unitField.value = said.unit
    const details = quantity.closest('details')
    if (details) details.open = true
    quantity.focus()
    form.dispatchEvent(new Event('input'))
  })
  form.addEventListener('change', advise)
  form.addEventListener('input', () => {
    advise()
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
    const files = await storage.filesOf(kept.fields.record_id)
    attached = hashesIn(kept.fields.evidence ?? '').filter((hash) => files.some((file) => file.hash === hash))
    await showAttached()
    say(words.restored(time(kept.savedAt, zone, language)))
  } else {
    // What the server put there (an error page, yesterday's words) is newer than what the device kept.
    say(entryWords[language].kept)
  }

  advise()

  const reset = (): void => {
    form.reset()
    const fresh: EntryFields = {
      ...start,
      record_id: newId(now()),
      revision: '1',
      sentence: '',
      quantity: '',
      unit: '',
      start: '',
      end: '',
      evidence_link: '',
      evidence: '',
      date_choice: 'today',
      date: '',
    }
    fill(form, fresh)
    for (const details of form.querySelectorAll('details')) details.open = false
    mends = null
    attached = []
    void showAttached()
    advise()
  }

  form.addEventListener('submit', (event) => {
    if (!takesFiles && (chooser?.files?.length ?? 0) > 0) return
    event.preventDefault()
    void (async () => {
      await attaching
      clearErrors(form)
      clearTimeout(timer)
      timer = 0
      const today = dayOf(now(), zone)
      const fields = written()
      const read = readEntry(
        { ...fields, record_id: fields.record_id || newId(now()) },
        { today, yesterday: form.dataset['yesterday'] ?? plusDays(today, -1), results, language, writtenAt: now() },
      )
      if (!read.ok)
        return showErrors(
          form,
          read.errors.map(({ field, code }) => ({ field, text: entryWords[language].errors[code] })),
          language,
        )
      let draft = read.draft
      const entries = (await storage.items()).filter((item) => item.kind === 'entry')
      const known = entries.find((item) => item.key === keyOf(draft))
      // Another tab, or a second tap, sent this draft already: the same words are the same record, other words its correction.
      if (known && known.key !== mends?.key) {
        if (sameWords(known.draft, draft)) {
          await storage.dropDraft(draftKey)
          reset()
          say(words.saidAlready)
          return admitted(known)
        }
        const last = entries.filter((item) => item.draft.recordId === draft.recordId)
        draft = { ...draft, revision: Math.max(...last.map((item) => item.draft.revision)) + 1 }
      }
      const label = results.find((result) => result.id === draft.resultId)?.code ?? entryWords[language].additionalShort
      const files = (await storage.filesOf(draft.recordId)).map(({ hash }) => hash)
      const item = newItem(
        owner,
        draft,
        label,
        now(),
        draft.evidence.filter((hash) => files.includes(hash)),
      )
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

  /** What a record that is mended had attached: under another number its files go with it, and what is here no more stays behind. */
  const takeAlong = async ({ owner: whose, draft, state }: EntryItem, recordId: string): Promise<void> => {
    const files = await storage.filesOf(draft.recordId)
    const lost = state.kind === 'mend' ? state.file : undefined
    if (recordId !== draft.recordId)
      for (const file of files)
        await storage.keepFile({ ...file, owner: whose, recordId, key: fileKey(recordId, file.hash) })
    attached = draft.evidence.filter(
      (hash) => hash !== lost && (recordId === draft.recordId || files.some((file) => file.hash === hash)),
    )
    await showAttached()
  }

  return {
    /** Another tab has sent the draft that stands here too: this form is free for the next. */
    sentElsewhere: (items) => {
      const fields = fieldsOf(new FormData(form))
      const sent = items
        .filter((item) => item.kind === 'entry')
        .find((item) => item.draft.recordId === fields.record_id && item.key !== mends?.key)
      if (!sent || sent.draft.sentence !== fields.sentence.trim().replace(/\s+/g, ' ')) return
      reset()
      say(words.saidAlready)
    },
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
        start: draft.start ?? '',
        end: draft.end ?? '',
        evidence_link: draft.evidenceLink ?? '',
        evidence: '',
      })
      mends = item
      void takeAlong(item, as.recordId)
      form.querySelector<HTMLElement>('#sentence')?.focus()
    },
  }
}
