import { IndicatorMeasure, type IndicatorChanged } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { figureIdOf } from '@timbang/contracts/figure-id'
import { agencyIdOf, indicatorIdOf, unitIdOf } from '@timbang/contracts/official-id'
import {
  addDays,
  boundsOf,
  type CivilDate,
  daysBetween,
  eachDay,
  type Instant,
  type Period,
  periodOf,
  startOf,
} from '@timbang/rules/civil-date'
import { type CalendarCode, isWorkingDay } from './calendars.ts'
import { type ResultTemplate, result } from './jobs/job.ts'
import { random } from './random.ts'

/** A service of the sample whose figures come from a system of its agency. Amounts as people say them. */
export interface Service {
  readonly agencyCode: string
  readonly unitCode: string
  readonly calendar: CalendarCode
  readonly code: string
  readonly meaning: { readonly id: string; readonly en: string }
  readonly unit: string
  readonly perUnit?: string
  readonly lessIsBetter: boolean
  readonly source: string
  readonly verifiedBy: string
  /** By quarter. */
  readonly targets: Readonly<Record<Period, number>>
  /** Of a day, or of a month: `first` is its first day. */
  readonly told: 'day' | 'month'
  readonly figure: (date: CivilDate) => { readonly amount: number; readonly per?: number }
}

/** Since the beginning of the quarter that lies behind; waiting grows shorter with each month. */
const monthsSince = (date: CivilDate): number => Math.max(0, Math.floor(daysBetween('2026-07-01', date) / 30))

export const services: readonly Service[] = [
  {
    agencyCode: 'RSUDRM',
    unitCode: 'RSUDRM.1',
    calendar: '6-hari',
    code: 'TUNGGU-RJ',
    meaning: { id: 'Waktu tunggu rawat jalan', en: 'Waiting time of outpatients' },
    unit: 'menit',
    perUnit: 'pasien',
    lessIsBetter: true,
    source: 'SIMRS, antrean loket',
    verifiedBy: 'Rekam medis mencocokkan sepuluh antrean sehari',
    targets: { '2026-Q3': 24, '2026-Q4': 20, '2027-Q1': 18 },
    told: 'day',
    figure: (date) => {
      const draw = random('figure', 'TUNGGU-RJ', date)
      const per = draw.between(90, 150)
      return {
        amount: Math.round(per * Math.max(9, draw.normal(25.5 - 1.4 * Math.min(6, monthsSince(date)), 2.2))),
        per,
      }
    },
  },
  {
    agencyCode: 'RSUDRM',
    unitCode: 'RSUDRM.1',
    calendar: '6-hari',
    code: 'PASIEN-RJ',
    meaning: { id: 'Pasien rawat jalan dilayani', en: 'Outpatients served' },
    unit: 'pasien',
    lessIsBetter: false,
    source: 'SIMRS, pendaftaran',
    verifiedBy: 'Rekap harian ditandatangani kepala instalasi',
    targets: { '2026-Q3': 9_000, '2026-Q4': 9_200, '2027-Q1': 9_200 },
    told: 'day',
    figure: (date) => ({ amount: random('figure', 'TUNGGU-RJ', date).between(90, 150) }),
  },
  {
    agencyCode: 'DPMPTSP',
    unitCode: 'DPMPTSP.1',
    calendar: '5-hari',
    code: 'IZIN-TERBIT',
    meaning: { id: 'Izin terbit', en: 'Permits issued' },
    unit: 'berkas',
    lessIsBetter: false,
    source: 'Sistem perizinan daerah',
    verifiedBy: 'Nomor izin urut, dicocokkan tiap Jumat',
    targets: { '2026-Q3': 2_600, '2026-Q4': 2_700, '2027-Q1': 2_700 },
    told: 'day',
    figure: (date) => {
      const draw = random('figure', 'IZIN-TERBIT', date)
      return { amount: Math.max(8, Math.round(draw.normal(41 + monthsSince(date) * 0.4, 7))) }
    },
  },
  {
    agencyCode: 'DISDIK',
    unitCode: 'DISDIK.1',
    calendar: '5-hari',
    code: 'JP-SMA',
    meaning: { id: 'Jam pelajaran SMA terlaksana', en: 'Lessons held in senior high schools' },
    unit: 'jam pelajaran',
    lessIsBetter: false,
    source: 'Dapodik, jurnal kelas',
    verifiedBy: 'Pengawas mencocokkan lima sekolah sebulan',
    targets: { '2026-Q3': 240_000, '2026-Q4': 230_000, '2027-Q1': 240_000 },
    told: 'month',
    figure: (date) => ({ amount: Math.round(random('figure', 'JP-SMA', date.slice(0, 7)).normal(78_500, 2_400)) }),
  },
]

