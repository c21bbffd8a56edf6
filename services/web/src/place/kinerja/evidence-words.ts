import type { Language } from '../../locals.ts'
import { numberText, targetNumber, targetText, unitText, valueText } from '../shared/indicator/words.ts'
import { count, plural, quantity, tenths } from '../shared/number.ts'
import { month, shortDate } from '../shared/time.ts'
import type { Indicator } from '../shared/indicator/view.ts'
import type { Fed } from './view.ts'

const id = {
  title: (criterion: string, period: string) => `${criterion}, ${period}`,
  lead: {
    quantity: (n: string) => `${n} catatan terverifikasi membentuk nilai ini.`,
    fed: 'Nilai ini bertumpu pada angka layanan unit.',
    both: (n: string) => `Nilai ini bertumpu pada angka layanan unit dan ${n} catatan.`,
    other: (n: string) => `${n} catatan pada triwulan ini.`,
    timeliness: (due: string, onTime: string) => `${onTime} dari ${due} hari jatuh tempo tercatat tepat waktu.`,
  },
  none: 'Tidak ada catatan di balik baris ini.',
  back: 'Kembali ke rincian nilai',
  day: 'Hari',
  state: 'Keadaan',
  entry: 'Catatan yang menentukan',
  days: {
    'on-time': 'tepat waktu',
    late: 'terlambat',
    missed: 'tanpa catatan yang disetujui',
    awaiting: 'menunggu verifikasi',
  },
  moved: 'batasnya digeser oleh gangguan atau kelonggaran',
  imported: 'diimpor',
  written: (hours: string) => `ditulis luring, tiba ${hours} jam kemudian`,
  states: { verified: 'disetujui', waiting: 'menunggu', returned: 'dikembalikan', refused: 'belum diterima' },
  receipt: 'tanda terima',
  dayTable: 'Hari kerja yang dihitung',
  entries: 'Catatan',
  fed: {
    count: (value: string) => `Jumlahnya ${value}.`,
    ratio: (value: string, amount: string, per: string) => `${value}: ${amount} untuk ${per}.`,
    level: (value: string) => `Terakhir ${value}.`,
    none: 'Belum ada angka yang dihitung.',
    target: (text: string) => `Target: ${text}.`,
    share: (target: string, parts: string) =>
      `Target ${target}: ${parts}, yaitu disepakati × hari yang ada angkanya ÷ hari rencana.`,
    points: (points: string) => `Menyumbang ${points} pada nilai kuantitas.`,
    awaiting: (known: string, due: string) => `Baru ${known} dari ${due} hari ada angkanya, jadi belum dinilai.`,
    waits: 'Belum dinilai: bobotnya dibagi ke hasil lain.',
    notDue: 'Belum ada hari yang jatuh tempo.',
    unknown: (n: string) => `${n} hari tanpa data: tidak diminta, tidak dianggap nol.`,
    full: 'Tidak ada hari yang terlewat.',
    unregistered: 'Indikatornya belum terdaftar.',
    days: (name: string) => `Hari demi hari, ${name}`,
    missing: (days: string, _n: number) => `${days} hari tanpa data`,
    whole: (name: string) => `${name}, sebulan`,
    ratioColumn: 'Rasio',
    per: 'Per',
    sum: 'Jumlah',
    from: (source: string, how: string, unit: string) => `Sumber: ${source}. Diperiksa: ${how}. Unit: ${unit}.`,
    open: 'Buka di angka layanan',
  },
}
const en: typeof id = {
  title: (criterion, period) => `${criterion}, ${period}`,
  lead: {
    quantity: (n) => `${n} verified entries make this value.`,
    fed: 'This value rests on service figures of the unit.',
    both: (n) => `This value rests on service figures of the unit and ${n} entries.`,
    other: (n) => `${n} entries in this quarter.`,
    timeliness: (due, onTime) => `${onTime} of ${due} days due were recorded in time.`,
  },
  none: 'No entry lies behind this row.',
  back: 'Back to the score',
  day: 'Day',
  state: 'State',
  entry: 'The entry that decided it',
  days: { 'on-time': 'in time', late: 'late', missed: 'no verified entry', awaiting: 'awaits verification' },
  moved: 'its limit was moved by an outage or a grace period',
  imported: 'imported',
  written: (hours) => `written offline, arrived ${hours} hours later`,
  states: { verified: 'verified', waiting: 'waiting', returned: 'returned', refused: 'not taken' },
  receipt: 'receipt',
  dayTable: 'Working days that count',
  entries: 'Entries',
  fed: {
    count: (value) => `The sum is ${value}.`,
    ratio: (value, amount, per) => `${value}: ${amount} for ${per}.`,
    level: (value) => `Last ${value}.`,
    none: 'No figure counts yet.',
    target: (text) => `Target: ${text}.`,
    share: (target, parts) => `Target ${target}: ${parts}, that is agreed × days with a figure ÷ days planned.`,
    points: (points) => `Adds ${points} to the value of quantity.`,
    awaiting: (known, due) => `Only ${known} of ${due} days have a figure, so it awaits.`,
    waits: 'Awaiting: its weight is shared by other results.',
    notDue: 'No day is due yet.',
    unknown: (n) => `${n} days without data: not asked for, never nought.`,
    full: 'No day was missed.',
    unregistered: 'Its indicator is not registered yet.',
    days: (name) => `Day by day, ${name}`,
    missing: (days, n) => `${days} ${plural(n, 'en', { one: 'day', other: 'days' })} without data`,
    whole: (name) => `${name}, the whole month`,
    ratioColumn: 'Ratio',
    per: 'Per',
    sum: 'Sum',
    from: (source, how, unit) => `Source: ${source}. Verified: ${how}. Unit: ${unit}.`,
    open: 'Open in service figures',
  },
}
export const evidenceWords: Record<Language, typeof id> = { id, en }

