import { entryWords, receiptText } from '../shared/entry/words.ts'
import { capital, count, inWords } from '../shared/number.ts'
import { outboxWords } from './words.ts'
import { dayOf, time } from '../shared/time.ts'
import type { Language } from '../../locals.ts'
import type { ResultChoice } from '../shared/entry/view.ts'
import type { Zone } from '../shared/time.ts'
import { takeForm } from './form.ts'
import {
  type EntryItem,
  isDone,
  type Item,
  type Lane,
  newWithdrawal,
  openLane,
  recordOf,
  type Seen,
  shownAs,
  toMend,
  waiting,
} from './item.ts'
import { drawList } from './list.ts'
import { startSender } from './send.ts'
import { openStorage, type Storage } from './storage.ts'

/** The outbox on a page: P1, /catat, P3, P13, the requests for grace, and the shell. Without storage nothing here happens and the form posts as it stands. */
const begin = async (root: HTMLElement): Promise<void> => {
  const storage: Storage = await openStorage()
  const language = (document.body.dataset['language'] ?? 'id') as Language
  const words = outboxWords[language]
  const kept = root.dataset['kept'] !== undefined
  const held = await storage.holder()
  const owner = document.body.dataset['owner'] ?? (kept ? held?.owner : undefined)
  const form = document.querySelector<HTMLFormElement>('form[data-entry-form]')
  if (!owner) {
    // The shell of a device on which nobody has signed in yet.
    if (kept) {
      document.querySelector('[data-nobody]')?.removeAttribute('hidden')
      form?.setAttribute('hidden', '')
    }
    return
  }
  const zone = (root.dataset['zone'] ?? held?.zone ?? 'WIB') as Zone
  const results: readonly ResultChoice[] = root.dataset['results']
    ? (JSON.parse(root.dataset['results']) as ResultChoice[])
    : held?.owner === owner
      ? held.results
      : []
  if (!kept) await storage.hold({ owner, zone, results })
  else if (form) offerResults(form, results, language)
  // The server's clock where there was one; the device's own in the shell.
  const offset = root.dataset['now'] ? Number(root.dataset['now']) - Date.now() : 0
  const now = (): number => Date.now() + (Math.abs(offset) > 60_000 ? offset : 0)

  const shown = new Set(
    [...document.querySelectorAll<HTMLElement>('[data-record]')].map((row) => row.dataset['record'] ?? ''),
  )
  for (const item of await storage.items())
    if (item.owner === owner && isDone(item, shown, Date.now())) await storage.remove(item.key)

  await storage.dropStrayFiles()
  if (!kept) await rememberSeen(storage, owner)
  // Whoever signs out leaves nothing to read that the log has already.
  document.querySelector('form[action="/keluar"]')?.addEventListener('submit', () => void storage.keepSeen(owner, []))

  const status = document.createElement('p')
  status.className = 'vh'
  status.setAttribute('role', 'status')
  root.after(status)
  const note = form?.querySelector('[data-draft-note]')
  const mendAt = (item: Item): void => {
    sessionStorage.setItem('mend', item.key)
    location.assign(item.kind === 'grace' ? '/kelonggaran/minta' : '/catat')
  }
  let mend: (item: EntryItem) => void = mendAt
  const about = root.dataset['about'] ?? ''
  let counted = ''
  let elsewhere = (_: readonly Item[]): void => {}
  let before = new Map<string, string>()

  const draw = async (): Promise<void> => {
    const items = (await storage.items()).filter((item) => item.owner === owner)
    const others = (await storage.items()).filter(
      (item) => item.owner !== owner && item.state.kind !== 'received',
    ).length
    const lane = (await storage.lane()) ?? openLane
    drawList(
      root,
      items.filter((item) => isAbout(item, about) && (!shown.has(shownAs(item)) || item.state.kind !== 'received')),
      items,
      {
        language,
        zone,
        now: now(),
        onMend: (item) => (item.kind === 'entry' ? mend(item) : mendAt(item)),
        onDrop: (item) => void storage.remove(item.key).then(changedHere),
        onTakeBack: (item) => {
          if (item.kind !== 'entry') return
          const { recordId, revision, sentence, workDate } = item.draft
          const seen = { recordId, revision, sentence, workDate }
          void storage.put(newWithdrawal(owner, seen, now(), items)).then(changedHere)
        },
      },
    )
    for (const place of document.querySelectorAll<HTMLElement>('[data-queue-count]'))
      place.textContent =
        waiting(items, owner) > 0
          ? words.count(waiting(items, owner))
          : toMend(items, owner) > 0
            ? words.countMend(toMend(items, owner))
            : ''
    const empty = document.querySelector<HTMLElement>('[data-empty]')
    if (empty) empty.hidden = items.some((item) => isAbout(item, about))
    showBar(lane, waiting(items, owner), kept, zone, language)
    showQueue(items, owner, others, lane, zone, language)
    for (const item of items) {
      const was = before.get(item.key)
      if (was !== undefined && was !== item.state.kind) {
        const said =
          item.state.kind === 'received'
            ? words.saidReceived(item.state.receipt && receiptText(item.state.receipt))
            : item.state.kind === 'mend'
              ? words.saidMend
              : ''
        if (said === '') continue
        status.textContent = said
        // Under the button too, where the eye still is: on a phone the list lies below the fold.
        if (note?.textContent === words.saidStored) note.textContent = said
      }
    }
    // The page answers its own question: what was received is counted at once, as the server counts it.
    const received = items.filter((item) => item.state.kind === 'received')
    const key = received.map((item) => `${item.key}${item.state.kind === 'received' && item.state.judged}`).join()
    if (key !== counted && received.some((item) => before.has(item.key))) void freshen(received, zone, now())
    counted = key
    before = new Map(items.map((item) => [item.key, item.state.kind]))
  }

  const channel = 'BroadcastChannel' in window ? new BroadcastChannel('timbang-outbox') : null
  const sender = startSender(storage, owner, () => {
    void draw()
    channel?.postMessage('changed')
  })
  channel?.addEventListener('message', (event) => {
    void draw()
    void storage.items().then((items) => elsewhere(items))
    if (event.data === 'wake') sender.wake()
  })
  const wake = (): void => {
    sender.wake()
    channel?.postMessage('wake')
  }
  const changedHere = (): void => {
    void draw()
    wake()
  }
  // Hints that it may be worth trying; nothing relies on them.
  addEventListener('online', wake)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake())
  for (const button of document.querySelectorAll('[data-send-now]')) button.addEventListener('click', wake)
  document.querySelector('[data-backup]')?.addEventListener('click', () => void backup(storage, owner))

  if (form) {
    const taken = await takeForm({
      form,
      storage,
      owner,
      language,
      zone,
      results,
      now,
      admitted: changedHere,
    })
    mend = taken.mend
    elsewhere = taken.sentElsewhere
    const asked = sessionStorage.getItem('mend')
    const item = (await storage.items())
      .filter((one) => one.kind === 'entry')
      .find((one) => one.key === asked && one.owner === owner)
    if (item) {
      sessionStorage.removeItem('mend')
      mend(item)
    }
  }
  await draw()
}