export const indicatorOf = (service: Service): IndicatorChanged => ({
  indicatorId: '',
  agencyId: agencyIdOf(service.agencyCode),
  code: service.code,
  meaningId: service.meaning.id,
  meaningEn: service.meaning.en,
  unit: service.unit,
  perUnit: service.perUnit,
  measure:
    service.perUnit === undefined ? IndicatorMeasure.INDICATOR_MEASURE_COUNT : IndicatorMeasure.INDICATOR_MEASURE_RATIO,
  lessIsBetter: service.lessIsBetter,
  version: 0,
  targets: Object.entries(service.targets).map(([period, target]) => ({
    period,
    targetThousandths: BigInt(target) * 1000n,
  })),
  source: service.source,
  verifiedBy: service.verifiedBy,
  fromDate: '2026-01-01',
  toDate: undefined,
})

export const idOf = ({ agencyCode, code }: Service): string => indicatorIdOf(agencyIdOf(agencyCode), code)

/** A figure as its system told it; a second revision mends a slip of the first. */
export interface ToldFigure {
  readonly recordId: string
  readonly revision: number
  readonly agencyId: string
  readonly unitId: string
  readonly indicatorId: string
  readonly span: string
  readonly amount: number
  readonly per: number | undefined
  readonly toldAt: Instant
}

/** Of so many days one has no figure: the system was down, or nobody exported it. */
const MISSING = 0.06
const HOUR = 3_600_000

/** Every figure of a service that was told before an instant: of the days, or of the months that are over. */
export function figuresOf(service: Service, from: CivilDate, before: Instant): ToldFigure[] {
  const agencyId = agencyIdOf(service.agencyCode)
  const unitId = unitIdOf(service.unitCode)
  const indicatorId = idOf(service)
  const said = (span: string, amount: number, per: number | undefined, toldAt: Instant, revision = 1): ToldFigure => ({
    recordId: figureIdOf({ unitId, indicatorId, span }),
    revision,
    agencyId,
    unitId,
    indicatorId,
    span,
    amount,
    per,
    toldAt,
  })
  const figures: ToldFigure[] = []
  const last = new Date(before).toISOString().slice(0, 10)
  for (const date of eachDay(from, last)) {
    if (service.told === 'month') {
      if (!date.endsWith('-01')) continue
      const next = addDays(date, 31).slice(0, 8) + '01'
      const { amount } = service.figure(date)
      figures.push(said(date.slice(0, 7), amount, undefined, startOf(addDays(next, 2), 'WIB') + 9 * HOUR))
      continue
    }
    if (!isWorkingDay(service.calendar, date)) continue
    const draw = random('told', service.code, date)
    if (draw.chance(MISSING)) continue
    const { amount, per } = service.figure(date)
    const evening = startOf(date, 'WIB') + 17 * HOUR
    // The first figure of a quarter's second month came with a digit too many, and was mended on the day after.
    if (isMended(service, date)) {
      figures.push(said(date, amount * 10, per, evening), said(date, amount, per, evening + 16 * HOUR, 2))
    } else figures.push(said(date, amount, per, evening))
  }
  return figures.filter(({ toldAt }) => toldAt < before)
}

