import type { Instant } from '../time.ts'

/** Sums over an agency's people, as scoring.live.v1 carries them. Counts, never averages of averages. */
export type AgencyFigures = {
  agencyId: string
  people: number
  /** The last 28 days up to yesterday. */
  daysDue: number
  daysOnTime: number
  daysLate: number
  daysAwaiting: number
  /** Of the days that count those that count from when they were written offline. */
  daysByWriting: number
  /** Today at the agency. */
  entriesToday: number
  peopleRecordedToday: number
  /** Over the last 28 days. */
  entries: number
  entriesVerified: number
  entriesReturned: number
  /** In a frame those of the window; `whole` adds what waits for longer. */
  entriesWaiting: number
  /** 0 when none waits. */
  oldestWaitingAt: Instant
  units: readonly UnitFigures[]
  /** In each of the last sixty minutes, oldest first. */
  entriesPerMinute: readonly number[]
}

export type UnitFigures = {
  unitId: string
  people: number
  daysDue: number
  daysOnTime: number
  daysLate: number
  entriesToday: number
  peopleRecordedToday: number
  entriesWaiting: number
}

/** A citizens' survey of one unit (SKM). */
export type SurveyIndex = {
  unitId: string
  unitName: string
  period: string
  answers: number
  incomplete: number
  /** Null below the threshold. */
  indexHundredths: number | null
  class: 'A' | 'B' | 'C' | 'D' | null
  closed: boolean
}

/** Past these a figure asks for attention. Settings, told on the page. */
export type Limits = { onTimePercent: number; waitingHours: number; surveyIndexHundredths: number }

/** What waits for its assessor for longer than the figures look back. */
export type LongWaiting = {
  entries: number
  oldestAt: Instant
  units: readonly { unitId: string; entries: number }[]
}

/** Figures with all that waits, however long it does: an age is not cut where the window of the others ends. */
export const whole = (figures: AgencyFigures, long: LongWaiting | null): AgencyFigures => {
  if (long === null || long.entries === 0) return figures
  const of = new Map(long.units.map(({ unitId, entries }) => [unitId, entries]))
  return {
    ...figures,
    entriesWaiting: figures.entriesWaiting + long.entries,
    oldestWaitingAt: figures.entriesWaiting === 0 ? long.oldestAt : Math.min(figures.oldestWaitingAt, long.oldestAt),
    units: figures.units.map((unit) => ({
      ...unit,
      entriesWaiting: unit.entriesWaiting + (of.get(unit.unitId) ?? 0),
    })),
  }
}
