import type { Language } from '../../locals.ts'
import { dayState, monthSum, todayWords } from '../hari-ini/words.ts'
import { count, plural } from '../shared/number.ts'
import { month as monthName, weekdayOf } from '../shared/time.ts'
import { isNarrow } from './filter.ts'
import type { HistoryDay, HistoryView, StateName } from './view.ts'

const id = {
  title: 'Riwayat',
  until: (day: string, at: string) => `Sampai ${day}, ${at}`,
  recorded: (month: string, recorded: number, due: number) => `${month}: ${recorded} dari ${due} hari tercatat`,
  noDays: (month: string) => `${month}: tidak ada hari kerja`,
  starts: (month: string) => `${month} baru mulai`,
  allRecorded: 'Setiap hari kerja yang sudah lewat tercatat.',
  record: (day: string) => `Catat ${day}`,
  months: 'Pilih bulan',
  otherMonths: 'Bulan lain',
  perDay: 'Catatan per hari',
  caption: (month: string) => `Jumlah catatan tiap hari, ${month}`,
  weekdays: [
    ['Sen', 'Senin'],
    ['Sel', 'Selasa'],
    ['Rab', 'Rabu'],
    ['Kam', 'Kamis'],
    ['Jum', 'Jumat'],
    ['Sab', 'Sabtu'],
    ['Min', 'Minggu'],
  ] as readonly (readonly [string, string])[],
  cell: (entries: string, state: string) => `${entries} catatan, ${state}`,
  rest: 'bukan hari kerja',
  key: {
    shade: 'Makin gelap, makin banyak catatan',
    late: 'Setengah: hanya yang terlambat',
    none: 'Garis tebal: belum tercatat',
    excused: 'Strip: tidak perlu melapor',
  },
  file: 'Unduh bulan ini (CSV)',
  fileNote: 'Kolomnya sama dengan isian harian BKN. NIP Anda ada di dalamnya: simpan berkasnya dengan aman.',
  find: 'Cari catatan',
  words: 'Kata',
  result: 'Hasil kerja',
  anyResult: 'Semua',
  additional: 'Tugas tambahan',
  go: 'Cari',
  states: 'Saring keadaan',
  all: 'Semua',
  state: {
    disetujui: 'Disetujui',
    menunggu: 'Menunggu',
    dikembalikan: 'Dikembalikan',
    belum: 'Belum diterima',
    ditarik: 'Ditarik kembali',
  } satisfies Record<StateName, string>,
  onDay: (day: string) => `Hanya ${day}.`,
  allDays: 'Tampilkan semua hari',
  empty: (month: string) => `Belum ada catatan pada ${month}.`,
  recordOne: 'Catat satu pekerjaan',
  toToday: 'Ke hari ini',
  nothing: 'Tidak ada catatan yang cocok.',
  showAll: 'Tampilkan semua',
  more: 'Tampilkan berikutnya',
  fromStart: 'Dari awal bulan ini',
}
const en: typeof id = {
  title: 'History',
  until: (day, at) => `Up to ${day}, ${at}`,
  recorded: (month, recorded, due) => `${month}: ${recorded} of ${due} days recorded`,
  noDays: (month) => `${month}: no working day`,
  starts: (month) => `${month} has just begun`,
  allRecorded: 'Every working day so far is recorded.',
  record: (day) => `Record ${day}`,
  months: 'Choose a month',
  otherMonths: 'Another month',
  perDay: 'Entries day by day',
  caption: (month) => `Number of entries each day, ${month}`,
  weekdays: [
    ['Mon', 'Monday'],
    ['Tue', 'Tuesday'],
    ['Wed', 'Wednesday'],
    ['Thu', 'Thursday'],
    ['Fri', 'Friday'],
    ['Sat', 'Saturday'],
    ['Sun', 'Sunday'],
  ],
  cell: (entries, state) => `${entries} ${plural(Number(entries), 'en', { one: 'entry', other: 'entries' })}, ${state}`,
  rest: 'no working day',
  key: {
    shade: 'The darker, the more entries',
    late: 'Half: only late ones',
    none: 'Thick line: not recorded',
    excused: 'Dash: need not report',
  },
  file: 'Download this month (CSV)',
  fileNote: 'Its columns are those of the national daily progress. Your NIP is in it: keep the file safe.',
  find: 'Find entries',
  words: 'Words',
  result: 'Result',
  anyResult: 'All',
  additional: 'Additional task',
  go: 'Find',
  states: 'Filter by state',
  all: 'All',
  state: {
    disetujui: 'Approved',
    menunggu: 'Waiting',
    dikembalikan: 'Returned',
    belum: 'Not taken',
    ditarik: 'Taken back',
  },
  onDay: (day) => `Only ${day}.`,
  allDays: 'Show all days',
  empty: (month) => `No entry in ${month} yet.`,
  recordOne: 'Record one piece of work',
  toToday: 'To today',
  nothing: 'No entry fits.',
  showAll: 'Show all',
  more: 'Show the next',
  fromStart: 'From the start of this month',
}
export const historyWords = { id, en }

