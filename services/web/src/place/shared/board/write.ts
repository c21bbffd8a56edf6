import { count } from '../number.ts'
import type { Language } from '../../../locals.ts'
import type { Hour } from '../chart/hour.ts'

const fade = (element: Element): void => {
  element.classList.add('fresh')
  element.addEventListener('animationend', () => element.classList.remove('fresh'), { once: true })
}

/** Writes texts into their places; what changed fades once when it is news. Nothing moves. */
export const writeTexts = (texts: Readonly<Record<string, string>>, news: boolean): void => {
  for (const place of document.querySelectorAll<HTMLElement>('[data-f]')) {
    const text = texts[place.dataset['f'] ?? '']
    if (text === undefined || place.textContent === text) continue
    place.textContent = text
    if (news) fade(place)
  }
}

export const writeBars = (bars: Readonly<Record<string, { width: number; low: boolean }>>): void => {
  for (const bar of document.querySelectorAll('[data-bar]')) {
    const state = bars[bar.getAttribute('data-bar') ?? '']
    if (!state) continue
    bar.setAttribute('width', `${state.width}%`)
    bar.setAttribute('class', state.low ? 'v3' : 'v')
  }
}

export const writeHour = (hour: Hour, perMinute: readonly number[], language: Language): void => {
  for (const bar of document.querySelectorAll('[data-hour]')) {
    const height = hour.heights[Number(bar.getAttribute('data-hour'))] ?? 0
    bar.setAttribute('y', `${Number((100 - height).toFixed(2))}%`)
    bar.setAttribute('height', `${height}%`)
  }
  const most = document.querySelector('[data-hour-most]')
  if (most) most.textContent = count(hour.most, language)
  for (const cell of document.querySelectorAll<HTMLElement>('[data-ten]')) {
    const from = Number(cell.dataset['ten']) * 10
    cell.textContent = count(
      perMinute.slice(from, from + 10).reduce((sum, value) => sum + value, 0),
      language,
    )
  }
}