type Says = Pick<Indicator, 'measure' | 'unit' | 'perUnit' | 'lessIsBetter'>
/** How a result's figures are to be read: as its line in the receipt was, in the units of the registry where there is one. */
export const saysOf = ({ line, indicator }: Pick<Fed, 'line' | 'indicator'>): Says => ({
  measure: line.measure ?? 'count',
  unit: indicator?.unit ?? line.unit,
  perUnit: line.measure === 'ratio' ? (indicator?.perUnit ?? null) : null,
  lessIsBetter: line.lessIsBetter ?? false,
})

/** What the rows amount to; a ratio is the sum of amounts by the sum of what they are per. Null: nothing is known. */
export const amountsTo = ({ line, rows }: Pick<Fed, 'line' | 'rows'>): number | null => {
  if (rows.length === 0) return null
  if (line.measure !== 'ratio') return line.verified
  return line.per === undefined || line.per === 0 ? null : Math.round((line.verified * 1000) / line.per)
}

/** The sentences above the rows: what they amount to, what that is held against, what is missing. */
export function fedSentences(fed: Fed, language: Language): { sum: string; rule: readonly string[] } {
  const words = evidenceWords[language].fed
  const { line } = fed
  const says = saysOf(fed)
  const value = amountsTo(fed)
  const n = (days: number): string => count(days, language)
  const sum =
    value === null
      ? words.none
      : says.measure === 'ratio'
        ? words.ratio(
            valueText(says, value, language),
            `${quantity(line.verified, language)} ${says.unit}`,
            `${quantity(line.per ?? 0, language)} ${says.perUnit ?? ''}`.trim(),
          )
        : words[says.measure](valueText(says, value, language))
  const target =
    line.shares.length === 0
      ? words.target(targetText(says, line.agreed, language))
      : words.share(
          `${targetNumber(says, line.target, language)} ${unitText(says)}`,
          line.shares
            .map(({ agreed, due, planned }) => `${quantity(agreed, language)} × ${n(due)} ÷ ${n(planned)}`)
            .join(' + '),
        )
  const { told } = line
  const standing =
    line.missing === 'not-due'
      ? words.notDue
      : line.missing === 'awaiting'
        ? told === undefined
          ? words.waits
          : words.awaiting(n(told.known), n(told.due))
        : line.points === undefined
          ? null
          : words.points(tenths(line.points, language))
  const missing =
    told === undefined || told.due === 0
      ? null
      : told.unknown.length === 0
        ? words.full
        : words.unknown(n(told.unknown.length))
  return { sum, rule: [target, standing, missing].filter((text) => text !== null) }
}

export type FedRow = { name: string; amount: string; per: string; ratio: string; missing: boolean }
/** Days with a figure, and between them due days without one: those that follow each other in one row. */
export function fedRows({ line, indicator, rows }: Fed, language: Language): readonly FedRow[] {
  const words = evidenceWords[language].fed
  const says = saysOf({ line, indicator })
  const told = rows.map(({ span, amount, per }) => ({
    span,
    row: {
      name: span.length === 7 ? words.whole(month(`${span}-01`, language)) : shortDate(span, language),
      amount: quantity(amount, language),
      per: per === null ? '–' : quantity(per, language),
      ratio: per === null || per === 0 ? '–' : numberText(says, Math.round((amount * 1000) / per), language),
      missing: false,
    },
  }))
  const all = [...told, ...(line.told?.unknown ?? []).map((span) => ({ span, row: null }))].sort((a, b) =>
    a.span < b.span ? -1 : 1,
  )
  const shown: FedRow[] = []
  for (let at = 0; at < all.length; at++) {
    const { span, row } = all[at]!
    if (row !== null) {
      shown.push(row)
      continue
    }
    let last = at
    while (all[last + 1]?.row === null) last++
    const days = last - at + 1
    const dates = [span, all[last]!.span].map((date) => shortDate(date, language))
    const name = days === 1 ? dates[0]! : dates.join(' – ')
    shown.push({ name, amount: words.missing(count(days, language), days), per: '', ratio: '', missing: true })
    at = last
  }
  return shown
}
