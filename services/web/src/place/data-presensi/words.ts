import type { Language } from '../../locals.ts'
import { capital, inWords } from '../shared/number.ts'
import { presenceWords, resultParts } from '../shared/presence/words.ts'
import { clock, type Zone } from '../shared/time.ts'
import type { SettleWrong } from './form.ts'
import type { DifferingView, OutageCause, ToldResult, WarnedLeave } from './view.ts'

const id = {
  title: 'Presensi yang berbeda',
  nothing: 'Tidak ada yang menunggu putusan',
  waiting: (n: string) => `${n} hari menunggu putusan`,
  lead: 'Satu hari, dua data. Pilih yang benar; pegawai membaca alasannya.',
  none: 'Bulan ini semua data presensi sejalan.',
  noneHere: 'Belum ditemukan sampai di sini. Teruskan ke halaman berikutnya.',
  agency: 'Instansi',
  open: 'Buka instansi',
  choose: 'Pilih satu instansi dahulu.',
  months: 'Bulan',
  settled: 'Putusan tersimpan. Pegawai membacanya di halamannya.',
  withdrawn: 'Putusan ditarik. Urutan data berlaku lagi.',
  leaves: 'Cuti yang perlu diperiksa',
  leavesLead: 'Tetap dihitung. Bila keliru, betulkan pada sumbernya.',
  noLeave: 'Semua cuti bulan ini sesuai jenisnya.',
  leaveMore: 'Cuti bulan ini terlalu banyak; tidak semua diperiksa.',
  leaveSpan: (kind: string, from: string, to: string) => `${kind}, ${from} sampai ${to}`,
  warning: {
    'kind-unknown': 'Jenis ini tidak ada dalam aturan.',
    'not-for-employment': 'Jenis ini tidak ada untuk statusnya.',
    'too-long': 'Lebih lama dari batas jenisnya.',
  } satisfies Record<WarnedLeave['warning'], string>,
  outages: 'Gangguan mesin',
  elsewhere: (n: string) => `${n} hari berisi data instansi lain. Data itu tidak dihitung.`,
  posts: 'Periksa penempatannya',
  machines: 'Mesin',
  everyMachine: 'Semua mesin',
  machinesHint: 'Kosongkan bila semua mesin. Satu mesin: hanya yang memindai di sana 14 hari sebelumnya.',
  outagesLead: 'Terlambat dan lupa absen di dalamnya tidak dihitung.',
  noOutage: 'Bulan ini tidak ada gangguan tercatat.',
  outage: (from: string, to: string) => `${from} sampai ${to}`,
  causes: {
    power: 'Listrik padam',
    network: 'Jaringan putus',
    machine: 'Mesin rusak',
    other: 'Lainnya',
  } satisfies Record<OutageCause, string>,
  add: 'Catat gangguan mesin',
  from: 'Mulai',
  to: 'Berakhir',
  day: 'Tanggal',
  hour: 'Jam',
  cause: 'Sebab',
  keep: 'Simpan gangguan',
  takeBack: 'Tarik gangguan',
  outageSaid: {
    dicatat: 'Gangguan tercatat. Presensi dihitung lagi.',
    ditarik: 'Gangguan ditarik. Presensi dihitung lagi.',
  },
  daily: 'Catatan instansi',
  machine: (devices: string) => `Mesin ${devices}`,
  toldAt: (at: string) => `menurut sumbernya ${at}`,
  counts: 'dihitung sekarang',
  by: (name: string, at: string) => `${name}, ${at}`,
  officer: 'Kepegawaian',
  reason: 'Alasan',
  settle: 'Putuskan',
  change: 'Ubah putusan',
  withdraw: 'Tarik putusan',
  about: (name: string, day: string) => `${name}, ${day}`,
  which: 'Yang benar',
  why: 'Alasan untuk pegawai',
  save: 'Simpan putusan',
  own: 'Hari Anda sendiri: diputuskan rekan atau BKD.',
  readOnly: 'Yang memutuskan: kepegawaian instansi, atau BKD.',
  more: 'Halaman berikutnya',
  error: 'Galat: ',
  summary: (n: string) => `${n} hal perlu diperbaiki`,
  errors: {
    chosen: 'Pilih data yang benar',
    reason: 'Tulis alasannya: pegawai akan membacanya',
    long: 'Perpendek: paling banyak 500 huruf',
    moment: 'Isi tanggal dan jam',
    span: 'Pilih akhir sesudah mulai',
    cause: 'Pilih sebabnya',
  } satisfies Record<SettleWrong['code'], string>,
}
const en: typeof id = {
  title: 'Attendance that differs',
  nothing: 'Nothing waits to be settled',
  waiting: (n) => `${n} to settle`,
  lead: 'One day, two records. Choose the right one; the employee reads why.',
  none: 'All attendance of this month agrees.',
  noneHere: 'Nothing found so far. Go on to the next page.',
  agency: 'Agency',
  open: 'Open agency',
  choose: 'Choose an agency first.',
  months: 'Month',
  settled: 'The decision is kept. The employee reads it.',
  withdrawn: 'The decision is taken back. The order of the records holds again.',
  leaves: 'Leave to be checked',
  leavesLead: 'It counts all the same. Where it is wrong, mend it at its source.',
  noLeave: 'All leave of this month fits its kind.',
  leaveMore: 'This month has too many leaves; not all were checked.',
  leaveSpan: (kind, from, to) => `${kind}, ${from} to ${to}`,
  warning: {
    'kind-unknown': 'The rules have no such kind.',
    'not-for-employment': 'That employment has no such kind.',
    'too-long': 'Longer than its kind may be.',
  },
  outages: 'Machines out of order',
  elsewhere: (n) => `${n} with data of another agency. It does not count.`,
  posts: 'Check the posts',
  machines: 'Machines',
  everyMachine: 'All machines',
  machinesHint: 'None means all. One machine reaches who scanned there in the 14 days before.',
  outagesLead: 'Lateness and missing scans in it do not count.',
  noOutage: 'No outage is on record this month.',
  outage: (from, to) => `${from} to ${to}`,
  causes: { power: 'Power cut', network: 'Network down', machine: 'Machine broken', other: 'Other' },
  add: 'Record an outage',
  from: 'Begin',
  to: 'End',
  day: 'Date',
  hour: 'Time',
  cause: 'Cause',
  keep: 'Save outage',
  takeBack: 'Take outage back',
  outageSaid: {
    dicatat: 'The outage is on record. Attendance counts anew.',
    ditarik: 'The outage is taken back. Attendance counts anew.',
  },
  daily: 'The agency’s record',
  machine: (devices) => `Machine ${devices}`,
  toldAt: (at) => `as of ${at} by its source`,
  counts: 'counts now',
  by: (name, at) => `${name}, ${at}`,
  officer: 'Personnel office',
  reason: 'Reason',
  settle: 'Settle',
  change: 'Change the decision',
  withdraw: 'Take it back',
  about: (name, day) => `${name}, ${day}`,
  which: 'What is right',
  why: 'Reason for the employee',
  save: 'Save decision',
  own: 'A day of your own: a colleague or BKD settles it.',
  readOnly: 'Settled by: the agency’s personnel officer, or BKD.',
  more: 'Next page',
  error: 'Error: ',
  summary: (n) => `${n} to mend`,
  errors: {
    chosen: 'Choose what is right',
    reason: 'Write the reason: the employee will read it',
    long: 'Shorten it: at most 500 letters',
    moment: 'Give a date and a time',
    span: 'Choose an end after the begin',
    cause: 'Choose the cause',
  },
}
export const differingWords = { id, en }

