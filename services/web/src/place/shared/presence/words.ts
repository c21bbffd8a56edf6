import type { Language } from '../../../locals.ts'
import { clock, type CivilDate, type Instant, type Zone } from '../time.ts'
import { capital, count, plural } from '../number.ts'
import type { Elsewhere, Presence } from './view.ts'

const id = {
  title: 'Presensi',
  came: (at: string) => `masuk ${at}`,
  went: (at: string) => `pulang ${at}`,
  at: (device: string) => `mesin ${device}`,
  daily: 'hadir menurut catatan instansi',
  absent: 'tidak hadir menurut catatan instansi',
  settled: 'diputuskan kepegawaian',
  reason: 'Alasan kepegawaian',
  present: 'hadir',
  missing: 'tidak hadir',
  none: 'tanpa data',
  notYet: 'belum ada data',
  late: (minutes: string, _: number) => `terlambat ${minutes} menit`,
  early: (minutes: string, _: number) => `pulang ${minutes} menit lebih awal`,
  forgot: { in: 'Lupa absen masuk, nilai tidak berkurang.', out: 'Lupa absen pulang, nilai tidak berkurang.' },
  excused: {
    leave: 'cuti',
    annual: 'cuti tahunan',
    long: 'cuti besar',
    sick: 'sakit',
    maternity: 'cuti melahirkan',
    important: 'cuti alasan penting',
    joint: 'cuti bersama',
    unpaid: 'cuti di luar tanggungan negara',
    'duty-travel': 'dinas luar',
  } as Record<string, string>,
  otherwise: 'tidak bertugas',
  permission: (from: string, until: string, kind: string) => `Izin ${from} sampai ${until}, ${kind}`,
  permissions: { personal: 'keperluan pribadi', medical: 'berobat', official: 'urusan dinas' } as Record<
    string,
    string
  >,
  otherPermission: 'keperluan lain',
  lateExcused: (minutes: string, _: number) => `${minutes} menit terlambat tidak dihitung`,
  earlyExcused: (minutes: string, _: number) => `${minutes} menit pulang awal tidak dihitung`,
  machineOut: 'Mesin terganggu: tidak dihitung terlambat atau lupa.',
  contradicted: 'Ada data lain yang berbeda dan tidak dihitung.',
  hours: (from: string, to: string) => `Jam kerja ${from} sampai ${to}.`,
  others: (scans: string) => `Tidak dihitung: ${scans}.`,
  from: 'Dari',
  another: 'instansi lain',
  notThere: 'Tidak dihitung: hari itu tidak ada penempatan di sana.',
  question: 'Penempatan Anda keliru? Tanyakan',
}
const en: typeof id = {
  title: 'Attendance',
  came: (at) => `in ${at}`,
  went: (at) => `out ${at}`,
  at: (device) => `machine ${device}`,
  daily: 'present by the agency’s record',
  absent: 'absent by the agency’s record',
  settled: 'settled by the personnel office',
  reason: 'Reason of the personnel office',
  present: 'present',
  missing: 'absent',
  none: 'no data',
  notYet: 'no data yet',
  late: (minutes, n) => `${minutes} ${plural(n, 'en', { one: 'minute', other: 'minutes' })} late`,
  early: (minutes, n) => `left ${minutes} ${plural(n, 'en', { one: 'minute', other: 'minutes' })} early`,
  forgot: { in: 'Forgot to clock in, no points lost.', out: 'Forgot to clock out, no points lost.' },
  excused: {
    leave: 'leave',
    annual: 'annual leave',
    long: 'long leave',
    sick: 'sick',
    maternity: 'maternity leave',
    important: 'leave for an important reason',
    joint: 'joint leave',
    unpaid: 'unpaid leave',
    'duty-travel': 'duty travel',
  },
  otherwise: 'away',
  permission: (from, until, kind) => `Permission ${from} to ${until}, ${kind}`,
  permissions: { personal: 'personal matters', medical: 'medical care', official: 'official matters' },
  otherPermission: 'other matters',
  lateExcused: (minutes, n) => `${minutes} late ${plural(n, 'en', { one: 'minute', other: 'minutes' })} not counted`,
  earlyExcused: (minutes, n) =>
    `${minutes} ${plural(n, 'en', { one: 'minute', other: 'minutes' })} of leaving early not counted`,
  machineOut: 'Machines were out: no lateness or missing scan counts.',
  contradicted: 'Other data says something else and is not counted.',
  hours: (from, to) => `Hours ${from} to ${to}.`,
  others: (scans) => `Not counted: ${scans}.`,
  from: 'From',
  another: 'another agency',
  notThere: 'Not counted: there is no post there on that day.',
  question: 'Are your posts wrong? Question them',
}
export const presenceWords = { id, en }

