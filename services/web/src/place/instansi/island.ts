import { agencyBoard } from './board.ts'
import type { Language } from '../../locals.ts'
import { type Limits, type LongWaiting, whole } from '../shared/board/figures.ts'
import type { AgencyFrame, LongFrame } from '../shared/live/frames.ts'
import type { Zone } from '../shared/time.ts'
import { openLine } from '../shared/live/line.ts'
import { writeBars, writeHour, writeTexts } from '../shared/board/write.ts'

const root = document.querySelector<HTMLElement>('[data-board=agency]')
if (root) {
  const language = (document.body.dataset['language'] ?? 'id') as Language
  const limits = JSON.parse(root.dataset['limits'] ?? '{}') as Limits
  let shown: { frame: AgencyFrame; at: number } | null = null
  let long = JSON.parse(root.dataset['long'] ?? 'null') as LongWaiting | null
  const write = (news: boolean): void => {
    if (!shown) return
    const { frame, at } = shown
    const board = agencyBoard(whole(frame.figures, long), limits, frame.sentAt + Date.now() - at, language)
    writeTexts(board.texts, news)
    writeBars(board.bars)
    writeHour(board.hour, frame.figures.entriesPerMinute, language)
    line?.say([board.texts['headline'], board.texts['lead']].join('. '))
  }
  const line = openLine((root.dataset['zone'] ?? 'WIB') as Zone, {
    agency: (data) => {
      const frame = data as AgencyFrame
      if (shown && frame.version < shown.frame.version) return
      shown = { frame, at: Date.now() }
      write(true)
    },
    long: (data) => {
      long = (data as LongFrame).long
      write(true)
    },
  })
  // A wait grows older without any news.
  setInterval(() => line?.paused() || write(false), 15_000)
}
