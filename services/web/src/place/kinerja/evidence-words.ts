import type { Language } from '../../locals.ts'

const id = {
  title: (criterion: string, period: string) => `${criterion}, ${period}`,
  lead: {
    quantity: (n: string) => `${n} catatan terverifikasi membentuk nilai ini.`,
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
}
const en: typeof id = {
  title: (criterion, period) => `${criterion}, ${period}`,
  lead: {
    quantity: (n) => `${n} verified entries make this value.`,
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
}
export const evidenceWords: Record<Language, typeof id> = { id, en }