/** What a page draws: all, what is of records, requests for grace, or what is of one record. */
const isAbout = (item: Item, about: string): boolean =>
  about === '' ||
  (about === 'grace' ? item.kind === 'grace' : about === 'records' ? item.kind !== 'grace' : recordOf(item) === about)

const MOST_SEEN = 40
/** Entries that the server shows here, for when it is gone: what may be taken back is kept with what was seen of it, anything else no more. */
const rememberSeen = async (storage: Storage, owner: string): Promise<void> => {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-record]')]
  if (rows.length === 0) return
  const here = rows.flatMap((row): Seen[] => {
    const { record, revision, day } = row.dataset
    const sentence = row.querySelector('.says, .quote')?.textContent.trim() ?? ''
    return record && revision && day ? [{ recordId: record, revision: Number(revision), sentence, workDate: day }] : []
  })
  const shown = new Set(rows.map(({ dataset }) => dataset['record']?.replace('/tarik', '')))
  const before = (await storage.seen(owner)).filter(({ recordId }) => !shown.has(recordId))
  await storage.keepSeen(owner, [...here, ...before].slice(0, MOST_SEEN))
}

const offerResults = (form: HTMLFormElement, results: readonly ResultChoice[], language: Language): void => {
  const select = form.querySelector<HTMLSelectElement>('#result_id')
  if (!select || results.length === 0) return
  select.replaceChildren(
    ...results.map((result) => new Option(`${result.code} · ${result.title}`, result.id)),
    new Option(entryWords[language].additional, ''),
  )
}

