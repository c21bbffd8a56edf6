import { DISPLAY_SECONDS, displayCookies, SHORTCUTS_OFF } from '../shared/display.ts'
import { refusalSentence } from '../shared/entry/words.ts'
import { inWords } from '../shared/number.ts'
import { age } from '../shared/time.ts'
import { verificationWords } from './words.ts'
import type { Language } from '../../locals.ts'
import type { Instant, Zone } from '../shared/time.ts'
import type { Verdict } from './view.ts'
import { openLine } from '../shared/live/line.ts'
import { pause } from '../antrean/item.ts'
import { actionOf, isWriting, shortcutsOn } from './keys.ts'
import { compare, secondsLeft, step } from './rows.ts'

const language = (document.body.dataset['language'] ?? 'id') as Language
const words = verificationWords[language]

/** A1: the list lives, is worked by keys, and a verdict can be taken back for ten seconds. Without this script the same form posts. */
const beginList = (form: HTMLFormElement): void => {
  const query = form.dataset['query'] ?? ''
  const started = Date.now()
  const serverNow = (): Instant => Number(form.dataset['now']) + Date.now() - started
  const list = (): HTMLElement | null => form.querySelector('[data-rows]')
  const rows = (): HTMLElement[] => [...form.querySelectorAll<HTMLElement>('[data-row]')]
  const inView = (): HTMLElement[] => rows().filter((row) => !row.hidden)
  const box = (row: HTMLElement): HTMLInputElement | null => row.querySelector('input[type=checkbox]')
  const chosen = (): HTMLInputElement[] => [
    ...form.querySelectorAll<HTMLInputElement>('[data-row] input:checked:not(:disabled)'),
  ]
  const approve = form.querySelector<HTMLButtonElement>('[data-approve]')
  const slot = document.querySelector<HTMLElement>('[data-pill-slot]')
  let hidden: ReturnType<typeof setInterval> | undefined

  const showChosen = (): void => {
    const n = chosen().length
    const none = inView().length === 0
    const show = (name: string, shown: boolean): void => {
      const place = form.querySelector<HTMLElement>(name)
      if (place) place.hidden = !shown
    }
    show('[data-q]', !none)
    show('[data-none]', none)
    show('[data-approve]', !none)
    show('[data-act]', !none || form.querySelector('[data-toast]') !== null)
    const said = form.querySelector<HTMLElement>('[data-selected]')
    if (said) {
      said.hidden = none
      said.textContent = n === 0 ? words.noneSelected : words.selected(n)
    }
    if (approve) approve.textContent = n === 0 ? words.approveSelected : words.approveN(n)
    for (const button of form.querySelectorAll<HTMLElement>('[data-clear], [data-select-passed]'))
      button.hidden = none || (button.dataset['clear'] === undefined ? n > 0 : n === 0)
  }

  const toast = (text: string, undo: Verdict | null): void => {
    clearInterval(hidden)
    form.querySelector('[data-toast]')?.remove()
    const bar = form.querySelector('.act')
    if (!bar) return
    const place = document.createElement('p')
    place.className = 'toast'
    place.dataset['toast'] = ''
    const said = document.createElement('span')
    said.setAttribute('role', 'status')
    place.append(said)
    bar.append(place)
    said.textContent = text
    showChosen()
    if (undo?.undoUntil != null) {
      const button = document.createElement('button')
      button.className = 'quiet'
      button.type = 'button'
      button.dataset['undoNow'] = ''
      const until = Date.now() + Math.min(10_000, Math.max(0, undo.undoUntil - serverNow()))
      const tick = (): void => {
        const left = secondsLeft(until, Date.now())
        button.textContent = words.undoIn(left)
        if (left === 0) {
          clearInterval(hidden)
          place.remove()
        }
      }
      button.addEventListener('click', () => void takeBack(undo))
      place.append(button)
      tick()
      hidden = setInterval(tick, 1000)
    }
  }

  const send = async (path: string, refs: readonly string[]): Promise<Verdict | null> => {
    const body = new URLSearchParams(refs.map((ref) => ['pilih', ref]))
    try {
      const response = await fetch(path, { method: 'POST', headers: { accept: 'application/json' }, body })
      // A page in between: what would be approved has lain for long.
      if (response.status === 409) {
        location.assign(((await response.json()) as { sure: string }).sure)
        return null
      }
      return response.ok ? ((await response.json()) as Verdict) : null
    } catch {
      return null
    }
  }

  const takeBack = async (verdict: Verdict): Promise<void> => {
    const undone = await send(
      '/verifikasi/urungkan',
      verdict.done.map((entry) => `${entry.recordId}:${entry.revision}`),
    )
    if (!undone) return toast(words.failed, verdict)
    toast(
      [
        undone.done.length > 0 ? words.undone(inWords(undone.done.length, language)) : '',
        undone.refused[0] ? refusalSentence(undone.refused[0], language) : '',
      ].join(' '),
      null,
    )
    await ask(true)
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const refs = chosen().map((one) => one.value)
    if (refs.length === 0) return toast(words.nothingChosen, null)
    if (approve) approve.disabled = true
    void (async () => {
      const verdict = await send(form.action, refs)
      if (approve) approve.disabled = false
      if (!verdict) return toast(words.failed, null)
      const done = new Set(verdict.done.map((entry) => `${entry.recordId}:${entry.revision}`))
      const at = inView().findIndex((row) => row.contains(document.activeElement))
      for (const row of rows()) if (done.has(row.dataset['row'] ?? '')) row.remove()
      for (const one of chosen()) one.checked = false
      showChosen()
      toast(
        [
          verdict.done.length > 0 ? words.approved(inWords(verdict.done.length, language)) : '',
          verdict.refused[0]
            ? `${words.notDone(inWords(verdict.refused.length, language))} ${refusalSentence(verdict.refused[0], language)}`
            : '',
        ]
          .filter((part) => part)
          .join(' '),
        verdict,
      )
      // Whoever worked by keys goes on where he was.
      if (at >= 0 || document.activeElement === document.body)
        focusRow(inView()[Math.min(Math.max(at, 0), inView().length - 1)])
      await ask(false)
    })()
  })
  form.addEventListener('change', showChosen)
  form.addEventListener('reset', () => setTimeout(showChosen))
  form.querySelector('[data-select-passed]')?.addEventListener('click', () => {
    for (const row of inView()) {
      const one = box(row)
      if (one && !one.disabled) one.checked = true
    }
    showChosen()
  })

  const showPill = (): void => {
    if (!slot) return
    const waiting = rows().filter((row) => row.hidden).length
    if (waiting === 0) {
      slot.replaceChildren()
      return
    }
    let pill = slot.querySelector('button')
    if (!pill) {
      pill = document.createElement('button')
      pill.type = 'button'
      pill.className = 'pill'
      pill.addEventListener('click', () => void ask(true))
      slot.replaceChildren(pill)
    }
    pill.textContent = words.newEntries(inWords(waiting, language))
    line?.say(words.nowAlso(inWords(waiting, language)))
  }

  /** Fetches the list. `all`: shows it as it is; else new rows wait behind the pill. @returns whether there was an answer */
  const refresh = async (all: boolean): Promise<boolean> => {
    const text = await fetch(`/verifikasi/baris${query}`)
      .then((response) => (response.ok ? response.text() : null))
      .catch(() => null)
    if (text === null) return false
    const fetched = new DOMParser().parseFromString(text, 'text/html').querySelector<HTMLElement>('[data-rows]')
    const here = list()
    if (!here || !fetched) return false
    const title = document.querySelector('[data-box-title]')
    if (title && fetched.dataset['title']) title.textContent = fetched.dataset['title']
    const lead = document.querySelector('[data-box-lead]')
    if (lead && fetched.dataset['lead']) lead.textContent = fetched.dataset['lead']
    const count = document.querySelector('.nav [aria-current] .n')
    if (count) count.textContent = fetched.dataset['waiting'] ?? ''
    if (all) {
      const kept = new Set(chosen().map((one) => one.value))
      here.replaceChildren(...fetched.children)
      for (const row of rows()) {
        const one = box(row)
        if (one && kept.has(one.value)) one.checked = !one.disabled
      }
    } else {
      const byRef = new Map(
        [...fetched.children].map((row) => [(row as HTMLElement).dataset['row'] ?? '', row as HTMLElement]),
      )
      const change = compare(
        rows().map((row) => ({ ref: row.dataset['row'] ?? '', gone: row.classList.contains('gone') })),
        [...byRef.keys()],
      )
      const nothingShown = inView().length === 0
      for (const ref of change.fresh) {
        const row = byRef.get(ref)
        if (!row) continue
        row.hidden = !nothingShown
        here.append(row)
      }
      for (const row of rows()) {
        const one = box(row)
        if (change.gone.includes(row.dataset['row'] ?? '')) {
          row.classList.add('gone')
          if (one) {
            one.checked = false
            one.disabled = true
          }
        }
        if (change.back.includes(row.dataset['row'] ?? '')) {
          row.classList.remove('gone')
          if (one) one.disabled = false
        }
      }
    }
    showPill()
    showChosen()
    return true
  }
  // One question at a time, so that an older answer never covers a newer one. What changes while it is asked is asked once more; what was not answered, again.
  const wanted = { any: false, all: false }
  let asking: Promise<void> | null = null
  const askOn = async (): Promise<void> => {
    for (let failures = 0; wanted.any; ) {
      const { all } = wanted
      Object.assign(wanted, { any: false, all: false })
      if (await refresh(all)) failures = 0
      else {
        Object.assign(wanted, { any: true, all: all || wanted.all })
        await new Promise((done) => setTimeout(done, pause(++failures, Math.random())))
      }
    }
    asking = null
  }
  const ask = (all: boolean): Promise<void> => {
    Object.assign(wanted, { any: true, all: all || wanted.all })
    return (asking ??= askOn())
  }
  // What came between the page and its line, or while the line was cut, nobody tells: it is asked for.
  const line = openLine(
    (form.dataset['zone'] ?? 'WIB') as Zone,
    { changed: () => void ask(false) },
    () => void ask(false),
  )
  setInterval(() => {
    if (line?.paused()) return
    for (const place of form.querySelectorAll<HTMLElement>('[data-age]'))
      place.textContent = age(serverNow() - Number(place.dataset['age']), language)
  }, 30_000)

  const focusRow = (row: HTMLElement | undefined): void => row?.querySelector<HTMLElement>('.s a')?.focus()
  document.addEventListener('keydown', (event) => {
    const action = actionOf(event, isWriting(event.target), shortcutsOn())
    if (!action) return
    const all = inView()
    const at = all.findIndex((row) => row.contains(document.activeElement))
    const row = all[at]
    event.preventDefault()
    if (action === 'down' || action === 'up')
      focusRow(all[step(at < 0 ? null : at, action === 'down' ? 1 : -1, all.length) ?? -1])
    const one = row && box(row)
    if (action === 'select' && one && !one.disabled) one.click()
    if (action === 'approve') approve?.click()
    if (action === 'return') {
      const link = row?.querySelector<HTMLAnchorElement>('.s a')
      if (link) location.assign(`${link.href}?alasan=1`)
    }
    if (action === 'help') document.querySelector<HTMLElement>('[data-keys] h2')?.focus()
  })
  const served = form.querySelector<HTMLButtonElement>('[data-toast] [data-undo]')
  if (served)
    setTimeout(
      () => form.querySelector('[data-toast]')?.remove(),
      Math.max(0, Number(served.dataset['undo']) - serverNow()),
    )
  beginKeys()
  showChosen()
}

