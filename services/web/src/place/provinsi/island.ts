import { addHours } from '../shared/chart/hour.ts'
import { boardWords } from '../shared/board/words.ts'
import { groupingOf, provinceBoard, wholeProvince } from './board.ts'
import type { Language } from '../../locals.ts'
import type { AgencyFrame, LongFrame } from '../shared/live/frames.ts'
import type { ProvinceView } from './view.ts'
import { openLine } from '../shared/live/line.ts'
import { writeHour, writeTexts } from '../shared/board/write.ts'

const root = document.querySelector<HTMLElement>('[data-board=province]')
if (root) {
  const language = (document.body.dataset['language'] ?? 'id') as Language
  let view = JSON.parse(root.textContent ?? '{}') as ProvinceView
  const grouping = groupingOf(wholeProvince(view))
  const versions = new Map<string, number>()
  let serverNow = { at: Date.now(), is: view.now }
  let due = false

  const write = (news: boolean): void => {
    due = false
    view = { ...view, now: serverNow.is + Date.now() - serverNow.at }
    const said = wholeProvince(view)
    const board = provinceBoard(said, language)
    writeTexts(board.texts, news)
    // A group's title is true of all in it: when somebody has passed a limit, the new order waits behind a pill.
    const slot = document.querySelector('[data-pill-slot]')
    if (slot && groupingOf(said) !== grouping && slot.childElementCount === 0) {
      const pill = document.createElement('button')
      pill.type = 'button'
      pill.className = 'pill'
      pill.textContent = boardWords[language].moved
      pill.addEventListener('click', () => location.reload())
      slot.append(pill)
    }
    for (const cell of document.querySelectorAll<HTMLElement>('[data-low]'))
      cell.classList.toggle('low', board.low[cell.dataset['low'] ?? ''] === true)
    writeHour(
      board.hour,
      addHours(view.agencies.flatMap((agency) => (agency.figures ? [agency.figures.entriesPerMinute] : []))),
      language,
    )
    line?.say([board.texts['headline'], board.texts['lead']].join('. '))
  }
  // Forty frames of one tick are one change of the page.
  const soon = (): void => {
    if (due) return
    due = true
    setTimeout(() => write(true), 200)
  }
  const line = openLine(view.zone, {
    agency: (data) => {
      const frame = data as AgencyFrame
      const { agencyId } = frame.figures
      if (frame.version < (versions.get(agencyId) ?? -1)) return
      versions.set(agencyId, frame.version)
      serverNow = { at: Date.now(), is: frame.sentAt }
      view = {
        ...view,
        agencies: view.agencies.map((agency) =>
          agency.agencyId === agencyId ? { ...agency, figures: frame.figures, asOf: frame.computedAt } : agency,
        ),
      }
      soon()
    },
    long: (data) => {
      const { agencyId, long } = data as LongFrame
      view = {
        ...view,
        agencies: view.agencies.map((agency) => (agency.agencyId === agencyId ? { ...agency, long } : agency)),
      }
      soon()
    },
  })
  setInterval(() => line?.paused() || write(false), 15_000)
}
