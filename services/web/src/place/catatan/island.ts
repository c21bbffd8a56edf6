import { newWithdrawal } from '../antrean/item.ts'
import { openStorage } from '../antrean/storage.ts'

/** The question before an entry is taken back, answered into the outbox: with a network it goes at once, without one as soon as there is one. */
const begin = async (form: HTMLFormElement): Promise<void> => {
  const storage = await openStorage()
  const owner = document.body.dataset['owner'] ?? (await storage.holder())?.owner
  if (owner === undefined) return
  const keep = async (): Promise<void> => {
    const recordId = form.dataset['takeBack'] ?? ''
    const revision = Number(new FormData(form).get('revision'))
    const sentence = document.querySelector('[data-says]')?.textContent.trim() ?? ''
    const items = await storage.items()
    const seen = { recordId, revision, sentence, workDate: form.dataset['day'] ?? '' }
    const item = newWithdrawal(owner, seen, Date.now(), items)
    const known = items.find(({ key }) => key === item.key)
    // One that came back and is wanted again goes again; any other is on its way already.
    if (!known || known.state.kind === 'mend') await storage.put(item)
    location.replace(`/catatan/${recordId}`)
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    // What the device cannot keep goes as it stands.
    keep().catch(() => form.submit())
  })
  document.querySelector('[data-keeps]')?.removeAttribute('hidden')
}

const form = document.querySelector<HTMLFormElement>('form[data-take-back]')
if (form) begin(form).catch(() => {})
