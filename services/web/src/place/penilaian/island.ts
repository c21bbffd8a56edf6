import { pause } from '../antrean/item.ts'
import { moment } from '../shared/time.ts'
import { actionOf, isWriting, shortcutsOn } from '../verifikasi/keys.ts'
import { assessWords } from './words.ts'
import type { Language } from '../../locals.ts'
import type { Zone } from '../shared/time.ts'

const language = (document.body.dataset['language'] ?? 'id') as Language
const words = assessWords[language]

/** So long after the last change what is typed is kept. */
const QUIET_MS = 1_200

type Kept = { keptAt: number | null; refusal: { code: string } | null }

/** What this tab has typed and the server has not: it outlives a reload, a session that ended and a browser that fell over. */
const copyOf = (
  form: HTMLFormElement,
): { read: () => Record<string, string> | null; write: () => void; drop: () => void } => {
  const key = `draf ${document.body.dataset['owner']} ${form.getAttribute('action')}`
  return {
    read: () => JSON.parse(sessionStorage.getItem(key) ?? 'null') as Record<string, string> | null,
    write: () => sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(new FormData(form)))),
    drop: () => sessionStorage.removeItem(key),
  }
}

/** Copies of this device's earlier users, or all of them. */
const forget = (of: (key: string) => boolean): void => {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith('draf ') && of(key)) sessionStorage.removeItem(key)
}
forget((key) => !key.startsWith(`draf ${document.body.dataset['owner']} `))
// Whoever signs out leaves nothing to read.
document.querySelector('form[action="/keluar"]')?.addEventListener('submit', () => forget(() => true))

const fill = (form: HTMLFormElement, typed: Readonly<Record<string, string>>): void => {
  for (const field of form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')) {
    const value = typed[field.name] ?? ''
    if (field instanceof HTMLInputElement && field.type === 'radio') field.checked = field.value === value
    else field.value = value
  }
}

/** A5: what is typed is kept while one types and before one leaves. Without this script a button keeps it. */
const begin = (form: HTMLFormElement): void => {
  const copy = copyOf(form)
  const zone = (form.dataset['zone'] ?? 'WIB') as Zone
  const seen = form.querySelector<HTMLInputElement>('[name=draft]')
  const line = form.querySelector<HTMLElement>('[data-draft]')
  const status = form.querySelector<HTMLElement>('[data-draft-status]')
  const open = form.querySelector<HTMLElement>('[data-draft-open]')
  let waiting: ReturnType<typeof setTimeout> | undefined
  let dirty = false
  // Another page has kept something newer, or nobody may decide any more: nothing is kept by itself from here on.
  let refused = false
  let failures = 0
  let busy = 0
  // One after the other: what was typed last is kept last.
  let sending = Promise.resolve()

  // Aloud once, not with every pause in a sentence; and again when it becomes another.
  const say = (text: string, aloud: string): void => {
    if (line) line.textContent = text
    if (status && status.textContent !== aloud) status.textContent = aloud
  }

  const later = (wait: number): void => {
    clearTimeout(waiting)
    waiting = setTimeout(() => void keep(), wait)
  }

  const send = async (): Promise<void> => {
    clearTimeout(waiting)
    if (!dirty || refused) return
    dirty = false
    const body = new FormData(form)
    body.set('aksi', 'simpan')
    body.set('owner', document.body.dataset['owner'] ?? '')
    try {
      const answer = await fetch(form.action, {
        method: 'POST',
        headers: { accept: 'application/json' },
        body: new URLSearchParams(body as unknown as Record<string, string>),
        keepalive: true,
      })
      if (answer.status === 401) {
        dirty = true
        say(words.draftSignedOut, words.draftSignedOut)
        later(pause(++failures, Math.random()))
        return
      }
      if (answer.status === 403) {
        // He may decide no more: nothing is sent again.
        dirty = refused = true
        say(words.draftNotYours, words.draftNotYours)
        return
      }
      if (!answer.ok) throw new Error(String(answer.status))
      const { keptAt, refusal } = (await answer.json()) as Kept
      if (refusal !== null) {
        dirty = refused = true
        if (open) open.hidden = false
        const text = refusal.code === 'assessment.draft-changed' ? words.draftElsewhere : words.draftOver
        say(text, text)
        return
      }
      failures = 0
      if (seen) seen.value = String(keptAt ?? '')
      // What was typed since goes next, over this one.
      if (dirty) copy.write()
      else copy.drop()
      say(keptAt === null ? words.draftNone : words.draft(moment(keptAt, zone, language)), words.draftKept)
    } catch {
      dirty = true
      say(words.draftFailed, words.draftFailed)
      later(pause(++failures, Math.random()))
    }
  }
  const keep = (): Promise<void> => {
    busy++
    sending = sending.then(send).finally(() => busy--)
    return sending
  }

  form.addEventListener('input', () => {
    dirty = true
    copy.write()
    later(QUIET_MS)
  })
  open?.addEventListener('click', copy.drop)
  addEventListener('online', () => void keep())
  form.addEventListener('submit', (event) => {
    // The form goes behind what is being kept: its own draft is no newer one of another page, here or after going back.
    if (!refused && (dirty || busy > 0)) {
      event.preventDefault()
      void keep().then(() => {
        dirty = false
        form.requestSubmit(event.submitter)
      })
    }
    clearTimeout(waiting)
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void keep()
  })
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-key]') : null
    if (!link || !dirty || refused || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    void keep().then(() => {
      // What could not be kept stays here, and the sentence says so.
      if (!dirty) location.assign(link.href)
    })
  })

  const typed = copy.read()
  if (typed === null) return
  // The server's page has what was typed already, and says what is newer: what the copy had seen is older.
  if (form.dataset['told'] !== undefined) return copy.write()
  fill(form, typed)
  dirty = true
  void keep()
}

/** J and K go through the people as their links do. */
const keys = document.querySelector<HTMLElement>('[data-keys]')
const pager: Partial<Record<string, string>> = { down: '[data-key=j]', up: '[data-key=k]' }
document.addEventListener('keydown', (event) => {
  const action = actionOf(event, isWriting(event.target), shortcutsOn())
  if (action === 'help') keys?.focus()
  const to = pager[action ?? '']
  const link = to === undefined ? null : document.querySelector<HTMLElement>(to)
  if (!link) return
  event.preventDefault()
  link.click()
})
if (keys) keys.hidden = !shortcutsOn()
const form = document.querySelector<HTMLFormElement>('[data-assess]')
if (form) begin(form)
