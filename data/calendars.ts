import type { CalendarChanged, WorkingHours } from '@timbang/contracts/gen/timbang/directory/v1/events'
import {
  boundsOf,
  type Calendar,
  type CivilDate,
  eachDay,
  isWorkingDay as isWorked,
  type Period,
} from '@timbang/rules/civil-date'

/**
 * Sample data, to be replaced by the joint decree of the three ministers: the feasts that follow the moon are computed, not decreed,
 * and 2027's joint leave is a guess. A day that falls on a Sunday stays in the list: it is a holiday all the same.
 */
const holidays: Record<number, readonly (readonly [CivilDate, string, 'joint-leave'?])[]> = {
  2026: [
    ['2026-01-01', 'Tahun Baru 2026 Masehi'],
    ['2026-01-16', 'Isra Mikraj Nabi Muhammad SAW'],
    ['2026-02-16', 'Cuti bersama Tahun Baru Imlek', 'joint-leave'],
    ['2026-02-17', 'Tahun Baru Imlek 2577 Kongzili'],
    ['2026-03-18', 'Cuti bersama Hari Suci Nyepi', 'joint-leave'],
    ['2026-03-19', 'Hari Suci Nyepi'],
    ['2026-03-20', 'Cuti bersama Idulfitri', 'joint-leave'],
    ['2026-03-21', 'Idulfitri 1447 H'],
    ['2026-03-22', 'Idulfitri 1447 H'],
    ['2026-03-23', 'Cuti bersama Idulfitri', 'joint-leave'],
    ['2026-03-24', 'Cuti bersama Idulfitri', 'joint-leave'],
    ['2026-04-03', 'Wafat Yesus Kristus'],
    ['2026-04-05', 'Kebangkitan Yesus Kristus'],
    ['2026-05-01', 'Hari Buruh Internasional'],
    ['2026-05-14', 'Kenaikan Yesus Kristus'],
    ['2026-05-15', 'Cuti bersama Kenaikan Yesus Kristus', 'joint-leave'],
    ['2026-05-27', 'Iduladha 1447 H'],
    ['2026-05-28', 'Cuti bersama Iduladha', 'joint-leave'],
    ['2026-05-31', 'Hari Raya Waisak'],
    ['2026-06-01', 'Hari Lahir Pancasila'],
    ['2026-06-16', 'Tahun Baru Islam 1448 H'],
    ['2026-08-17', 'Hari Kemerdekaan'],
    ['2026-08-25', 'Maulid Nabi Muhammad SAW'],
    ['2026-12-24', 'Cuti bersama Natal', 'joint-leave'],
    ['2026-12-25', 'Hari Raya Natal'],
  ],
  2027: [
    ['2027-01-01', 'Tahun Baru 2027 Masehi'],
    ['2027-01-05', 'Isra Mikraj Nabi Muhammad SAW'],
    ['2027-02-06', 'Tahun Baru Imlek 2578 Kongzili'],
    ['2027-03-08', 'Hari Suci Nyepi'],
    ['2027-03-09', 'Cuti bersama Idulfitri', 'joint-leave'],
    ['2027-03-10', 'Idulfitri 1448 H'],
    ['2027-03-11', 'Idulfitri 1448 H'],
    ['2027-03-12', 'Cuti bersama Idulfitri', 'joint-leave'],
    ['2027-03-26', 'Wafat Yesus Kristus'],
    ['2027-03-28', 'Kebangkitan Yesus Kristus'],
    ['2027-05-01', 'Hari Buruh Internasional'],
    ['2027-05-06', 'Kenaikan Yesus Kristus'],
    ['2027-05-07', 'Cuti bersama Kenaikan Yesus Kristus', 'joint-leave'],
    ['2027-05-17', 'Iduladha 1448 H'],
    ['2027-05-20', 'Hari Raya Waisak'],
    ['2027-06-01', 'Hari Lahir Pancasila'],
    ['2027-06-06', 'Tahun Baru Islam 1449 H'],
    ['2027-08-15', 'Maulid Nabi Muhammad SAW'],
    ['2027-08-17', 'Hari Kemerdekaan'],
    ['2027-12-24', 'Cuti bersama Natal', 'joint-leave'],
    ['2027-12-25', 'Hari Raya Natal'],
  ],
}