/** `hadir`, `terlambat 20 menit`: an absence has no minutes. */
export function resultParts(
  { present, lateMinutes, earlyLeaveMinutes }: Pick<Presence, 'present' | 'lateMinutes' | 'earlyLeaveMinutes'>,
  language: Language,
): string[] {
  const words = presenceWords[language]
  return present ? [words.present, ...minuteParts({ lateMinutes, earlyLeaveMinutes }, language)] : [words.missing]
}
function minuteParts(
  { lateMinutes, earlyLeaveMinutes }: Pick<Presence, 'lateMinutes' | 'earlyLeaveMinutes'>,
  language: Language,
): string[] {
  const words = presenceWords[language]
  return [
    ...(lateMinutes > 0 ? [words.late(count(lateMinutes, language), lateMinutes)] : []),
    ...(earlyLeaveMinutes > 0 ? [words.early(count(earlyLeaveMinutes, language), earlyLeaveMinutes)] : []),
  ]
}

/** By whom or when he was seen: `masuk 07.28, pulang 16.03, mesin PUPR-1`; each scan with its machine where there are two. */
function seen({ date, source, present, cameAt, wentAt, scans }: Presence, of: Of, language: Language): string[] {
  const words = presenceWords[language]
  if (source === null) return [date < of.today ? words.none : words.notYet]
  if (source === 'daily-result') return [present ? words.daily : words.absent]
  const counted = scans.filter((scan) => scan.counts)
  const devices = new Set(counted.map(({ device }) => device))
  const [only] = devices
  const scanAt = (at: Instant, says: (clock: string) => string) => {
    const device = devices.size < 2 ? undefined : counted.find((scan) => scan.at === at)?.device
    return says(clock(at, of.zone, language)) + (device === undefined ? '' : ` (${device})`)
  }
  return [
    ...(cameAt === null ? [] : [scanAt(cameAt, words.came)]),
    ...(wentAt === null ? [] : [scanAt(wentAt, words.went)]),
    ...(devices.size === 1 ? [words.at(only!)] : []),
  ]
}
interface Of {
  readonly today: CivilDate
  readonly zone: Zone
}

/** `Masuk 07.28, pulang 16.03, mesin PUPR-1.` */
export function presenceSentence(presence: Presence, of: Of, language: Language): string {
  const words = presenceWords[language]
  const { source, present, forgot, contradicted, machineOut, excused } = presence
  const away = excused === null ? [] : [`${capital(words.excused[excused] ?? words.otherwise)}.`]
  if (source === null && excused !== null) return away[0]!
  const parts = [...seen(presence, of, language), ...(present ? minuteParts(presence, language) : [])]
  return [
    ...away,
    source === 'settlement'
      ? `${capital(words.settled)}: ${resultParts(presence, language).join(', ')}.`
      : `${capital(parts.join(', '))}.`,
    ...(forgot === null ? [] : [words.forgot[forgot]]),
    ...presence.permissions.map((one) => permissionSentence(one, language)),
    ...(machineOut ? [words.machineOut] : []),
    ...(contradicted ? [words.contradicted] : []),
  ].join(' ')
}

/** `Izin 13.00 sampai 16.00, berobat: 60 menit pulang awal tidak dihitung.` */
function permissionSentence(
  { kind, from, until, lateMinutes, earlyLeaveMinutes }: Presence['permissions'][number],
  language: Language,
): string {
  const words = presenceWords[language]
  const excused = [
    ...(lateMinutes > 0 ? [words.lateExcused(count(lateMinutes, language), lateMinutes)] : []),
    ...(earlyLeaveMinutes > 0 ? [words.earlyExcused(count(earlyLeaveMinutes, language), earlyLeaveMinutes)] : []),
  ]
  const [begin, end] = [minuteClock(from, language), minuteClock(until, language)]
  const says = words.permission(begin, end, words.permissions[kind] ?? words.otherPermission)
  return excused.length === 0 ? `${says}.` : `${says}: ${excused.join(', ')}.`
}

/** A minute of the day as a clock; of a night's end that of the day after. */
export const minuteClock = (minute: number, language: Language): string => {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(minute / 60) % 24)}${language === 'id' ? '.' : ':'}${two(minute % 60)}`
}

/** By which hours a day is judged, and what machines told besides; empty where there is neither. */
export function besideSentence({ hours, scans, source }: Presence, zone: Zone, language: Language): string {
  const words = presenceWords[language]
  if (source !== 'punches') return ''
  const others = scans.filter((scan) => !scan.counts).map(({ at, device }) => `${clock(at, zone, language)} ${device}`)
  return [
    ...(hours === null
      ? []
      : [words.hours(minuteClock(hours.begin, language), `${minuteClock(hours.end, language)}\u00a0${zone}`)]),
    ...(others.length === 0 ? [] : [words.others(others.join(', '))]),
  ].join(' ')
}

/** What other agencies told of a day, each agency once: its scans, then what it says of the whole day. */
export function elsewhereLines(
  told: readonly Elsewhere[],
  zone: Zone,
  language: Language,
): { agency: string; says: string }[] {
  return [...Map.groupBy(told, ({ agency }) => agency)].map(([agency, of]) => ({
    agency,
    says: of
      .map((one) =>
        one.at === null ? resultParts(one, language).join(', ') : `${clock(one.at, zone, language)} ${one.device}`,
      )
      .join('; '),
  }))
}
