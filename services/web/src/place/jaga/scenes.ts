import { daysOfMonth } from '@timbang/rules/civil-date'
import type { Shift } from '@timbang/rules/shift'
import { hendra, lestari, sari, yusrizal } from '../shared/people.ts'
import { answered, now, refused, type Scenes, type Told, type World } from '../shared/scene.ts'
import { minutesOf } from './grid.ts'
import type { DutyPerson, MineView, UnitView } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')>, Told<typeof import('./act.ts')> {}
}

const shifts: readonly Shift[] = [
  { code: 'P', beginMinute: 420, endMinute: 840, breakMinutes: 30 },
  { code: 'S', beginMinute: 840, endMinute: 1260, breakMinutes: 30 },
  { code: 'M', beginMinute: 1260, endMinute: 1860, breakMinutes: 60 },
]
const month = '2026-12'
const dates = daysOfMonth(month)
const pattern = ['P', 'P', 'S', 'S', 'M', 'L', 'L']
const of = (code: string) => shifts.filter((shift) => shift.code === code)
const person = (nth: number, name: string, over: Partial<DutyPerson> = {}): DutyPerson => {
  const cells = dates.map((_, day) => pattern[(day + 7 - nth) % 7]!)
  return {
    employeeId: `00000000-0000-4000-8000-0000000006${String(nth).padStart(2, '0')}`,
    name,
    position: 'Perawat Terampil',
    version: 1,
    cells,
    held: dates.map(() => true),
    swap: null,
    minutes: cells.reduce((sum, code) => sum + minutesOf(of(code)), 0),
    ...over,
  }
}
const none = { version: 0, cells: dates.map(() => ''), minutes: 0 }
const names = [
  'Andi Pratama',
  'Citra Lestari',
  'Eko Wahyudi',
  'Fajar Nugroho',
  'Gita Permata',
  'Hesti Rahayu',
  'Indra Gunawan',
]
const people = names.map((name, nth) => person(nth, name))
const unit: UnitView = {
  now,
  zone: 'WIB',
  code: 'RSUDRM.2',
  unit: 'Instalasi Rawat Inap',
  month,
  previous: '2026-11',
  next: '2027-01',
  dates,
  shifts,
  people: [
    ...people.slice(0, 5),
    person(5, names[5]!, none),
    person(6, names[6]!, { held: dates.map((_, day) => day < 14) }),
  ],
  sealed: false,
  mayPublish: true,
  swapId: '019a99c0-7c00-7abc-8def-0123456789ac',
}
const mine: MineView = {
  now,
  zone: 'WIB',
  today: '2026-11-19',
  month: '2026-11',
  previous: '2026-10',
  next: '2026-12',
  days: daysOfMonth('2026-11').flatMap((date, at) => {
    const worked = of(pattern[at % 7]!)
    return worked.length === 0 ? [] : { date, shifts: worked, excused: at === 8 }
  }),
}
const units = [
  { code: 'RSUDRM.3', name: 'Instalasi Gawat Darurat' },
  { code: 'RSUDRM.2', name: 'Instalasi Rawat Inap' },
]
const published = answered({ changed: 2, faults: [], refusal: null })
const ofLestari: World = {
  ...lestari,
  dutyUnit: answered(unit),
  dutyUnits: answered({ units }),
  publishDuty: published,
  swapDuty: answered({ refusal: null }),
}
const shows = (over: Partial<UnitView>): World => ({ ...ofLestari, dutyUnit: answered({ ...unit, ...over }) })
const path = '/jaga/unit/RSUDRM.2?bulan=2026-12'
/** What is typed differs from what is published on two days of the first one. */
const type = async (page: import('playwright-core').Page, ...texts: string[]) => {
  for (const [at, text] of texts.entries()) await page.fill(`#c-0-${at + 1}`, text)
  await page.locator('main .btn').click()
}

