import type { Language } from '../../locals.ts'
import { roleName } from '../audit/words.ts'
import { capital, count, inWords, plural } from '../shared/number.ts'
import { age, date, dayAndMonth, moment, type CivilDate, type Zone } from '../shared/time.ts'
import type { Wrong } from './form.ts'
import type { DataRowView, OwnDataView, Post, RowName, TicketLine } from './view.ts'

const id = {
  place: 'Data dan penilai saya',
  title: (assessor: string | null) => (assessor === null ? 'Anda belum punya penilai' : `Penilai Anda: ${assessor}`),
  lead: 'Periksa tiap baris. Bila salah, laporkan; catatan Anda tetap diterima.',
  placement: 'Penempatan dan penilai',
  self: 'Data diri',
  workdays: 'Hari kerja',
  rows: {
    post: 'Jabatan',
    unit: 'Unit kerja',
    assessor: 'Penilai',
    superior: 'Atasan penilai',
    name: 'Nama',
    nip: 'NIP',
    employment: 'Status',
    roles: 'Peran',
    calendar: 'Kalender',
  } satisfies Record<RowName, string>,
  wrong: 'Salah? Laporkan',
  ask: {
    post: 'Jabatan apa yang benar, sejak kapan?',
    unit: 'Unit apa yang benar?',
    assessor: 'Siapa penilai Anda yang benar, sejak kapan?',
    superior: 'Siapa yang benar?',
    name: 'Bagaimana nama yang benar?',
    nip: 'Apa yang keliru? Jangan tulis NIP di sini.',
    employment: 'Apa status yang benar?',
    roles: 'Peran mana yang keliru?',
    calendar: 'Hari mana yang keliru?',
  } satisfies Record<RowName, string>,
  hint: 'Paling banyak 1.000 huruf. Sebut nomor SK bila ada.',
  send: 'Kirim laporan',
  who: 'Kepegawaian instansi Anda membaca dan menjawabnya.',
  full: (n: string) => `Sudah ${n} laporan menunggu. Tunggu jawaban, atau tarik satu.`,
  seeNip: 'Tampilkan NIP',
  tail: (digits: string) => `Orang lain hanya melihat ${digits}.`,
  endsIn: (tail: string) => `Berakhir ${tail}`,
  capacities: { definitive: 'Definitif', plt: 'Plt', plh: 'Plh' } satisfies Record<Post['capacity'], string>,
  since: (capacity: string, from: string) => `${capacity} sejak ${from}`,
  until: (span: string, to: string) => `${span}, sampai ${to}`,
  starts: (capacity: string, from: string) => `${capacity} mulai ${from}`,
  also: 'Juga',
  noPost: 'Belum ada jabatan hari ini.',
  noAssessor: 'Tidak ada penilai hari ini.',
  noSuperior: 'Tidak ada atasan penilai hari ini.',
  next: (day: string, name: string) => `Mulai ${day}: ${name}.`,
  nextNobody: (day: string) => `Mulai ${day} tidak ada penilai. Laporkan di sini.`,
  standIn: (name: string, to: string) => `${name} memverifikasi atas namanya sampai ${to}.`,
  standInFrom: (from: string, to: string, name: string) => `${from} sampai ${to}: ${name} memverifikasi atas namanya.`,
  decides: 'Memutus keberatan Anda',
  days: (n: string) => `${n} hari kerja seminggu`,
  holidays: (n: string, year: number) => `${n} hari libur pada ${year}`,
  joint: 'cuti bersama',
  noCalendar: 'Kalender tahun ini belum terbit.',
  noRoles: 'Tidak ada peran khusus.',
  everywhere: 'seluruh provinsi',
  line: 'Garis penilai',
  decidesObjection: (title: string) => `${title}, memutus keberatan`,
  assesses: (title: string) => `${title}, menilai Anda`,
  you: 'Anda',
  nobody: 'Kosong hari ini',
  readers: 'Siapa melihat data ini',
  readersAre: (names: string) => `${names}, kepegawaian instansi Anda, dan BKD.`,
  auditor: 'Auditor dapat melihat.',
  looks: 'Lihat siapa yang sudah membuka',
  reports: 'Laporan Anda',
  none: 'Belum ada laporan.',
  states: { open: 'Menunggu', mended: 'Dibetulkan', refused: 'Ditolak', withdrawn: 'Ditarik' },
  waits: (since: string) => `Menunggu kepegawaian, sudah ${since}.`,
  answered: (at: string) => `Dijawab ${at}.`,
  filed: (at: string) => `Dilaporkan ${at}`,
  said: 'Kepegawaian:',
  changed: 'Baris ini sudah berubah sejak dilaporkan.',
  unchanged: 'Barisnya sendiri belum berubah.',
  was: 'Waktu dilaporkan',
  withdraw: 'Tarik laporan',
  withdrawOf: (row: string) => `Tarik laporan ${row}`,
  sent: 'Laporan terkirim. Kini di antrean kepegawaian instansi Anda.',
  withdrawn: 'Laporan ditarik.',
  notWithdrawn: 'Laporan belum dapat ditarik. Muat ulang halaman ini.',
  more: 'Yang lebih lama',
  error: 'Galat: ',
  summary: (n: string) => `${n} hal perlu diperbaiki`,
  errors: {
    empty: 'Tulis apa yang salah',
    long: 'Perpendek: paling banyak 1.000 huruf',
    row: 'Pilih baris yang salah, lalu laporkan di sana',
  } satisfies Record<Wrong['code'], string>,
}
const en: typeof id = {
  place: 'My data and assessor',
  title: (assessor) => (assessor === null ? 'You have no assessor yet' : `Your assessor: ${assessor}`),
  lead: 'Check each row. Report what is wrong; your entries still count.',
  placement: 'Post and assessor',
  self: 'About you',
  workdays: 'Working days',
  rows: {
    post: 'Post',
    unit: 'Unit',
    assessor: 'Assessor',
    superior: 'Assessor’s superior',
    name: 'Name',
    nip: 'NIP',
    employment: 'Employment',
    roles: 'Roles',
    calendar: 'Calendar',
  },
  wrong: 'Wrong? Report it',
  ask: {
    post: 'Which post is right, and since when?',
    unit: 'Which unit is right?',
    assessor: 'Who is your assessor, and since when?',
    superior: 'Who is right?',
    name: 'How is the name written?',
    nip: 'What is wrong? Write no NIP here.',
    employment: 'Which employment is right?',
    roles: 'Which role is wrong?',
    calendar: 'Which day is wrong?',
  },
  hint: 'At most 1,000 letters. Give the decree’s number if there is one.',
  send: 'Send report',
  who: 'Your agency’s personnel officer reads and answers it.',
  full: (n) => `You have ${n} reports waiting. Wait for an answer, or withdraw one.`,
  seeNip: 'Show NIP',
  tail: (digits) => `Others see only ${digits}.`,
  endsIn: (tail) => `Ends in ${tail}`,
  capacities: { definitive: 'Definitive', plt: 'Acting (Plt)', plh: 'Acting (Plh)' },
  since: (capacity, from) => `${capacity} since ${from}`,
  until: (span, to) => `${span}, until ${to}`,
  starts: (capacity, from) => `${capacity} from ${from}`,
  also: 'Also',
  noPost: 'No post today.',
  noAssessor: 'Nobody assesses you today.',
  noSuperior: 'Your assessor has no superior today.',
  next: (day, name) => `From ${day}: ${name}.`,
  nextNobody: (day) => `From ${day} nobody assesses you. Report it here.`,
  standIn: (name, to) => `${name} verifies in that place until ${to}.`,
  standInFrom: (from, to, name) => `${from} to ${to}: ${name} verifies in that place.`,
  decides: 'Decides your objections',
  days: (n) => `${n} working days a week`,
  holidays: (n, year) => `${n} in ${year}`,
  joint: 'joint leave',
  noCalendar: 'This year’s calendar is not published yet.',
  noRoles: 'No special role.',
  everywhere: 'the whole province',
  line: 'Line of assessors',
  decidesObjection: (title) => `${title}, decides objections`,
  assesses: (title) => `${title}, assesses you`,
  you: 'You',
  nobody: 'Vacant today',
  readers: 'Who sees this data',
  readersAre: (names) => `${names}, your agency’s personnel officer, and the personnel board.`,
  auditor: 'Auditors can look.',
  looks: 'See who has looked',
  reports: 'Your reports',
  none: 'There is no report yet.',
  states: { open: 'Waiting', mended: 'Mended', refused: 'Refused', withdrawn: 'Withdrawn' },
  waits: (since) => `It has waited for ${since}.`,
  answered: (at) => `Answered ${at}.`,
  filed: (at) => `Reported ${at}`,
  said: 'Personnel officer:',
  changed: 'This row has changed since it was reported.',
  unchanged: 'The row itself has not changed.',
  was: 'When it was reported',
  withdraw: 'Withdraw the report',
  withdrawOf: (row) => `Withdraw the report about: ${row}`,
  sent: 'Sent. It is now in the queue of your personnel officer.',
  withdrawn: 'The report is withdrawn.',
  notWithdrawn: 'It could not be withdrawn yet. Load this page again.',
  more: 'Older ones',
  error: 'Error: ',
  summary: (n) => `${n} to mend`,
  errors: {
    empty: 'Write what is wrong',
    long: 'Shorten it: at most 1,000 letters',
    row: 'Choose the row that is wrong, and report it there',
  },
}
export const ownWords = { id, en }