/** How many days wait; only where the whole month is seen. */
export function headline({ days, first, next }: DifferingView, language: Language): string {
  const words = differingWords[language]
  if (!first || next !== null) return words.title
  const waiting = days.filter(({ settled, differs }) => differs && settled === null).length
  return waiting === 0 ? words.nothing : capital(words.waiting(inWords(waiting, language)))
}

/** `Mesin PUPR-1: hadir, masuk 07.50, pulang 16.04, terlambat 20 menit.` */
export function toldSentence(told: ToldResult, zone: Zone, language: Language): string {
  const words = differingWords[language]
  const { came, went } = presenceWords[language]
  const seen = [
    ...(told.cameAt === null ? [] : [came(clock(told.cameAt, zone, language))]),
    ...(told.wentAt === null ? [] : [went(clock(told.wentAt, zone, language))]),
  ]
  const source = told.source === 'daily-result' ? words.daily : words.machine(told.devices.join(', '))
  return `${source}: ${[resultText(told, language), ...seen].join(', ')}.`
}

/** `hadir, terlambat 20 menit` */
export const resultText = (
  result: Pick<ToldResult, 'present' | 'lateMinutes' | 'earlyLeaveMinutes'>,
  language: Language,
) => resultParts(result, language).join(', ')

/** What a choice is called: its source and what it says. */
export const choiceText = (told: ToldResult, language: Language): string => {
  const words = differingWords[language]
  return `${told.source === 'daily-result' ? words.daily : words.machine(told.devices.join(', '))}: ${resultText(told, language)}`
}
