import { daysOfMonth } from '@timbang/rules/civil-date'
import type { IndicatorLine, IndicatorSum } from '../shared/indicator/view.ts'
import { lestari, rahmi, sari, yusrizal } from '../shared/people.ts'
import { answered, now, refused, type Scenes, type Told, type World } from '../shared/scene.ts'
import type { Figure, IndicatorView, MonthView, ServicesView, Span } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')>, Told<typeof import('./act.ts')> {}
}

const agency = { code: 'RSUDRM', name: 'RSUD Raden Mattaher' }
const sum = (over: Partial<IndicatorSum> = {}): IndicatorSum => ({
  span: '2026-Q4',
  amount: 4_500_000,
  per: 250_000,
  value: 18_000,
  target: 15_000,
  daysDue: 43,
  daysKnown: 40,
  enough: true,
  ...over,
})
const waiting: IndicatorLine = {
  code: 'TUNGGU-RJ',
  meaning: { id: 'Waktu tunggu rawat jalan', en: 'Waiting time of outpatients' },
  unit: 'menit',
  perUnit: 'pasien',
  measure: 'ratio',
  lessIsBetter: true,
  source: 'SIMRS, antrean loket',
  verifiedBy: 'Rekam medis mencocokkan sepuluh antrean sehari',
  from: '2026-01-01',
  to: null,
  period: '2026-Q4',
  agreed: 15_000,
  quarter: sum(),
  months: [sum({ span: '2026-10', value: 19_200 }), sum({ span: '2026-11', value: 16_400 })],
  units: 1,
  unknown: ['2026-10-14', '2026-11-06', '2026-11-18'],
  last: '2026-11-17',
}
const patients: IndicatorLine = {
  ...waiting,
  code: 'PASIEN',
  meaning: { id: 'Pasien rawat jalan dilayani', en: 'Outpatients served' },
  unit: 'pasien',
  perUnit: null,
  measure: 'count',
  lessIsBetter: false,
  agreed: 9_000_000,
  quarter: sum({ amount: 6_120_000, per: null, value: 6_120_000, target: 5_600_000 }),
  unknown: [],
  last: '2026-11-18',
}
const beds: IndicatorLine = {
  ...waiting,
  code: 'TIDUR-KOSONG',
  meaning: { id: 'Tempat tidur kosong', en: 'Free beds' },
  unit: 'ruang',
  perUnit: null,
  measure: 'level',
  lessIsBetter: false,
  agreed: null,
  quarter: sum({ amount: null, per: null, value: null, target: null, daysDue: 0, daysKnown: 0, enough: false }),
  unknown: [],
  last: null,
  to: '2026-12-31',
}
const list: ServicesView = {
  now,
  today: '2026-11-19',
  zone: 'WIB',
  agency,
  agencies: [agency],
  period: '2026-Q4',
  lines: [waiting, patients, beds],
  mayRegister: true,
}

