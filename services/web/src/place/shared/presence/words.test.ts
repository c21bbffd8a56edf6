import { expect, test } from 'vitest'
import { besideSentence, elsewhereLines, minuteClock, presenceSentence } from './words.ts'
import type { Presence } from './view.ts'

const at = (hour: number, minute: number) => Date.UTC(2026, 10, 18, hour - 7, minute)
const whole: Presence = {
  date: '2026-11-18',
  source: 'punches',
  present: true,
  lateMinutes: 0,
  earlyLeaveMinutes: 0,
  cameAt: at(7, 28),
  wentAt: at(16, 3),
  forgot: null,
  hours: { begin: 450, end: 960 },
  contradicted: false,
  reason: '',
  machineOut: false,
  excused: null,
  permissions: [],
  elsewhere: [],
  scans: [
    { at: at(7, 28), device: 'PUPR-1', counts: true },
    { at: at(12, 4), device: 'PUPR-3', counts: false },
    { at: at(16, 3), device: 'PUPR-1', counts: true },
  ],
}
const says = (changed: Partial<Presence>, language: 'id' | 'en' = 'id') =>
  presenceSentence({ ...whole, ...changed }, { today: '2026-11-19', zone: 'WIB' }, language)

test('a day of punches says when he came and went, and at which machine', () => {
  expect(says({})).toBe('Masuk 07.28, pulang 16.03, mesin PUPR-1.')
  expect(says({}, 'en')).toBe('In 07:28, out 16:03, machine PUPR-1.')
})
test('minutes are said, a scan that is missing is no fault', () => {
  expect(says({ lateMinutes: 25, earlyLeaveMinutes: 10 })).toBe(
    'Masuk 07.28, pulang 16.03, mesin PUPR-1, terlambat 25 menit, pulang 10 menit lebih awal.',
  )
  expect(says({ wentAt: null, forgot: 'out' })).toContain('Lupa absen pulang, nilai tidak berkurang.')
  expect(says({ cameAt: null, forgot: 'in', lateMinutes: 1 }, 'en')).toBe(
    'Out 16:03, machine PUPR-1, 1 minute late. Forgot to clock in, no points lost.',
  )
})
test('what an agency says of a day is said as its word, and an absence costs no minutes', () => {
  const daily = { source: 'daily-result' as const, cameAt: null, wentAt: null, scans: [] }
  expect(says({ ...daily, lateMinutes: 12 })).toBe('Hadir menurut catatan instansi, terlambat 12 menit.')
  expect(says({ ...daily, present: false, lateMinutes: 12 }, 'en')).toBe('Absent by the agency’s record.')
  expect(says({ contradicted: true })).toContain('Ada data lain yang berbeda dan tidak dihitung.')
})
test('an outage of the machines is said where it took something away', () => {
  expect(says({ machineOut: true, wentAt: null })).toContain('Mesin terganggu: tidak dihitung terlambat atau lupa.')
})
test('a permission says from when to when, what for, and which minutes it takes away', () => {
  const izin = { kind: 'medical', from: 780, until: 960, lateMinutes: 0, earlyLeaveMinutes: 0 }
  const nothing = { source: null, present: false, cameAt: null, wentAt: null, scans: [] }
  expect(says({ wentAt: at(15, 0), permissions: [{ ...izin, earlyLeaveMinutes: 60 }] })).toContain(
    ' Izin 13.00 sampai 16.00, berobat: 60 menit pulang awal tidak dihitung.',
  )
  expect(
    says({ permissions: [{ ...izin, kind: 'official', from: 1_380, until: 1_470, lateMinutes: 1 }] }, 'en'),
  ).toContain(' Permission 23:00 to 00:30, official matters: 1 late minute not counted.')
  expect(says({ ...nothing, permissions: [{ ...izin, kind: 'ibadah' }] })).toBe(
    'Tanpa data. Izin 13.00 sampai 16.00, keperluan lain.',
  )
})
test('what excuses a day is said by its name: a leave is never a day without data', () => {
  const nothing = { source: null, present: false, cameAt: null, wentAt: null, scans: [] }
  expect(says({ ...nothing, excused: 'leave' })).toBe('Cuti.')
  expect(says({ ...nothing, excused: 'duty-travel' }, 'en')).toBe('Duty travel.')
  expect(says({ ...nothing, excused: 'besar' })).toBe('Tidak bertugas.')
  expect(says({ excused: 'sick' })).toBe('Sakit. Masuk 07.28, pulang 16.03, mesin PUPR-1.')
})
test('what the personnel office settled is said as its decision, whatever else was told', () => {
  const settled = { source: 'settlement' as const, cameAt: null, wentAt: null, reason: 'Rekaman kamera' }
  expect(says({ ...settled, lateMinutes: 20, contradicted: true })).toBe(
    'Diputuskan kepegawaian: hadir, terlambat 20 menit. Ada data lain yang berbeda dan tidak dihitung.',
  )
  expect(says({ ...settled, present: false, lateMinutes: 20 }, 'en')).toBe('Settled by the personnel office: absent.')
})
test('a day of which nobody told is without data, today is not yet', () => {
  const nothing = { source: null, present: false, cameAt: null, wentAt: null, scans: [] }
  expect(says(nothing)).toBe('Tanpa data.')
  expect(says({ ...nothing, date: '2026-11-19' })).toBe('Belum ada data.')
})
test('two machines are named each beside its scan', () => {
  const scans = whole.scans.map((scan) => (scan.at === whole.wentAt ? { ...scan, device: 'PUPR-2' } : scan))
  expect(says({ scans })).toBe('Masuk 07.28 (PUPR-1), pulang 16.03 (PUPR-2).')
})
test('the hours stand beside, and the scans that do not count', () => {
  expect(besideSentence(whole, 'WIB', 'id')).toBe(
    'Jam kerja 07.30 sampai 16.00\u00a0WIB. Tidak dihitung: 12.04 PUPR-3.',
  )
  expect(besideSentence({ ...whole, hours: null, scans: [] }, 'WIB', 'en')).toBe('')
  expect(besideSentence({ ...whole, source: null }, 'WIB', 'en')).toBe('')
  expect([minuteClock(450, 'id'), minuteClock(1860, 'en')]).toEqual(['07.30', '07:00'])
})
test('what other agencies told is said by agency: scans by their clocks, a whole day by what it says', () => {
  const scan = (agency: string, hour: number) => ({
    ...{ agency, at: at(hour, 5), device: 'DINKES-1', present: true, lateMinutes: 0, earlyLeaveMinutes: 0 },
  })
  const whole = { ...scan('', 0), at: null, device: '', lateMinutes: 11 }
  expect(elsewhereLines([scan('Dinas Kesehatan', 8), whole, scan('Dinas Kesehatan', 16)], 'WIB', 'id')).toEqual([
    { agency: 'Dinas Kesehatan', says: '08.05 DINKES-1; 16.05 DINKES-1' },
    { agency: '', says: 'hadir, terlambat 11 menit' },
  ])
})
