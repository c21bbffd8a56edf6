import { toCalendar } from '@timbang/rules/calendar'
import { type CivilDate, startOf } from '@timbang/rules/civil-date'
import type { AttendanceFact, PermissionFact } from '@timbang/rules/facts'
import { permittedOn } from '@timbang/rules/kernel/1/permission'
import { presencesOf } from '@timbang/rules/kernel/1/presence'
import { attendanceOf } from '@timbang/rules/kernel/1/standing'
import { shiftOn } from '@timbang/rules/kernel/1/working-days'
import type { Duty, Shift } from '@timbang/rules/shift'
import { expect, test } from 'vitest'
import { agencyPlans } from './agencies.ts'
import { attlogLines, pinLines } from './attlog.ts'
import { calendars } from './calendars.ts'
import { shifts, unitMonths } from './duty.ts'
import { lifeOf } from './history.ts'
import { contractMonths, contractShift, machines, pinOf } from './machines.ts'
import { province } from './province.ts'

// September of six people, from what their machines wrote to the day that counts. What is expected was read off the raw lines by eye.

const MONTH = '2026-09'
const small = province(300)
const postOf = (code: string) => small.assignments.find(({ post }) => post.code === code)!
const schedules = [...unitMonths(small, [MONTH]), ...contractMonths(small, [MONTH])]
const codes = new Map([...shifts, contractShift].map((shift) => [shift.code, shift]))

/** The days of somebody as they count: `01 07.08 16.03`, and behind it what is more to say. */
function countedDays(code: string): string[] {
  const assignment = postOf(code)
  const { person, post } = assignment
  const { calendar } = agencyPlans.find((agency) => agency.code === post.agencyCode)!
  const row = schedules.flatMap(({ rows }) => rows).find(({ employeeId }) => employeeId === person.employeeId)
  const month = row && Object.fromEntries(row.days.map(({ date, code }) => [date, [codes.get(code)!] as Shift[]]))
  const duty: Duty = month === undefined ? {} : { [MONTH]: month }
  const employer = {
    calendars: {
      '2026': toCalendar(calendars.find((one) => one.calendarCode === calendar && one.year === 2026)!),
    },
  }
  const machine = machines.find(({ units }) => units.includes(post.unitCode))!
  const punches = [...attlogLines(small, machine, MONTH)].flatMap((line, nth) => {
    const [pin, local, , status] = line.split('\t')
    const key = status === '0' ? ('in' as const) : status === '1' ? ('out' as const) : undefined
    const at = Date.parse(`${local!.replace(' ', 'T')}+07:00`)
    return pin!.trim() === pinOf(assignment)
      ? [{ recordId: String(nth), at, key, device: machine.device, agencyId: post.agencyCode }]
      : []
  })
  const rules = {
    zone: 'WIB' as const,
    shiftOn: (date: CivilDate) => shiftOn(employer, duty, date),
    outages: [],
    worksIn: () => true,
    asOf: startOf('2026-10-05', 'WIB'),
  }
  const { days: presences } = presencesOf(punches, rules)
  const permissions: PermissionFact[] = []
  const told = new Map<CivilDate, AttendanceFact>()
  const span = { from: '2026-09-01', to: '2026-09-30', before: startOf('2026-10-05', 'WIB') }
  for (const record of lifeOf(person, [assignment], span)) {
    if (record.kind === 'permission')
      permissions.push({ ...record, date: record.workDate, revision: 1, offset: 0n, withdrawn: false })
    if (record.kind === 'attendance')
      told.set(record.workDate, {
        ...record,
        kind: 'attendance',
        revision: 1,
        offset: 0n,
        occurredAt: record.recordedAt,
        settlement: false,
        withdrawn: false,
      })
  }
  const clock = (at: number) => new Date(at + 7 * 3_600_000).toISOString().slice(11, 16).replace(':', '.')
  return [...presences.keys()].sort().map((date) => {
    const { counts, not } = attendanceOf(
      [told.get(date)].flatMap((fact) => fact ?? []),
      presences.get(date),
    )!
    const { came, went, forgot } = counts.made!
    const permitted = permittedOn(date, counts, rules.shiftOn(date), permissions, rules)
    return [
      date.slice(8),
      came === undefined ? '–' : clock(came.at),
      went === undefined ? '–' : clock(went.at),
      ...(counts.lateMinutes > 0 ? [`late ${counts.lateMinutes}`] : []),
      ...(counts.earlyLeaveMinutes > 0 ? [`early ${counts.earlyLeaveMinutes}`] : []),
      ...permitted.map(({ minutes, reason }) => `permitted ${minutes} ${reason}`),
      ...(forgot === undefined ? [] : [`forgot ${forgot}`]),
      ...(not.length > 0 ? [`beside ${not.map(({ present }) => (present ? 'present' : 'absent')).join()}`] : []),
    ].join(' ')
  })
}

const expected = (text: string) =>
  text
    .split(/[\n,]/)
    .map((day) => day.trim())
    .filter((day) => day !== '')