/** Minutes after midnight between which a service is open, and how often its system tells what has come so far. */
const OPEN = { from: 7 * 60, to: 16 * 60 } as const
export const TOLD_EVERY = 10
const TOLD_A_DAY = (OPEN.to - OPEN.from) / TOLD_EVERY

/**
 * What the system of a service has of a day at a minute after midnight; nothing of a day that is free, missing, or of which nothing has come yet.
 * Its revision follows from the minute: whoever tells it again after a restart says nothing older, and nothing else.
 */
export function soFar(service: Service, date: CivilDate, minute: number): Omit<ToldFigure, 'toldAt'> | undefined {
  if (service.told !== 'day' || !isWorkingDay(service.calendar, date)) return undefined
  if (random('told', service.code, date).chance(MISSING)) return undefined
  const revision = Math.min(TOLD_A_DAY, Math.floor((minute - OPEN.from) / TOLD_EVERY))
  if (revision < 1) return undefined
  const share = revision / TOLD_A_DAY
  const whole = service.figure(date)
  const per = whole.per === undefined ? undefined : Math.floor(whole.per * share)
  // Minutes come with the patients who waited them: the ratio is the day's from the first one on.
  const amount = per === undefined ? Math.floor(whole.amount * share) : Math.round((whole.amount * per) / whole.per!)
  if (amount === 0) return undefined
  const unitId = unitIdOf(service.unitCode)
  const indicatorId = idOf(service)
  return {
    recordId: figureIdOf({ unitId, indicatorId, span: date }),
    revision,
    agencyId: agencyIdOf(service.agencyCode),
    unitId,
    indicatorId,
    span: date,
    amount,
    per,
  }
}

/** The eleventh of a quarter's second month, or the first working day behind it. */
function isMended({ calendar }: Service, date: CivilDate): boolean {
  const eleventh = `${addDays(boundsOf(periodOf(date)).from, 45).slice(0, 8)}11`
  return date === [...eachDay(eleventh, addDays(eleventh, 10))].find((day) => isWorkingDay(calendar, day))
}

/** Results of plans that name an indicator, by the post that agreed them: the figures of the unit verify them, and no superior. */
export interface NamedResult {
  /** Its place among the results of the post's job. */
  readonly at: number
  readonly service: Service
  /** How a day's work on it is told, in the unit of its indicator. */
  readonly template: ResultTemplate
}
const serviceOf = (code: string): Service => services.find((service) => service.code === code)!
const named: Readonly<Record<string, NamedResult>> = {
  'RSUDRM.1.KA': {
    at: 1,
    service: serviceOf('TUNGGU-RJ'),
    template: result(
      'Pasien rawat jalan menunggu lebih singkat',
      'menit',
      [20, 60],
      35,
      'Mengamati antrean {topik} selama {n} menit {waktu}.',
      'Membahas waktu tunggu {topik} dengan {rapat}.',
      'Mengatur ulang jam dokter {topik} untuk pasien dari {kab}.',
    ),
  },
  'DPMPTSP.1.KA': {
    at: 1,
    service: serviceOf('IZIN-TERBIT'),
    template: result(
      'Izin terbit sesuai target',
      'berkas',
      [2, 6],
      35,
      'Menandatangani {n} izin {topik} {waktu}.',
      'Memantau {topik} di {kab}.',
      'Membahas izin yang tertahan bersama {rapat}.',
    ),
  },
  'DISDIK.1.KA': {
    at: 1,
    service: serviceOf('JP-SMA'),
    template: result(
      'Jam pelajaran SMA terlaksana',
      'jam pelajaran',
      [1, 4],
      35,
      'Mengamati {n} jam pelajaran SMA di {kec}.',
      'Menelaah jurnal kelas SMA dari {kab}.',
      'Membahas jam kosong SMA dengan {rapat}.',
    ),
  },
}
export const namedBy = (postCode: string): NamedResult | undefined => named[postCode]
/** The target of a quarter in thousandths; undefined: its agency has set none. */
export const targetOf = ({ targets }: Service, quarter: Period): number | undefined =>
  targets[quarter] === undefined ? undefined : targets[quarter] * 1000
