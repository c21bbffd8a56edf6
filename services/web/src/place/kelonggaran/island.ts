import { OWN_ENTRY_DAYS } from '@timbang/rules/own-entry'
import type { Language } from '../../locals.ts'
import { clearErrors, showErrors } from '../antrean/errors.ts'
import { type GraceItem, newGrace } from '../antrean/item.ts'
import { openStorage } from '../antrean/storage.ts'
import { uuidv7 } from '../antrean/uuid.ts'
import { refusalSentence } from '../shared/entry/words.ts'
import { dayOf, plusDays, type Zone } from '../shared/time.ts'
import { askFieldsOf, isOfTheId, readAsk } from './form.ts'
import type { GraceAsked } from './view.ts'
import { graceWords } from './words.ts'

const newId = (): string => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
const same = (one: GraceAsked, other: GraceAsked): boolean =>
  one.from === other.from && one.to === other.to && one.reason === other.reason && one.note === other.note

/** The form that asks for grace, kept into the outbox: with a network it goes at once, without one as soon as there is one. */
const begin = async (form: HTMLFormElement): Promise<void> => {
  const storage = await openStorage()
  const held = await storage.holder()
  const owner = document.body.dataset['owner'] ?? held?.owner
  if (owner === undefined) return
  const language = (document.body.dataset['language'] ?? 'id') as Language
  const graces = async (): Promise<readonly GraceItem[]> =>
    (await storage.items()).filter((item) => item.kind === 'grace').filter((item) => item.owner === owner)

  /** One that came back. */
  const asked = sessionStorage.getItem('mend')
  const mends = (await graces()).find((item) => item.key === asked && item.state.kind === 'mend') ?? null
  if (mends !== null && mends.state.kind === 'mend') {
    sessionStorage.removeItem('mend')
    const { refusals } = mends.state
    const { requestId, from, to, reason, note } = mends.asked
    const fields = {
      request_id: refusals.some(isOfTheId) ? newId() : requestId,
      work_from: from,
      work_to: to === from ? '' : to,
      reason_code: reason,
      note,
    }
    for (const [name, value] of Object.entries(fields)) {
      const control = form.elements.namedItem(name)
      if (control !== null && 'value' in control) control.value = value
    }
    showErrors(
      form,
      refusals.map((refusal) => ({
        field: refusal.field && refusal.field !== 'request_id' ? refusal.field : 'work_from',
        text: refusalSentence(refusal, language),
      })),
      language,
    )
  }

  const keep = async (): Promise<void> => {
    clearErrors(form)
    const fields = askFieldsOf(new FormData(form))
    const today = form.dataset['today'] ?? dayOf(Date.now(), (form.dataset['zone'] ?? held?.zone ?? 'WIB') as Zone)
    const earliest = form.dataset['earliest'] ?? plusDays(today, -OWN_ENTRY_DAYS)
    const read = readAsk({ ...fields, request_id: fields.request_id || newId() }, { earliest, today })
    if (!read.ok) {
      const { errors } = graceWords[language]
      return showErrors(
        form,
        read.errors.map(({ field, code }) => ({ field, text: errors[code] })),
        language,
      )
    }
    const item = newGrace(owner, read.asked, Date.now())
    const known = (await graces()).find(({ key }) => key === item.key && key !== mends?.key)
    // A second tap, or the way back to the form: the same words are the same request, others another one.
    if (!known) await storage.put(item)
    else if (!same(known.asked, read.asked))
      await storage.put(newGrace(owner, { ...read.asked, requestId: newId() }, Date.now()))
    if (mends !== null && mends.key !== item.key) await storage.remove(mends.key)
    location.assign('/kelonggaran')
  }
  let keeping = Promise.resolve()
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    // One tap after the other. What the device cannot keep goes as it stands.
    keeping = keeping.then(keep).catch(() => form.submit())
  })
  form.querySelector('[data-keeps]')?.removeAttribute('hidden')
}

const form = document.querySelector<HTMLFormElement>('form[data-grace]')
if (form) begin(form).catch(() => {})