test('who works the hours of the office: on leave from the sixth to the tenth, and once without a scan of going', () => {
  expect(countedDays('DPMPTSP.1.01')).toEqual(
    expected(`
      01 07.08 16.03, 02 07.24 16.07, 03 07.18 16.11, 04 07.10 16.48
      11 07.17 16.44
      14 07.09 16.19, 15 07.18 16.08, 16 07.20 – forgot out, 17 07.25 16.14, 18 07.11 16.42
      21 07.13 16.16, 22 07.18 16.18, 23 07.23 16.07, 24 07.27 16.13, 25 07.17 16.54
      28 07.27 16.12, 29 07.29 16.18, 30 07.29 16.03`),
  )
})

test('who may arrive until half past eight is never late by that, and goes later by as much', () => {
  expect(countedDays('DISKOMINFO.1.01')).toEqual(
    expected(`
      01 07.35 16.22, 02 08.04 16.57, 03 07.27 16.12, 04 07.26 16.51
      07 07.19 16.09, 08 08.22 17.13, 09 07.33 16.13, 10 07.42 16.28, 11 07.17 16.48
      14 07.39 16.26, 15 07.47 16.21, 16 07.26 16.07, 17 07.45 16.27, 18 07.12 16.47
      21 07.22 16.18, 22 08.05 16.36, 23 07.28 16.11, 24 07.52 16.43, 25 07.26 16.32
      28 07.39 16.26, 29 08.19 17.00, 30 07.58 16.30`),
  )
})

test('a teacher’s week has six days; he is ill from the eighteenth to the twentieth', () => {
  expect(countedDays('SMAN1JBI.1.01')).toEqual(
    expected(`
      01 07.14 15.02, 02 07.20 14.47, 03 07.23 15.04, 04 07.18 15.38, 05 07.15 14.56
      07 07.11 15.02, 08 07.20 14.55, 09 07.29 15.07, 10 07.18 14.55, 11 07.10 15.23, 12 07.29 14.53
      14 07.13 15.08, 15 07.26 14.55, 16 07.29 14.56, 17 07.18 14.54
      21 07.27 14.57, 22 07.17 14.47, 23 07.22 14.51, 24 07.18 15.01, 25 07.09 15.39, 26 07.18 15.07
      28 07.25 15.04, 29 07.19 15.00, 30 07.15 14.50`),
  )
})

test('who is seconded counts where she scans: late once, gone early once by permission, and three times the nightly job had not found her', () => {
  expect(countedDays('DPMPTSP.2.02')).toEqual(
    expected(`
      01 07.19 16.03, 02 07.28 16.09, 03 07.27 16.01 beside absent, 04 07.14 16.34
      07 07.27 16.11, 08 07.14 16.08, 09 07.17 16.18, 10 07.14 16.09, 11 07.42 16.50 late 12
      14 07.28 16.23, 15 07.21 16.16 beside absent, 16 07.19 16.17, 17 07.18 16.14, 18 07.16 16.45
      21 07.09 16.21, 22 07.15 16.24, 23 07.28 16.08, 24 07.21 16.22 beside absent, 25 07.29 16.49
      28 07.29 15.02 early 57 permitted 57 official, 29 07.22 16.15, 30 07.18 16.14`),
  )
})

test('who works four hours by contract goes at noon, and is late by the contract’s hours, once permitted for all but some minutes', () => {
  expect(countedDays('DPMPTSP.2.03')).toEqual(
    expected(`
      01 07.53 12.22, 02 07.51 12.22, 03 07.59 12.24, 04 07.58 12.08
      07 07.41 12.23, 08 07.38 12.24, 09 07.46 12.06, 10 08.25 12.18 late 25, 11 07.44 12.20
      14 07.42 12.05, 15 07.58 12.14, 16 07.42 12.10, 17 07.50 12.05, 18 07.54 12.07
      21 08.52 12.18 late 52 permitted 45 personal, 22 07.51 12.01, 23 08.07 12.18 late 7, 24 07.55 12.08, 25 07.55 12.01
      28 07.45 12.15, 29 07.52 12.18, 30 07.39 12.17`),
  )
})

test('a nurse’s night is one day, that on which it begins; at her machine nobody presses a key', () => {
  expect(countedDays('RSUDRM.2.01')).toEqual(
    expected(`
      03 06.47 13.55 early 4, 04 07.25 14.03 late 25, 05 13.39 21.08, 06 13.42 21.11, 07 20.45 07.02
      10 06.54 14.24, 11 06.45 14.14, 12 13.45 21.12, 13 13.51 21.11, 14 20.51 07.02
      17 06.54 14.17, 18 06.43 14.09, 19 13.53 21.15, 20 13.38 21.21, 21 20.39 07.20
      25 06.39 14.05, 26 13.51 21.06, 27 13.44 21.22, 28 20.46 07.10`),
  )
})

test('a machine’s month is the same in a province of any size for the people of the story, and its numbers are one person’s each', () => {
  const [machine] = machines
  const of = (people: number, pin: string) =>
    [...attlogLines(province(people), machine!, MONTH)].filter((line) => line.trim().startsWith(`${pin}\t`))
  expect(of(1_200, '101')).toEqual(of(300, '101'))
  for (const one of machines) {
    const lines = [...pinLines(small, one)].slice(1)
    expect(new Set(lines.map((line) => line.split(';')[0])).size).toBe(lines.length)
  }
})