/** "Definitif sejak 1 Maret 2021", with its end where it has one. */
export function spanText(post: Omit<Post, 'title'>, today: CivilDate, language: Language): string {
  const words = ownWords[language]
  const capacity = words.capacities[post.capacity]
  const from = date(post.from, language)
  const span = post.from > today ? words.starts(capacity, from) : words.since(capacity, from)
  return post.to === null ? span : words.until(span, date(post.to, language))
}

/** The post that a day counts for, and those beside it. */
export function postsOf(row: DataRowView, today: CivilDate): { post: Post | null; others: readonly Post[] } {
  const [first, ...others] = row.posts
  return first !== undefined && first.from <= today ? { post: first, others } : { post: null, others: row.posts }
}

/** Who verifies in the assessor's place, and until when. */
export function standInText(
  standIn: NonNullable<OwnDataView['standIn']>,
  today: CivilDate,
  language: Language,
): string {
  const words = ownWords[language]
  const to = dayAndMonth(standIn.to, language)
  return standIn.from <= today
    ? words.standIn(standIn.name, to)
    : words.standInFrom(dayAndMonth(standIn.from, language), to, standIn.name)
}

/** "19940517 201903 2 014" */
export const groupedNip = (nip: string): string =>
  [nip.slice(0, 8), nip.slice(8, 14), nip.slice(14, 15), nip.slice(15)].filter((part) => part !== '').join(' ')