export const scenes: Scenes = {
  jaga: { path, world: ofLestari },
  'jaga-english': { path: `${path}&lang=en`, world: ofLestari },
  'jaga-new': {
    path,
    world: shows({ people: names.map((name, nth) => person(nth, name, none)), shifts: [] }),
  },
  'jaga-swapped': {
    path: `${path}&tertukar=1`,
    world: shows({
      people: people.map((one, nth) =>
        nth === 1 || nth === 3 ? { ...one, swap: { swapId: 'x', dates: ['2026-12-03', '2026-12-05'] } } : one,
      ),
    }),
  },
  'jaga-swap-refused': {
    path: `${path}&lang=en`,
    world: { ...ofLestari, swapDuty: answered({ refusal: { code: 'duty.no-rest', details: { hours: 8 } } }) },
    act: async (page) => {
      await page.locator('#tukar summary').click()
      await page.selectOption('#tukar-pertama', { index: 1 })
      await page.selectOption('#tukar-kedua', { index: 2 })
      await page.fill('#tukar-0', '2026-12-04')
      await page.locator('#tukar details button').click()
      await page.waitForSelector('.errsum')
    },
  },
  'jaga-nobody': { path, world: shows({ people: [] }) },
  'jaga-sealed': { path: `${path}&terbit=2`, world: shows({ sealed: true, people, next: null }) },
  'jaga-same': { path: `${path}&terbit=sama&lang=en`, world: ofLestari },
  'jaga-reads': { path, world: { ...yusrizal, dutyUnit: answered({ ...unit, mayPublish: false }) } },
  'jaga-not-allowed': {
    path,
    world: { ...sari, dutyUnit: refused({ kind: 'not-allowed', audience: ['unit-head', 'personnel-officer'] }) },
  },
  'jaga-unreadable': {
    path,
    world: ofLestari,
    act: async (page) => {
      await type(page, 'A,B,C', 'P')
      await page.waitForSelector('.errsum')
    },
  },
  'jaga-faults': {
    path,
    world: {
      ...ofLestari,
      publishDuty: answered({
        changed: 0,
        refusal: null,
        faults: [
          { employeeId: people[0]!.employeeId, date: '2026-12-02', code: 'duty.overlap' },
          { employeeId: people[1]!.employeeId, date: null, code: 'duty.changed-meanwhile' },
        ],
      }),
    },
    act: async (page) => {
      await type(page, 'M', '06:00-12:00')
      await page.waitForSelector('.errsum')
    },
  },
  'jaga-refused': {
    path: `${path}&lang=en`,
    world: {
      ...ofLestari,
      publishDuty: answered({
        changed: 0,
        refusal: { code: 'duty.too-far', details: { months: 2 } },
        faults: [],
      }),
    },
    act: async (page) => {
      await type(page, 'M')
      await page.waitForSelector('.errsum')
    },
  },
  'jaga-sure': {
    path,
    world: ofLestari,
    act: async (page) => {
      await type(page, 'M', 'L')
      await page.waitForURL(/yakin/)
    },
  },
  'jaga-sure-sealed': {
    path: `${path}&lang=en`,
    world: shows({ sealed: true }),
    act: async (page) => {
      await type(page, 'M', 'L')
      await page.waitForURL(/yakin/)
    },
  },
  'jaga-done': {
    path,
    world: ofLestari,
    act: async (page) => {
      await page.focus('#c-0-1')
      for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key)
      const [at, kind] = await page.evaluate(() => [
        document.activeElement?.id,
        document.activeElement?.closest('td')?.dataset['kind'],
      ])
      if (at !== 'c-1-2') throw new Error(`the arrows led to ${at}`)
      await page.keyboard.type('m')
      const night = await page.evaluate(() => document.activeElement?.closest('td')?.dataset['kind'])
      if (kind !== 'day' || night !== 'night') throw new Error(`the cell showed ${kind}, then ${night}`)
      await type(page, 'M', 'L')
      await page.waitForURL(/yakin/)
      await page.locator('main .btn').click()
      await page.waitForSelector('[role=status]')
    },
  },
  'jaga-late': { path: '/jaga/unit/RSUDRM.2/yakin?bulan=2026-12', world: ofLestari },
  'jaga-units': { path: '/jaga/unit', world: ofLestari },
  'jaga-units-none': { path: '/jaga/unit?lang=en', world: { ...lestari, dutyUnits: answered({ units: [] }) } },
  'jaga-unavailable': {
    path,
    world: { ...hendra, dutyUnit: refused({ kind: 'unavailable', code: '7F3K', at: now }) },
  },
  'jaga-mine': { path: '/jaga', world: { ...sari, myDuty: answered(mine) } },
  'jaga-mine-english': { path: '/jaga?lang=en', world: { ...sari, myDuty: answered(mine) } },
  'jaga-mine-none': {
    path: '/jaga?bulan=2027-01',
    world: { ...sari, myDuty: answered({ ...mine, month: '2027-01', previous: '2026-12', next: null, days: [] }) },
  },
}