/** Puts the server's own words into every part of the page that says so; before it knows, the sentence about today is true already. */
const freshen = async (received: readonly Item[], zone: Zone, now: number): Promise<void> => {
  const headline = document.querySelector<HTMLElement>('[data-recorded]')
  if (
    headline?.dataset['recorded'] &&
    received.some((item) => item.kind === 'entry' && item.draft.workDate === dayOf(now, zone))
  )
    headline.textContent = headline.dataset['recorded']
  if (document.querySelector('[data-fresh]') === null) return
  const text = await fetch(location.href)
    .then((response) => (response.ok ? response.text() : null))
    .catch(() => null)
  if (text === null) return
  const page = new DOMParser().parseFromString(text, 'text/html')
  for (const place of document.querySelectorAll<HTMLElement>('[data-fresh]')) {
    const fresh = page.querySelector<HTMLElement>(`[data-fresh="${place.dataset['fresh']}"]`)
    // Nobody loses the place that he is reading or has opened.
    if (!fresh || place.contains(document.activeElement)) continue
    const open = [...place.querySelectorAll('details')].map((one) => one.open)
    for (const [at, one] of fresh.querySelectorAll('details').entries()) one.open = open[at] ?? false
    // What this device knows to be received, the journal may only be about to read.
    if (
      place.dataset['fresh'] === 'today' &&
      headline?.textContent === headline?.dataset['recorded'] &&
      !fresh.textContent.includes(headline?.dataset['recorded'] ?? '\0')
    )
      continue
    place.replaceChildren(...fresh.childNodes)
  }
}

/** The thin bar: why nothing goes out, since when; the page works on. */
const showBar = (lane: Lane, waits: number, kept: boolean, zone: Zone, language: Language): void => {
  const bar = document.querySelector<HTMLElement>('[data-bar]')
  if (!bar) return
  const words = outboxWords[language]
  const why = waits > 0 ? lane.why : null
  const text =
    why === 'unreachable'
      ? words.offline(time(lane.since, zone, language))
      : why === 'busy'
        ? words.busy(time(lane.nextAt, zone, language))
        : why === 'signed-out'
          ? words.signedOut
          : why === 'other-person'
            ? words.otherPerson
            : kept
              ? words.offlineNow
              : ''
  bar.hidden = text === ''
  const place = bar.querySelector('[data-bar-text]')
  if (place && place.textContent !== text) place.textContent = text
  const send = bar.querySelector<HTMLElement>('[data-bar-send]')
  if (send) send.hidden = waits === 0 || (why !== 'unreachable' && why !== 'busy')
  const link = bar.querySelector<HTMLElement>('[data-bar-link]')
  if (link) link.hidden = why !== 'signed-out'
}

const showQueue = (
  items: readonly Item[],
  owner: string,
  others: number,
  lane: Lane,
  zone: Zone,
  language: Language,
): void => {
  const number = document.querySelector<HTMLElement>('[data-waiting]')
  if (!number) return
  const words = outboxWords[language]
  const waits = waiting(items, owner)
  number.textContent = count(waits, language)
  const set = (name: string, text: string): void => {
    const place = document.querySelector<HTMLElement>(`[data-${name}]`)
    if (place) {
      place.hidden = text === ''
      place.textContent = text
    }
  }
  set('waiting-lead', waits === 0 ? words.waitingNone : words.waitingSome)
  set('nothing', items.length === 0 ? words.nothingHere : '')
  set('others', others > 0 ? words.others(capital(inWords(others, language))) : '')
  set(
    'tried',
    waits > 0 && lane.why !== null
      ? words.tried(time(lane.triedAt, zone, language), time(lane.nextAt, zone, language))
      : '',
  )
  for (const button of document.querySelectorAll<HTMLElement>('[data-send-now]:not([data-bar-send]), [data-backup]'))
    button.hidden = button.dataset['backup'] === undefined ? waits === 0 : items.length === 0
}

/** Everything of this person on this device as a file: for the day on which the device must be handed in. */
const backup = async (storage: Storage, owner: string): Promise<void> => {
  const items = (await storage.items()).filter((item) => item.owner === owner)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(
    new Blob(
      [
        JSON.stringify(
          items.map((item) => (item.kind === 'entry' ? item.draft : item.kind === 'grace' ? item.asked : item.seen)),
          null,
          1,
        ),
      ],
      { type: 'application/json' },
    ),
  )
  link.download = 'timbang-cadangan.json'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

const keepShell = async (): Promise<void> => {
  if (!('serviceWorker' in navigator)) return
  // A new build has new names, so a new address, so a new shell; the same holds for the language, the size of text and the colours.
  const { size = '', theme = '' } = document.documentElement.dataset
  const version = new URL(import.meta.url).pathname.split('/').at(-1) ?? ''
  await navigator.serviceWorker
    .register(
      `/sw.js?v=${encodeURIComponent(version)}&lang=${document.body.dataset['language'] ?? 'id'}&ukuran=${size}&tema=${theme}`,
    )
    .catch(() => {})
}

const root = document.querySelector<HTMLElement>('[data-outbox]')
// Without a database (private window, full disk) the form posts as it stands.
if (root) begin(root).catch(() => {})
if (root && root.dataset['kept'] === undefined) void keepShell()