const figure = (amount: number, per: number | null, over: Partial<Figure> = {}): Figure => ({
  recordId: '01a229c0-5400-751b-a4bb-f3a6bbc90001',
  revision: 1,
  amount: amount * 1000,
  per: per === null ? null : per * 1000,
  contradicted: false,
  ...over,
})
const missing = ['2026-11-06', '2026-11-18']
const free = (date: string): boolean => new Date(`${date}T00:00:00Z`).getUTCDay() === 0
const day = (date: string, at: number): Span => {
  const known = !missing.includes(date) && !free(date) && date !== '2026-11-19'
  return {
    span: date,
    figure: known
      ? figure(
          1_800 + ((at * 97) % 700),
          100 + ((at * 31) % 40),
          at === 3 ? { revision: 2 } : at === 9 ? { contradicted: true } : {},
        )
      : null,
    beside: false,
    others: at === 4 ? [figure(1_700, 96)] : [],
    recordId: '01a229c0-5400-751b-a4bb-f3a6bbc90001',
    revision: known ? 1 : 0,
    state: known ? 'known' : missing.includes(date) ? 'unknown' : free(date) ? 'free' : 'today',
  }
}
const units = [
  { unitId: 'u1', code: 'RSUDRM.3', name: 'Instalasi Gawat Darurat' },
  { unitId: 'u2', code: 'RSUDRM.1', name: 'Instalasi Rawat Jalan' },
]
const month: MonthView = {
  now,
  today: '2026-11-19',
  zone: 'WIB',
  agency: { agencyId: 'a', ...agency },
  indicator: { ...waiting, indicatorId: 'i' },
  units,
  unit: units[1]!,
  month: '2026-11',
  previous: '2026-10',
  next: null,
  days: daysOfMonth('2026-11')
    .filter((date) => date <= '2026-11-19')
    .map(day),
  whole: {
    span: '2026-11',
    figure: null,
    beside: false,
    others: [],
    recordId: '01a229c0-5400-751b-a4bb-f3a6bbc90002',
    revision: 0,
    state: 'free',
  },
  sum: sum({ span: '2026-11', amount: 30_870_000, per: 1_694_000, value: 18_223 }),
  unknown: 2,
  mayTell: true,
}
const counted: MonthView = {
  ...month,
  indicator: { ...patients, indicatorId: 'p' },
  month: '2026-10',
  previous: '2026-09',
  next: '2026-11',
  days: daysOfMonth('2026-10').map((date) => ({
    ...day(date, Number(date.slice(8))),
    figure: figure(100 + (Number(date.slice(8)) % 7) * 9, null),
    others: [],
    state: 'known' as const,
  })),
  whole: { ...month.whole, span: '2026-10', figure: figure(4_000, null), beside: true, state: 'known' },
  sum: sum({ span: '2026-10', amount: 3_937_000, per: null, value: 3_937_000, target: 3_700_000 }),
  unknown: 0,
}
const form: IndicatorView = {
  agency: { agencyId: 'a', ...agency },
  known: null,
  quarters: [2026, 2027].flatMap((year) => [1, 2, 3, 4].map((quarter) => `${year}-Q${quarter}`)),
  today: '2026-11-19',
  mayRegister: true,
}
const ofLestari: World = {
  ...lestari,
  services: answered(list),
  figureMonth: answered(month),
  tellFigure: answered({ kind: 'told', receipt: '3-1721' }),
  indicatorForm: answered(form),
  setIndicator: answered({ refusal: null }),
}
const path = '/data/layanan/angka?instansi=RSUDRM&indikator=TUNGGU-RJ&unit=RSUDRM.1&bulan=2026-11'
const formPath = '/data/layanan/indikator?instansi=RSUDRM'
const shows = (over: Partial<MonthView>): World => ({ ...ofLestari, figureMonth: answered({ ...month, ...over }) })