/** `luwes`: one may arrive until an hour after the begin, and goes later by as much. */
export type CalendarCode = '5-hari' | '5-hari-luwes' | '6-hari'
const weekdays: Record<CalendarCode, number[]> = {
  '5-hari': [1, 2, 3, 4, 5],
  '5-hari-luwes': [1, 2, 3, 4, 5],
  '6-hari': [1, 2, 3, 4, 5, 6],
}

/** Computed, as the feasts above are. */
const ramadan: Record<number, readonly [CivilDate, CivilDate]> = {
  2026: ['2026-02-19', '2026-03-20'],
  2027: ['2027-02-08', '2027-03-09'],
}
const at = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
const hours = (code: string, weekdays: number[], from: string, to: string, breakMinutes: number): WorkingHours => ({
  code,
  weekdays,
  beginMinute: at(from),
  endMinute: at(to),
  breakMinutes,
  arrivalUntilMinute: undefined,
  fromDate: undefined,
  toDate: undefined,
})
const flexible = (of: readonly WorkingHours[]): WorkingHours[] =>
  of.map((one) => ({ ...one, arrivalUntilMinute: one.beginMinute + 60 }))
/** Perpres 21/2023: 37.5 hours a week from 07.30 without breaks of 60 minutes, on Fridays 90; how six days share them is the sample's. */
const week = [hours('biasa', [1, 2, 3, 4], '07.30', '16.00', 60), hours('jumat', [5], '07.30', '16.30', 90)]
const usual: Record<CalendarCode, readonly WorkingHours[]> = {
  '5-hari': week,
  '5-hari-luwes': flexible(week),
  '6-hari': [hours('biasa', [1, 2, 3, 4, 6], '07.30', '14.45', 60), hours('jumat', [5], '07.30', '15.15', 90)],
}
/** In Ramadan 32.5 from 08.00, with breaks of 30 and 60. */
const fastingWeek = [
  hours('ramadan', [1, 2, 3, 4], '08.00', '15.00', 30),
  hours('ramadan-jumat', [5], '08.00', '15.30', 60),
]
const fasting: Record<CalendarCode, readonly WorkingHours[]> = {
  '5-hari': fastingWeek,
  '5-hari-luwes': flexible(fastingWeek),
  '6-hari': [
    hours('ramadan', [1, 2, 3, 4, 6], '08.00', '14.00', 30),
    hours('ramadan-jumat', [5], '08.00', '14.00', 60),
  ],
}
const hoursOf = (calendar: CalendarCode, year: number): WorkingHours[] => {
  const [fromDate, toDate] = ramadan[year]!
  return [...usual[calendar], ...fasting[calendar].map((one) => ({ ...one, fromDate, toDate }))]
}

/** Six states: three kinds of week, two years. */
export const calendars: readonly CalendarChanged[] = Object.keys(holidays)
  .map(Number)
  .flatMap((year) =>
    (Object.keys(weekdays) as CalendarCode[]).map((calendarCode) => ({
      calendarCode,
      year,
      workingWeekdays: weekdays[calendarCode],
      version: 1,
      hours: hoursOf(calendarCode, year),
      holidays: holidays[year]!.map(([date, name, jointLeave]) => ({
        date,
        name: `${name} (data contoh)`,
        jointLeave: jointLeave !== undefined,
      })),
    })),
  )

const free: ReadonlySet<CivilDate> = new Set(
  Object.values(holidays)
    .flat()
    .map(([date]) => date),
)
const worked: Record<CalendarCode, Calendar> = {
  '5-hari': { workingWeekdays: weekdays['5-hari'], holidays: free },
  '5-hari-luwes': { workingWeekdays: weekdays['5-hari-luwes'], holidays: free },
  '6-hari': { workingWeekdays: weekdays['6-hari'], holidays: free },
}

/** Years that nobody has decreed yet have no holidays here. */
export const isWorkingDay = (calendar: CalendarCode, date: CivilDate): boolean => isWorked(worked[calendar], date)

const known = new Map<string, readonly CivilDate[]>()
/** Asked for every person: the same few lists. */
export function workingDays(calendar: CalendarCode, quarter: Period): readonly CivilDate[] {
  const key = `${calendar} ${quarter}`
  const { from, to } = boundsOf(quarter)
  const days = known.get(key) ?? [...eachDay(from, to)].filter((date) => isWorkingDay(calendar, date))
  known.set(key, days)
  return days
}
