import { randomUUIDv7 } from 'node:crypto'
import { unitIdOf } from '@timbang/contracts/official-id'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { dateAt, daysOfMonth } from '@timbang/rules/civil-date'
import type { Shift } from '@timbang/rules/shift'
import type { Answer, Audience } from '../shared/answer.ts'
import { question } from '../shared/question.ts'
import { namesOf, page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import { cellText, minutesOf } from './grid.ts'
import type { MineView, UnitsView, UnitView } from './view.ts'

/** Who opens the schedule of a unit. */
export const readers: readonly Audience[] = ['unit-head', 'personnel-officer', 'agency-head', 'bkd', 'auditor']

const MONTHS_AHEAD = 2
const monthsLater = (month: string, months: number): string => {
  const first = new Date(`${month}-01T00:00:00Z`)
  first.setUTCMonth(first.getUTCMonth() + months)
  return first.toISOString().slice(0, 7)
}
/** The month that is asked for, as far as a schedule reaches; else the present one. */
const monthOf = (asked: string | null, today: string): string =>
  asked !== null && daysOfMonth(asked).length > 0 && asked <= monthsLater(today.slice(0, 7), MONTHS_AHEAD)
    ? asked
    : today.slice(0, 7)
const beside = (month: string, today: string) => ({
  previous: monthsLater(month, -1),
  next: month < monthsLater(today.slice(0, 7), MONTHS_AHEAD) ? monthsLater(month, 1) : null,
})

export const myDuty = question(
  'myDuty',
  (reader: Reader, asked: string | null): Promise<Answer<MineView>> =>
    page(reader, ['employee'], async (login) => {
      const { employeeId } = login
      if (employeeId === undefined) return refuse('access.denied')
      const today = dateAt(reader.now, zoneOf(login))
      const month = monthOf(asked, today)
      const answer = await reader.clients.entries.getMonth({ employeeId, month }, tokenOf(reader))
      if (isRefusal(answer)) return answer
      return {
        now: reader.now,
        zone: zoneOf(login),
        today,
        month,
        ...beside(month, today),
        days: answer.days
          .filter(({ shifts }) => shifts.length > 0)
          .map(({ date, shifts, excused }) => ({ date, shifts, excused })),
      }
    }),
)

export const dutyUnits = question(
  'dutyUnits',
  (reader: Reader): Promise<Answer<UnitsView>> =>
    page(reader, readers, async (login) => {
      const officer = ['personnel_officer', 'agency_head'].some((role) => login.roles.includes(role))
      if (!officer && login.headedUnits.length === 0) return refuse('access.denied')
      const structures = await Promise.all(
        (officer ? login.roleAgencyIds : []).map((agencyId) =>
          reader.clients.directory.getStructure({ agencyId }, tokenOf(reader)),
        ),
      )
      const units = new Map(login.headedUnits.map(({ code, name }) => [code, { code, name }]))
      for (const structure of structures) {
        if (isRefusal(structure)) return structure
        for (const { code, name } of structure.units) units.set(code, { code, name })
      }
      return { units: [...units.values()].sort((a, b) => a.name.localeCompare(b.name, 'id')) }
    }),
)

export const dutyUnit = question(
  'dutyUnit',
  (reader: Reader, code: string, asked: string | null): Promise<Answer<UnitView>> =>
    page(reader, readers, async (login) => {
      const today = dateAt(reader.now, zoneOf(login))
      const month = monthOf(asked, today)
      const answer = await reader.clients.duty.getDuty({ unitId: unitIdOf(code), month }, tokenOf(reader))
      if (isRefusal(answer)) return answer
      const dates = daysOfMonth(month)
      const names = await namesOf(
        reader,
        answer.people.map(({ employeeId }) => employeeId),
      )
      const people = answer.people.map(({ employeeId, version, days, fromDate, toDate, swap }) => {
        const worked = new Map<string, readonly Shift[]>(days.map(({ date, shifts }) => [date, shifts]))
        return {
          employeeId,
          name: names.get(employeeId)?.name ?? '–',
          position: names.get(employeeId)?.position ?? '',
          version,
          cells: dates.map((date) => (version === 0 ? '' : cellText(worked.get(date) ?? []))),
          held: dates.map((date) => fromDate <= date && date <= toDate),
          swap: swap === undefined ? null : { swapId: swap.swapId, dates: swap.dates },
          minutes: days.reduce((sum, { shifts }) => sum + minutesOf(shifts), 0),
        }
      })
      return {
        now: reader.now,
        zone: zoneOf(login),
        code,
        unit: answer.unitName,
        month,
        ...beside(month, today),
        dates,
        shifts: answer.shifts,
        people: people.sort((a, b) => a.name.localeCompare(b.name, 'id')),
        sealed: answer.sealed,
        mayPublish: answer.mayPublish,
        swapId: randomUUIDv7(),
      }
    }),
)
