import type { Language } from '../../locals.ts'
import { type Item, recordOf, type Seen } from '../antrean/item.ts'
import { openStorage } from '../antrean/storage.ts'
import { dayAndMonth } from '../shared/time.ts'

const show = (selector: string, shown: boolean): void => {
  for (const part of document.querySelectorAll<HTMLElement>(selector)) part.hidden = !shown
}

/** What the device knows of an entry: the latest that it sent itself, else what a page of the server's showed. */
const knownOf = (recordId: string, items: readonly Item[], seen: readonly Seen[]): Seen | null => {
  const own = items
    .filter((item) => item.kind === 'entry')
    .filter((item) => recordOf(item) === recordId)
    .toSorted((a, b) => b.draft.revision - a.draft.revision)[0]
  return own?.draft ?? seen.find((entry) => entry.recordId === recordId) ?? null
}

/** Which part of the shell is shown: whatever address the server could not answer. */
const begin = async (): Promise<void> => {
  const [, record, sure] = /^\/catatan\/([0-9a-f-]{36})(\/tarik)?$/.exec(location.pathname) ?? []
  const part = record !== undefined ? 'rincian' : location.pathname === '/kelonggaran/minta' ? 'kelonggaran' : 'catat'
  const storage = await openStorage()
  const held = await storage.holder()
  if (held === null) return
  show('[data-part]', false)
  show(`[data-part="${part}"]`, true)
  show('[data-for-holder]', true)
  const language = (document.body.dataset['language'] ?? 'id') as Language
  const seen = await storage.seen(held.owner)
  if (record === undefined) {
    if (part === 'catat') listSeen(seen, language)
    return
  }

  const items = (await storage.items()).filter((item) => item.owner === held.owner)
  const known = knownOf(record, items, seen)
  show('[data-unknown]', known === null)
  show('[data-known]', known !== null)
  for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-take], [data-leave]'))
    link.href = `/catatan/${record}${link.dataset['take'] === undefined ? '' : '/tarik'}`
  if (known === null) return
  const says = document.querySelector<HTMLElement>('[data-says]')
  if (says) says.textContent = known.sentence
  const day = document.querySelector<HTMLElement>('[data-day-text]')
  if (day) day.textContent = dayAndMonth(known.workDate, language)
  const waits = items.some(
    (item) => item.kind === 'withdrawal' && item.seen.recordId === record && item.state.kind !== 'mend',
  )
  show('[data-waits]', waits)
  show('[data-only="sure"]', sure !== undefined && !waits)
  show('[data-only="look"]', sure === undefined || waits)
  show('p[data-only="look"]', sure === undefined && !waits)
  const form = document.querySelector<HTMLFormElement>('form[data-take-back]')
  const revision = form?.elements.namedItem('revision')
  if (form === null || !(revision instanceof HTMLInputElement)) return
  Object.assign(form.dataset, { takeBack: record, day: known.workDate })
  form.action = `/catatan/${record}/tarik`
  revision.value = String(known.revision)
}

/** The way to entries that the log has: no page of the server's need be open for it. */
const listSeen = (seen: readonly Seen[], language: Language): void => {
  const list = document.querySelector('[data-seen] > ul')
  if (list === null || seen.length === 0) return
  for (const { recordId, sentence, workDate } of seen) {
    const link = document.createElement('a')
    link.href = `/catatan/${recordId}`
    link.lang = 'id'
    link.textContent = sentence
    const day = document.createElement('p')
    day.className = 'meta'
    day.textContent = dayAndMonth(workDate, language)
    const says = document.createElement('p')
    says.className = 'says'
    says.append(link)
    const row = document.createElement('li')
    row.append(says, day)
    list.append(row)
  }
  show('[data-seen]', true)
}

begin().catch(() => {})