export type RowText = {
  /** What stands there, as the directory has it: Indonesian; or a sentence of ours. */
  says: string
  ours: boolean
  meta: string | null
}

/** What a row says. A whole NIP is not in it: whose it is presses for it. */
export function rowText(row: DataRowView, today: CivilDate, language: Language): RowText {
  const words = ownWords[language]
  const data = (says: string, meta: string | null = null): RowText => ({ says, ours: false, meta })
  const own = (says: string, meta: string | null = null): RowText => ({ says, ours: true, meta })
  switch (row.row) {
    case 'name':
      return data(row.name)
    case 'nip':
      return own(words.endsIn(row.nip.slice(-3)))
    case 'employment':
      return data(row.employment.toUpperCase())
    case 'post': {
      const { post } = postsOf(row, today)
      return post === null ? own(words.noPost) : data(post.title, spanText(post, today, language))
    }
    case 'unit':
      return row.unit === '' && row.agency === ''
        ? own(words.noPost)
        : data([row.unit, row.agency].filter((part) => part !== '').join(', '), row.zone)
    case 'assessor':
    case 'superior': {
      const [post] = row.posts
      if (row.name === '' || post === undefined)
        return own(row.row === 'assessor' ? words.noAssessor : words.noSuperior)
      return data(
        `${row.name}, ${post.title}`,
        row.row === 'assessor' ? spanText(post, today, language) : words.decides,
      )
    }
    case 'calendar':
      return row.year === 0
        ? own(words.noCalendar)
        : own(capital(words.days(inWords(row.weekdays, language))), holidaysText(row, language))
    case 'roles':
      return row.roles.length === 0
        ? own(words.noRoles)
        : own(
            row.roles
              .map(({ role, agencies }) => {
                const where = agencies.length === 0 ? words.everywhere : agencies.join(', ')
                return capital(`${roleName(role, language)} (${where})`)
              })
              .join('; '),
          )
    default:
      return row.row satisfies never
  }
}

export const holidaysText = (row: DataRowView, language: Language): string => {
  const n = row.holidays.length
  const said = count(n, language)
  return ownWords[language].holidays(
    language === 'en' ? `${said} ${plural(n, language, { one: 'holiday', other: 'holidays' })}` : said,
    row.year,
  )
}

/** How long somebody has waited: nobody counts his seconds. */
export const waited = (milliseconds: number, language: Language): string =>
  age(Math.max(60_000, milliseconds), language)

/** What became of a report. */
export function ticketSentences(line: TicketLine, now: number, zone: Zone, language: Language): string[] {
  const words = ownWords[language]
  switch (line.state) {
    case 'open':
      return [words.waits(waited(now - line.filedAt, language)), ...(line.changed ? [words.changed] : [])]
    case 'mended':
    case 'refused':
      return [
        words.answered(moment(line.answeredAt ?? 0, zone, language)),
        ...(line.changed ? [words.changed] : line.state === 'mended' ? [words.unchanged] : []),
      ]
    case 'withdrawn':
      return []
    default:
      return line.state satisfies never
  }
}
