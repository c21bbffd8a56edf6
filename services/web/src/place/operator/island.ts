import { type Arrivals, namesOf, operatorBoard } from './board.ts'
import { count } from '../shared/number.ts'
import { operatorWords } from './words.ts'
import { clock } from '../shared/time.ts'
import type { Language } from '../../locals.ts'
import type { OperatorFrame } from '../shared/live/frames.ts'
import type { OperatorView } from './view.ts'
import type { Zone } from '../shared/time.ts'
import { openLine } from '../shared/live/line.ts'
import { writeBars, writeTexts } from '../shared/board/write.ts'

const root = document.querySelector<HTMLElement>('[data-board=operator]')
if (root) {
  const language = (document.body.dataset['language'] ?? 'id') as Language
  const words = operatorWords[language]
  const zone = (root.dataset['zone'] ?? 'WIB') as Zone
  const limits = JSON.parse(root.dataset['limits'] ?? '{}') as OperatorView['limits']
  const line = openLine(zone, {
    operator: (data) => {
      const frame = data as OperatorFrame
      const board = operatorBoard(frame.figures, limits, frame.computedAt, zone, language)
      writeTexts(board.texts, true)
      writeBars(board.bars)
      for (const row of document.querySelectorAll<HTMLElement>('[data-consumer]'))
        row.classList.toggle('silent', board.silent[row.dataset['consumer'] ?? ''] === true)
      drawLine(board.line)
      line?.say([`${words.oldestTitle} ${board.texts['oldest']}`, board.texts['verdict']].join('. '))
    },
  })
  const drawLine = (arrivals: Arrivals): void => {
    document.querySelector('[data-line]')?.setAttribute('points', arrivals.points)
    const mark = document.querySelector<SVGElement>('[data-spike]')
    if (mark) {
      mark.setAttribute('visibility', arrivals.spike === null ? 'hidden' : 'visible')
      mark.setAttribute('x', `${arrivals.spike?.x ?? 0}%`)
    }
    document.querySelector('[data-line-earlier]')?.setAttribute('points', arrivals.earlier)
    document.querySelector('[data-line-forecast]')?.setAttribute('points', arrivals.forecast)
    const set = (name: string, values: Record<string, string>): void => {
      const mark = document.querySelector(name)
      for (const [key, value] of Object.entries(values)) mark?.setAttribute(key, value)
    }
    const [x, y] = [`${arrivals.last?.x ?? 0}%`, `${arrivals.last?.y ?? 100}%`]
    const right = (arrivals.last?.x ?? 0) > 50
    set('[data-line-dot]', { cx: x, cy: y })
    set('[data-line-say]', { x, y, dx: right ? '-10' : '10', class: right ? 'say end' : 'say' })
    set('[data-line-now]', { x1: `${arrivals.now}%`, x2: `${arrivals.now}%` })
    const names = namesOf(arrivals)
    set('[data-name=forecast]', { y: `${names.forecast}%` })
    set('[data-name=earlier]', { y: `${names.earlier}%` })
    for (const label of document.querySelectorAll('[data-grid]'))
      label.textContent = count(Math.round((arrivals.top * Number(label.getAttribute('data-grid'))) / 100), language)
    for (const label of document.querySelectorAll('[data-tick]')) {
      const tick = arrivals.ticks[Number(label.getAttribute('data-tick'))]
      if (tick) label.setAttribute('x', `${tick.x}%`)
      label.textContent = tick ? clock(tick.at, zone, language) : ''
    }
  }
}