/** Of the working days of a month, as the strip of the first page knows them. */
export const workDays = (view: HistoryView): readonly HistoryDay[] => view.days.filter((day) => day.working)

/** How much of the month is recorded. */
export const monthSentence = (view: HistoryView, language: Language): string => {
  const words = historyWords[language]
  const name = monthName(`${view.month}-01`, language)
  const days = workDays(view)
  if (days.length === 0) return words.noDays(name)
  const { recorded, due } = monthSum({ month: days, today: view.today })
  return due === 0 ? words.starts(name) : words.recorded(name, recorded, due)
}

/** How dark a cell is: five pieces of work are an ordinary day. */
export const shadeOf = (entries: number): 0 | 1 | 2 | 3 => (entries === 0 ? 0 : entries < 3 ? 1 : entries < 5 ? 2 : 3)

/** What a cell of the calendar says besides its number, where it leads, and how it looks. */
export const cellOf = (
  day: HistoryDay,
  view: HistoryView,
  language: Language,
): { figure: string; says: string; href: string | null; looks: string } => {
  const words = historyWords[language]
  const past = day.date <= view.today
  const says = words.cell(
    count(day.entries, language),
    day.working ? dayState(day, view, language).toLowerCase() : words.rest,
  )
  const ofDay = `/riwayat?bulan=${view.month}&hari=${day.date}#daftar`
  if (day.entries > 0)
    return {
      figure: count(day.entries, language),
      says,
      href: ofDay,
      looks: day.state === 'late' ? 'late' : `s${shadeOf(day.entries)}`,
    }
  if (!day.working) return { figure: '', says: words.rest, href: null, looks: 'rest' }
  if (day.state === 'excused')
    return { figure: '–', says: todayWords[language].kinds.excused.toLowerCase(), href: null, looks: 'off' }
  if (!past) return { figure: '', says: todayWords[language].kinds.upcoming.toLowerCase(), href: null, looks: 'next' }
  // A day that is still open leads to where it can be recorded.
  const open = day.state === 'open'
  return {
    figure: '0',
    says,
    href: open ? `/catat?tanggal=${day.date}` : null,
    looks: day.date === view.today ? 'next' : 'none',
  }
}

/** The weeks of a month, Monday first; null where a week's day is of another month. */
export const weeksOf = (days: readonly HistoryDay[]): readonly (readonly (HistoryDay | null)[])[] => {
  const first = days[0]
  if (first === undefined) return []
  const cells: (HistoryDay | null)[] = [...Array.from({ length: weekdayOf(first.date) }, () => null), ...days]
  while (cells.length % 7 !== 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}

/** What is shown when nothing is found: why, and the one next act. */
export const emptySentence = (view: HistoryView, language: Language): { says: string; next: string; href: string } => {
  const words = historyWords[language]
  if (isNarrow(view.find)) return { says: words.nothing, next: words.showAll, href: `/riwayat?bulan=${view.month}` }
  const says = words.empty(monthName(`${view.month}-01`, language))
  return view.month === view.today.slice(0, 7)
    ? { says, next: words.recordOne, href: '/catat' }
    : { says, next: words.toToday, href: '/hari-ini' }
}
