import { liveWords } from './words.ts'
import { age, time } from '../time.ts'
import type { Language } from '../../../locals.ts'
import type { Zone } from '../time.ts'
import { pause } from '../../antrean/item.ts'
import { announce, type Announcer, chipOf, type Freshness, heard } from './freshness.ts'

type Handlers = Readonly<Record<string, (data: { sentAt: number; computedAt?: number }) => void>>
export type Line = { say(text: string): void; paused(): boolean }

/**
 * The line to /langsung of a page that has an age chip: connects, reconnects with growing pauses, keeps the chip true.
 * While paused the latest message of each event is held, and handed over on resume.
 * @param opened called whenever the line stands, also after it was cut
 */
export const openLine = (zone: Zone, handlers: Handlers, opened: () => void = () => {}): Line | null => {
  const root = document.querySelector<HTMLElement>('[data-live]')
  const chip = root?.querySelector<HTMLElement>('[data-age-chip]')
  const chipText = root?.querySelector<HTMLElement>('[data-age-text]')
  const button = root?.querySelector<HTMLButtonElement>('[data-pause]')
  const status = root?.querySelector<HTMLElement>('[data-live-status]')
  if (!root || !chip || !chipText) return null
  const language = (document.body.dataset['language'] ?? 'id') as Language
  const words = liveWords[language]
  let freshness: Freshness = { heardAt: Date.now(), lagMs: 0, pausedAt: null }
  let everHeard = false
  let announcer: Announcer = { last: '', at: Date.now() }
  const held = new Map<string, () => void>()

  const showChip = (): void => {
    if (!everHeard && freshness.pausedAt === null && Date.now() - freshness.heardAt < 10_000) return
    const state = chipOf(freshness, Date.now())
    chip.classList.toggle('late', state.kind === 'late' || state.kind === 'paused')
    chip.classList.toggle('broken', state.kind === 'broken')
    chipText.textContent =
      state.kind === 'live' || state.kind === 'late'
        ? words[state.kind](age(state.ageMs, language))
        : words[state.kind](time(state.since, zone, language))
  }
  setInterval(showChip, 1000)

  let failures = 0
  const connect = (): void => {
    const source = new EventSource(`/langsung?${root.dataset['live']}`)
    const take = (event: string, handle: (data: { sentAt: number; computedAt?: number }) => void): void =>
      source.addEventListener(event, (message) => {
        failures = 0
        everHeard = true
        const data = JSON.parse((message as MessageEvent<string>).data) as { sentAt: number; computedAt?: number }
        freshness = heard(freshness, Date.now(), data)
        // Each agency's frame is a value of its own; of everything else only the last counts.
        const of = data as { agencyId?: string; figures?: { agencyId?: string } }
        const key = `${event}/${of.figures?.agencyId ?? of.agencyId ?? ''}`
        if (freshness.pausedAt !== null) held.set(key, () => handle(data))
        else handle(data)
        showChip()
      })
    for (const [event, handle] of Object.entries(handlers)) take(event, handle)
    take('beat', () => {})
    source.addEventListener('open', () => (freshness.pausedAt === null ? opened() : held.set('open', opened)))
    source.addEventListener('error', () => {
      // A cut line the browser mends by itself; a refused one it gives up.
      if (source.readyState !== EventSource.CLOSED) return
      failures++
      setTimeout(connect, pause(failures, Math.random()))
    })
  }
  connect()

  if (button) {
    button.classList.add('on')
    button.addEventListener('click', () => {
      const stop = freshness.pausedAt === null
      freshness = { ...freshness, pausedAt: stop ? Date.now() : null }
      button.textContent = stop ? words.resume : words.pause
      button.setAttribute('aria-label', stop ? words.resumeLong : words.pauseLong)
      if (!stop) {
        for (const act of held.values()) act()
        held.clear()
      }
      showChip()
    })
  }
  return {
    say: (text) => {
      const said = announce(announcer, text, Date.now())
      announcer = said.announcer
      if (said.say !== null && status) status.textContent = said.say
    },
    paused: () => freshness.pausedAt !== null,
  }
}
