import type { Language } from '../../locals.ts'
import { capital, count, plural } from '../shared/number.ts'
import { presenceWords } from '../shared/presence/words.ts'
import { date, type CivilDate } from '../shared/time.ts'
import type { LeaveLine, LeaveYear } from './view.ts'

const id = {
  title: (year: number) => `Cuti ${year}`,
  name: 'Cuti',
  unavailable: 'Data cuti belum dapat dibuka. Muat lagi halaman ini nanti.',
  caption: 'Cuti tahunan dalam hari kerja',
  from: 'Dari tahun',
  had: 'Hak',
  left: 'Sisa',
  sum: 'Jumlah',
  leftOf: (left: string, had: string, _: number) => `Sisa cuti tahunan ${left} dari ${had} hari kerja.`,
  notYet: (day: string) => `Hak cuti tahunan mulai ${day}.`,
  noBalance: 'Tidak ada hak cuti tahunan yang dapat dihitung.',
  over: (days: string, _: number) => `Terpakai ${days} hari kerja melebihi hak.`,
  unknown: (year: number) => `Sisa sebelum ${year} tidak diketahui dan tidak dihitung.`,
  oldestFirst: 'Sisa yang paling lama terpakai lebih dulu.',
  taken: (year: number) => `Cuti dan dinas pada ${year}`,
  none: 'Belum ada.',
  span: (from: string, to: string) => `${from} sampai ${to}`,
  days: (days: string, _: number) => `${days} hari kerja`,
  annual: (days: string) => `${days} dari cuti tahunan`,
  warning: {
    'kind-unknown': 'Jenis ini tidak ada dalam aturan, tetap dihitung.',
    'not-for-employment': 'Jenis ini tidak ada untuk status Anda, tetap dihitung.',
    'too-long': 'Lebih lama dari batas jenisnya, tetap dihitung.',
  } satisfies Record<NonNullable<LeaveLine['warning']>, string>,
}
const en: typeof id = {
  title: (year) => `Leave in ${year}`,
  name: 'Leave',
  unavailable: 'Leave cannot be opened just now. Load this page again later.',
  caption: 'Annual leave in working days',
  from: 'Of the year',
  had: 'Right',
  left: 'Left',
  sum: 'Sum',
  leftOf: (left, had, n) =>
    `${left} of ${had} working ${plural(n, 'en', { one: 'day', other: 'days' })} of annual leave are left.`,
  notYet: (day) => `The right to annual leave begins on ${day}.`,
  noBalance: 'There is no right to annual leave that could be counted.',
  over: (days, n) =>
    `${days} working ${plural(n, 'en', { one: 'day was', other: 'days were' })} used beyond the right.`,
  unknown: (year) => `What was left before ${year} is not known and not counted.`,
  oldestFirst: 'The oldest days are used first.',
  taken: (year) => `Leave and duty travel in ${year}`,
  none: 'None yet.',
  span: (from, to) => `${from} to ${to}`,
  days: (days, n) => `${days} working ${plural(n, 'en', { one: 'day', other: 'days' })}`,
  annual: (days) => `${days} of annual leave`,
  warning: {
    'kind-unknown': 'The rules have no such kind; it counts all the same.',
    'not-for-employment': 'Your employment has no such kind; it counts all the same.',
    'too-long': 'Longer than its kind may be; it counts all the same.',
  },
}
export const leaveWords = { id, en }

const begun = ({ balance, year }: LeaveYear) => balance !== null && balance.since <= `${year}-12-31`

/** What each year gives and has left, the oldest first; years that give nothing are left out, but for the year itself. */
export function balanceRows(leave: LeaveYear): { year: number; had: number; left: number }[] {
  const { balance, year } = leave
  if (balance === null || !begun(leave)) return []
  return [2, 1, 0]
    .map((back) => ({ year: year - back, had: balance.had[back]!, left: balance.left[back]! }))
    .filter((row) => row.year === year || row.had > 0)
}

/** What is left, what was used beyond it, and of what nothing is known. */
export function balanceSentences(leave: LeaveYear, today: CivilDate, language: Language): string[] {
  const words = leaveWords[language]
  const { balance } = leave
  if (balance === null) return [words.noBalance]
  const n = (value: number) => count(value, language)
  const sum = (days: readonly number[]) => days.reduce((total, one) => total + one, 0)
  const over = balance.over > 0 ? [words.over(n(balance.over), balance.over)] : []
  if (!begun(leave)) return [words.notYet(date(balance.since, language)), ...over]
  const had = sum(balance.had)
  return [
    words.leftOf(n(sum(balance.left)), n(had), had),
    ...(balance.since > today ? [words.notYet(date(balance.since, language))] : []),
    ...over,
    ...(had > balance.had[0] ? [words.oldestFirst] : []),
    // Whoever began to serve later has nothing from before.
    ...(balance.knownFrom > Number(balance.since.slice(0, 4)) ? [words.unknown(balance.knownFrom)] : []),
  ]
}

/** `Cuti tahunan: 5 hari kerja, 3 dari cuti tahunan`: where they differ, both are said; and what the rules do not know of it. */
export function takenText({ kind, workingDays, annualDays, warning }: LeaveLine, language: Language): string {
  const words = leaveWords[language]
  const name = presenceWords[language].excused[kind] ?? presenceWords[language].otherwise
  const days = words.days(count(workingDays, language), workingDays)
  const some = annualDays > 0 && annualDays < workingDays ? `, ${words.annual(count(annualDays, language))}` : ''
  return `${capital(name)}: ${days}${some}.${warning === null ? '' : ` ${words.warning[warning]}`}`
}
