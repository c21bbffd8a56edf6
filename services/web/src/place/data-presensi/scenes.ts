import { lestari, sari, yusrizal } from '../shared/people.ts'
import { answered, now, openAll, refused, type Scenes, type Told, wib, type World } from '../shared/scene.ts'
import type { DifferingDay, DifferingView, ToldResult } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')>, Told<typeof import('./act.ts')> {}
}

const scans = (date: string, came: string, went: string | null, more: Partial<ToldResult> = {}): ToldResult => ({
  recordId: `s-${date}`,
  source: 'punches',
  present: true,
  lateMinutes: 0,
  earlyLeaveMinutes: 0,
  cameAt: wib(date, came),
  wentAt: went === null ? null : wib(date, went),
  devices: ['DPMPTSP-1'],
  toldAt: wib(date, went ?? came),
  ...more,
})
const nightly = (date: string, more: Partial<ToldResult> = {}): ToldResult => ({
  recordId: `n-${date}`,
  source: 'daily-result',
  present: false,
  lateMinutes: 0,
  earlyLeaveMinutes: 0,
  cameAt: null,
  wentAt: null,
  devices: [],
  toldAt: wib(date, '23.00'),
  ...more,
})
const day = (name: string, date: string, told: readonly ToldResult[], more: Partial<DifferingDay> = {}) => ({
  employeeId: `e-${name.slice(0, 3)}`,
  name,
  position: 'Pengadministrasi perizinan',
  date,
  told,
  version: 0,
  settled: null,
  own: false,
  differs: true,
  elsewhere: [],
  ...more,
})
const waiting = day('Yuliana Fitri', '2026-11-17', [
  scans('2026-11-17', '07.50', '16.04', { lateMinutes: 20, devices: ['DPMPTSP-1', 'DPMPTSP-2'] }),
  nightly('2026-11-17'),
])
const settled = day(
  'Ahmad Fauzi',
  '2026-11-12',
  [scans('2026-11-12', '07.29', '16.00'), nightly('2026-11-12', { present: true, lateMinutes: 95 })],
  {
    version: 1,
    settled: {
      present: true,
      lateMinutes: 95,
      earlyLeaveMinutes: 0,
      reason: 'Rekaman kamera: kartu dipindai rekannya. Ia sendiri tiba pukul 09.05.',
      at: wib('2026-11-13', '09.12'),
      by: 'Lestari Handayani',
    },
  },
)
const view: DifferingView = {
  leaves: {
    warned: [
      {
        name: 'Nurhayati',
        position: 'Pengelola layanan perizinan',
        kind: 'important',
        from: '2026-10-01',
        to: '2026-11-06',
        warning: 'too-long',
      },
      {
        name: 'Bambang Irawan',
        position: 'Analis perizinan',
        kind: 'long',
        from: '2026-11-02',
        to: '2026-11-20',
        warning: 'not-for-employment',
      },
    ],
    more: false,
  },
  now,
  today: '2026-11-19',
  zone: 'WIB',
  agency: { code: 'DPMPTSP', name: 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu' },
  agencies: [{ code: 'DPMPTSP', name: 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu' }],
  month: '2026-11',
  days: [
    waiting,
    day('Lestari Handayani', '2026-11-16', [scans('2026-11-16', '07.31', null), nightly('2026-11-16')], { own: true }),
    settled,
    day('Rudi Hartono', '2026-11-11', [scans('2026-11-11', '07.29', '16.02')], {
      differs: false,
      elsewhere: [
        {
          ...{ agency: 'Dinas Kesehatan', at: wib('2026-11-11', '08.14'), device: 'DINKES-2' },
          ...{ present: true, lateMinutes: 0, earlyLeaveMinutes: 0 },
        },
        { agency: '', at: null, device: '', present: false, lateMinutes: 0, earlyLeaveMinutes: 0 },
      ],
    }),
  ],
  first: true,
  next: null,
  outages: [
    {
      outageId: 'o1',
      from: wib('2026-11-10', '06.50'),
      to: wib('2026-11-10', '08.15'),
      cause: 'power',
      devices: [],
    },
    {
      outageId: 'o2',
      from: wib('2026-11-04', '06.50'),
      to: wib('2026-11-04', '16.30'),
      cause: 'machine',
      devices: ['DPMPTSP-2'],
    },
  ],
  devices: ['DPMPTSP-1', 'DPMPTSP-2', 'DPMPTSP-LANTAI-3'],
  outageId: '019a99c0-7c00-7abc-8def-0123456789ac',
  maySettle: true,
}
const ofLestari: World = {
  ...lestari,
  contradictions: answered(view),
  settleDay: answered({ refusal: null }),
}
const path = '/data/presensi'
const many = [...view.agencies, { code: 'DINKES', name: 'Dinas Kesehatan' }]

export const scenes: Scenes = {
  k3beda: { path, world: ofLestari },
  'k3beda-english': { path: `${path}?lang=en&ditarik=1`, world: ofLestari, act: openAll },
  'k3beda-open': { path, world: ofLestari, act: openAll },
  'k3beda-empty': {
    path: `${path}?bulan=2026-10`,
    world: {
      ...ofLestari,
      contradictions: answered({
        ...view,
        month: '2026-10',
        days: [],
        outages: [],
        devices: [],
        leaves: { warned: [], more: true },
      }),
    },
  },
  'k3beda-further': {
    path: `${path}?sesudah=x`,
    world: { ...ofLestari, contradictions: answered({ ...view, days: [], first: false, next: '2026-11-02~y' }) },
  },
  'k3beda-choose': {
    path,
    world: {
      ...yusrizal,
      contradictions: answered({ ...view, agency: null, agencies: many, days: [], maySettle: false }),
    },
  },
  'k3beda-reads': {
    path: `${path}?instansi=DPMPTSP`,
    world: {
      ...yusrizal,
      contradictions: answered({ ...view, agencies: many, maySettle: false, next: '2026-11-12~y' }),
    },
  },
  'k3beda-not-allowed': {
    path,
    world: {
      ...sari,
      contradictions: refused({ kind: 'not-allowed', audience: ['personnel-officer', 'bkd', 'auditor'] }),
    },
  },
  'k3beda-settled': {
    path,
    world: ofLestari,
    act: async (page) => {
      await page.locator('#e-Yul\\.2026-11-17 summary').click()
      await page.locator('#e-Yul\\.2026-11-17 .chip').first().click()
      await page.fill('#e-Yul\\.2026-11-17-reason', 'Berita acara mesin')
      await page.locator('#e-Yul\\.2026-11-17 button').click()
      await page.waitForSelector('[role=status]')
    },
  },
  'k3beda-errors': {
    path,
    world: ofLestari,
    act: async (page) => {
      await page.locator('#e-Yul\\.2026-11-17 summary').click()
      await page.locator('#e-Yul\\.2026-11-17 button').click()
      await page.waitForSelector('.errsum')
    },
  },
  'k3beda-outage-errors': {
    path,
    world: ofLestari,
    act: async (page) => {
      await page.locator('#gangguan summary').click()
      await page.locator('#gangguan details button').click()
      await page.waitForSelector('.errsum')
    },
  },
  'k3beda-outage-long': {
    path: `${path}?lang=en`,
    world: {
      ...ofLestari,
      settleDay: answered({ refusal: { code: 'attendance-outage.too-long', details: { days: 14 } } }),
    },
    act: async (page) => {
      await page.locator('#gangguan summary').click()
      await page.fill('[name=fromDate]', '2026-11-01')
      await page.fill('[name=fromTime]', '07:00')
      await page.fill('[name=toTime]', '08:00')
      await page.locator('#gangguan .chip').first().click()
      await page.locator('#gangguan details button').click()
      await page.waitForSelector('.errsum')
    },
  },
  'k3beda-outage-kept': { path: `${path}?gangguan=dicatat`, world: ofLestari },
  'k3beda-changed': {
    path,
    world: { ...ofLestari, settleDay: answered({ refusal: { code: 'settlement.changed' } }) },
    act: async (page) => {
      await page.locator('#e-Ahm\\.2026-11-12 button.quiet').click()
      await page.waitForSelector('.errsum')
    },
  },
}
