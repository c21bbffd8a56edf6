import { operatorBoard } from './board.ts'
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
      drawLine(frame, board.line)
      line?.say([`${words.oldestTitle} ${board.texts['oldest']}`, board.texts['verdict']].join('. '))
    },
  })
  const drawLine = (frame: OperatorFrame, arrivals: ReturnType<typeof operatorBoard>['line']): void => {
    document.querySelector('[data-line]')?.setAttribute('points', arrivals.points)
    const mark = document.querySelector<SVGElement>('[data-spike]')
    if (mark) {
      mark.setAttribute('visibility', arrivals.spike === null ? 'hidden' : 'visible')
      mark.setAttribute('x', `${arrivals.spike?.x ?? 0}%`)
    }
    const y = `${arrivals.last?.y ?? 100}%`
    document.querySelector('[data-line-dot]')?.setAttribute('cy', y)
    document.querySelector('[data-line-say]')?.setAttribute('y', y)
    for (const label of document.querySelectorAll('[data-grid]'))
      label.textContent = count(Math.round((arrivals.top * Number(label.getAttribute('data-grid'))) / 100), language)
    const set = (name: string, text: string): void => {
      const place = document.querySelector(name)
      if (place && place.textContent !== text) place.textContent = text
    }
    set('[data-line-from]', clock(arrivals.from, zone, language))
    set('[data-line-to]', clock(arrivals.to, zone, language))
    const most = Math.max(0, ...frame.figures.arrivals.map((one) => one.count))
    set(
      '#f1',
      frame.figures.arrivals.length === 0
        ? words.arrivalsNone
        : words.arrivals(count(arrivals.last?.count ?? 0, language), count(most, language)),
    )
  }
}