const beginKeys = (): void => {
  const section = document.querySelector<HTMLElement>('[data-keys]')
  const button = section?.querySelector<HTMLButtonElement>('[data-keys-switch]')
  if (!section || !button) return
  section.hidden = false
  const show = (): void => {
    button.textContent = shortcutsOn() ? words.keysOff : words.keysOn
    section.classList.toggle('mute', !shortcutsOn())
  }
  button.addEventListener('click', () => {
    const on = !shortcutsOn()
    const secure = location.protocol === 'https:' ? '; secure' : ''
    // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store API.
    document.cookie = `${displayCookies.shortcuts}=${on ? 'hidup' : SHORTCUTS_OFF}; path=/; max-age=${DISPLAY_SECONDS}; samesite=lax${secure}`
    document.documentElement.dataset['shortcuts'] = on ? 'on' : 'off'
    show()
  })
  show()
}

/** A2: the same letters on one entry. */
const beginOne = (details: HTMLDetailsElement): void => {
  const open = (): void => {
    details.open = true
    details.querySelector<HTMLElement>('select')?.focus()
  }
  if (new URLSearchParams(location.search).has('alasan')) open()
  document.addEventListener('keydown', (event) => {
    const action = actionOf(event, isWriting(event.target), shortcutsOn())
    if (!action) return
    event.preventDefault()
    if (action === 'approve') document.querySelector<HTMLElement>('[data-key=s]')?.click()
    if (action === 'return') open()
    if (action === 'down') document.querySelector<HTMLElement>('[data-key=j]')?.click()
  })
}

const form = document.querySelector<HTMLFormElement>('[data-verification]')
if (form) beginList(form)
const one = document.querySelector<HTMLDetailsElement>('[data-return]')
if (one) beginOne(one)
