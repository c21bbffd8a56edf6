import { agencyBoard } from '../../boards/agency.ts'
import type { Language } from '../../locals.ts'
import type { Limits } from '../../views/agency.ts'
import type { AgencyFrame } from '../../views/live.ts'
import type { Zone } from '../../views/time.ts'
import { openLine } from '../live/line.ts'
import { writeBars, writeHour, writeTexts } from './write.ts'

const root = document.querySelector<HTMLElement>('[data-board=agency]')
if (root) {
  const language = (document.body.dataset['language'] ?? 'id') as Language
  const limits = JSON.parse(root.dataset['limits'] ?? '{}') as Limits
  let shown: { frame: AgencyFrame; at: number } | null = null
  const write = (news: boolean): void => {
    if (!shown) return
    const { frame, at } = shown
    const board = agencyBoard(frame.figures, limits, frame.sentAt + Date.now() - at, language)
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
  })
  // A wait grows older without any news.
  setInterval(() => line?.paused() || write(false), 15_000)
}
