import { now } from '../scene.ts'
import type { AgencyFigures, SurveyIndex, UnitFigures } from './figures.ts'

export const limits = { onTimePercent: 85, waitingHours: 72, surveyIndexHundredths: 7661 }

export const unit = (unitId: string, people: number, share: number, today: number, waiting: number): UnitFigures => {
  const daysDue = people * 19
  const daysOnTime = Math.round((daysDue * share) / 100)
  return {
    unitId,
    people,
    daysDue,
    daysOnTime,
    daysLate: Math.min(7, daysDue - daysOnTime),
    entriesToday: today * 3,
    peopleRecordedToday: today,
    entriesWaiting: waiting,
  }
}

const wave = (base: number, phase: number): readonly number[] =>
  Array.from({ length: 60 }, (_, minute) =>
    Math.max(0, Math.round(base * (1 + Math.sin((minute + phase) / 7) * 0.6 + ((minute * 7 + phase) % 5) / 8))),
  )

export const figures = (
  agencyId: string,
  people: number,
  share: number,
  over: Partial<AgencyFigures> = {},
): AgencyFigures => {
  const daysDue = people * 19
  const daysOnTime = Math.round((daysDue * share) / 100)
  return {
    agencyId,
    people,
    daysDue,
    daysOnTime,
    daysLate: Math.round(daysDue * 0.03),
    daysAwaiting: Math.round(people * 0.4),
    daysByWriting: Math.round(daysDue * 0.02),
    entriesToday: people * 2,
    peopleRecordedToday: Math.round(people * 0.65),
    entries: people * 76,
    entriesVerified: Math.round(people * 76 * 0.93),
    entriesReturned: Math.round(people * 0.8),
    entriesWaiting: Math.round(people * 0.84),
    oldestWaitingAt: now - 26 * 3_600_000,
    units: [],
    entriesPerMinute: wave(people / 60, people),
    ...over,
  }
}

export const survey = (
  unitName: string,
  answers: number,
  indexHundredths: number | null,
  over: Partial<SurveyIndex> = {},
): SurveyIndex => ({
  unitId: unitName,
  unitName,
  period: '2026-Q3',
  answers,
  incomplete: 9,
  indexHundredths,
  class: indexHundredths === null ? null : indexHundredths >= 8831 ? 'A' : indexHundredths >= 7661 ? 'B' : 'C',
  closed: true,
  ...over,
})