export const scenes: Scenes = {
  layanan: { path: '/data/layanan?instansi=RSUDRM', world: ofLestari },
  'layanan-good': {
    path: '/data/layanan?tersimpan=PASIEN&lang=en',
    world: { ...ofLestari, services: answered({ ...list, lines: [patients] }) },
  },
  'layanan-empty': {
    path: '/data/layanan',
    world: { ...ofLestari, services: answered({ ...list, lines: [] }) },
  },
  'layanan-reads': {
    path: '/data/layanan?instansi=RSUDRM&lang=en',
    world: {
      ...yusrizal,
      services: answered({
        ...list,
        agencies: [agency, { code: 'DPMPTSP', name: 'DPMPTSP' }],
        lines: [{ ...patients, quarter: { ...patients.quarter, enough: false, daysKnown: 12 } }],
        mayRegister: false,
      }),
    },
  },
  'layanan-choose': {
    path: '/data/layanan',
    world: {
      ...yusrizal,
      services: answered({ ...list, agency: null, lines: [], agencies: [agency, agency], mayRegister: false }),
    },
  },
  'layanan-not-allowed': {
    path: '/data/layanan?instansi=DINKES',
    world: {
      ...sari,
      services: refused({ kind: 'not-allowed', audience: ['personnel-officer', 'agency-head', 'bkd', 'auditor'] }),
    },
  },
  angka: { path, world: ofLestari },
  'angka-told': {
    path,
    world: ofLestari,
    act: async (page) => {
      await page.fill('#amount', '2.140')
      await page.fill('#per', '120')
      await page.click('main form .btn')
      await page.waitForSelector('[role=status]')
    },
  },
  'angka-withdrawn': {
    path: `${path}&hari=2026-11-17&lang=en`,
    world: ofLestari,
    act: async (page) => {
      await page.click('#isi-angka summary')
      await page.click('#isi-angka details .btn2')
      await page.waitForSelector('[role=status]')
    },
  },
  'angka-same': {
    path: `${path}&hari=2026-11-17`,
    world: ofLestari,
    act: async (page) => {
      await page.click('main form .btn')
      await page.waitForSelector('[role=status]')
    },
  },
  'angka-errors': {
    path,
    world: ofLestari,
    act: async (page) => {
      await page.fill('#amount', 'dua belas')
      await page.click('main form .btn')
      await page.waitForSelector('.errsum')
    },
  },
  'angka-changed': {
    path: `${path}&lang=en`,
    world: { ...ofLestari, tellFigure: answered({ kind: 'changed' }) },
    act: async (page) => {
      await page.fill('#amount', '2140')
      await page.fill('#per', '120')
      await page.click('main form .btn')
      await page.waitForSelector('.errsum')
    },
  },
  'angka-refused': {
    path,
    world: {
      ...ofLestari,
      tellFigure: answered({ kind: 'refused', refusals: [{ code: 'figure.per-nobody', field: 'figure.per' }] }),
    },
    act: async (page) => {
      await page.fill('#amount', '5')
      await page.fill('#per', '0')
      await page.click('main form .btn')
      await page.waitForSelector('.errsum')
    },
  },
  'angka-full': {
    path: '/data/layanan/angka?instansi=RSUDRM&indikator=PASIEN&unit=RSUDRM.1&bulan=2026-10',
    world: { ...ofLestari, figureMonth: answered(counted) },
  },
  'angka-month': { path: `${path}&hari=2026-11`, world: ofLestari },
  'angka-empty': {
    path: `${path}&lang=en`,
    world: shows({
      days: month.days.map((one) => ({ ...one, figure: null, others: [], state: free(one.span) ? 'free' : 'unknown' })),
      units: [units[1]!],
      sum: sum({ amount: null, per: null, value: null, target: null, daysKnown: 0, enough: false }),
      unknown: 16,
    }),
  },
  'angka-reads': { path, world: { ...rahmi, figureMonth: answered({ ...month, mayTell: false }) } },
  'angka-gone': { path, world: { ...lestari, figureMonth: refused({ kind: 'not-found' }) } },
  indikator: { path: formPath, world: ofLestari },
  'indikator-change': {
    path: `${formPath}&kode=TUNGGU-RJ&lang=en`,
    world: {
      ...ofLestari,
      indicatorForm: answered({
        ...form,
        known: { ...waiting, version: 3, targets: [{ period: '2026-Q4', target: 15_000 }] },
      }),
    },
  },
  'indikator-errors': {
    path: formPath,
    world: ofLestari,
    act: async (page) => {
      await page.click('main form .btn')
      await page.waitForSelector('.errsum')
    },
  },
  'indikator-taken': {
    path: formPath,
    world: {
      ...ofLestari,
      setIndicator: answered({ refusal: { code: 'indicator.code-taken', details: { code: 'PASIEN' }, field: 'code' } }),
    },
    act: async (page) => {
      await page.fill('#code', 'PASIEN')
      for (const field of ['meaningId', 'meaningEn', 'source', 'verifiedBy']) await page.fill(`#${field}`, 'Pasien')
      await page.check('input[name=measure][value=count]', { force: true })
      await page.selectOption('#unit', 'pasien')
      await page.check('input[name=direction][value=more]', { force: true })
      await page.click('main form .btn')
      await page.waitForSelector('.errsum')
    },
  },
  'indikator-not-allowed': {
    path: formPath,
    world: { ...rahmi, indicatorForm: refused({ kind: 'not-allowed', audience: ['personnel-officer', 'bkd'] }) },
  },
}
