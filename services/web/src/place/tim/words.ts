import { minuteClock, presenceWords } from '../shared/presence/words.ts'
import type { Language } from '../../locals.ts'
import { capital, count, inWords, plural } from '../shared/number.ts'
import { dayAndMonth, deadline, time } from '../shared/time.ts'
import { stateNames, type Member, type MemberEntry, type StateName, type TeamDay, type TeamView } from './view.ts'

const id = {
  title: 'Tim hari ini',
  titleOf: (day: string) => `Tim pada ${day}`,
  heading: (recorded: string, people: string, today: boolean) =>
    `${recorded} dari ${people} orang ${today ? 'sudah mencatat' : 'mencatat'}`,
  nobody: 'Tidak ada orang yang Anda nilai pada hari ini',
  nobodyLead: 'Daftar ini memuat orang yang Anda nilai pada tanggal itu.',
  toToday: 'Ke hari ini',
  belum: (n: string) => `${n} belum mencatat.`,
  belumUntil: (n: string, until: string) => `${n} belum mencatat, waktunya sampai ${until}.`,
  belumClosed: (n: string) => `${n} belum mencatat, waktunya sudah lewat.`,
  away: (n: string) => `${n} tidak bertugas.`,
  off: (n: string) => `Untuk ${n} orang ini bukan hari kerja.`,
  unknown: (n: string) => `Kalender ${n} orang belum terbit.`,
  check: 'Periksa catatan',
  waiting: (n: string) => `${n} catatan menunggu Anda.`,
  noneWaiting: 'Tidak ada catatan yang menunggu Anda.',
  stood: (at: string) => `Keadaan ${at}.`,
  again: 'Muat lagi',
  filter: 'Saring keadaan',
  all: 'Semua',
  state: {
    belum: 'Belum mencatat',
    sudah: 'Sudah mencatat',
    'tidak-bertugas': 'Tidak bertugas',
    libur: 'Bukan hari kerja',
    'tanpa-kalender': 'Tanpa kalender',
  } satisfies Record<StateName, string>,
  name: 'Nama',
  date: 'Tanggal',
  show: 'Tampilkan',
  find: 'Cari orang atau hari',
  dayBefore: 'Sehari sebelumnya',
  dayAfter: 'Sehari sesudahnya',
  nothing: 'Tidak ada orang yang cocok.',
  showAll: 'Tampilkan semua',
  order: 'Urut abjad',
  column: { day: 'Hari itu', today: 'Hari ini', before: 'Hari kerja sebelumnya', waiting: 'Menunggu Anda' },
  entries: (n: number) => `${inWords(n, 'id')} catatan`,
  latest: (what: string, at: string) => `${what}, terakhir ${at}`,
  noEntry: 'belum ada catatan',
  noEntryThen: 'tidak ada catatan',
  details: {
    waiting: (n: string) => `${n} menunggu`,
    verified: (n: string) => `${n} disetujui`,
    toMend: (n: string) => `${n} perlu diperbaiki penulisnya`,
    permission: (from: string, until: string) => `izin ${from} sampai ${until}`,
  },
  kinds: { ...presenceWords.id.excused, outage: 'gangguan sistem sepanjang hari' } as Record<string, string>,
  otherKind: presenceWords.id.otherwise,
  until: (kind: string, day: string) => `${kind} sampai ${day}`,
  off1: 'bukan hari kerja',
  unknown1: 'kalender instansi belum terbit',
  read: 'Cara membaca halaman ini',
  reads: [
    'Halaman ini tidak memeringkat. Nama di tiap kelompok urut abjad.',
    'Cuti, sakit, dan dinas luar tidak mengurangi apa pun.',
    'Tiap orang dapat melihat bahwa Anda membuka daftar ini.',
  ],
  waits: 'menunggu Anda',
  box: (name: string) => `menunggu Anda dari ${name}`,
  member: {
    title: (name: string, day: string) => `${name}, ${day}`,
    back: { team: 'Kembali ke tim', find: 'Cari orang lain' },
    entries: (n: string) => `${capital(n)} catatan`,
    none: 'Tidak ada catatan pada hari ini.',
    noneToday: 'Belum ada catatan hari ini.',
    more: 'Yang lain tidak ditampilkan di sini.',
    recorded: (at: string) => `dicatat ${at}`,
    late: 'terlambat',
    additional: 'tugas tambahan',
    state: {
      waiting: 'Menunggu verifikasi',
      verified: 'Disetujui',
      returned: 'Dikembalikan',
      refused: 'Belum diterima',
      held: 'Diterima, menunggu data',
    } satisfies Record<MemberEntry['state'], string>,
  },
}
const en: typeof id = {
  title: 'Team today',
  titleOf: (day) => `Team on ${day}`,
  heading: (recorded, people, today) => `${recorded} of ${people} people ${today ? 'have recorded' : 'recorded'}`,
  nobody: 'Nobody was yours to assess on this day',
  nobodyLead: 'This list holds the people whom you assess on that date.',
  toToday: 'To today',
  belum: (n) => `${n} ${plural(n === 'One' ? 1 : 2, 'en', { one: 'has', other: 'have' })} nothing yet.`,
  belumUntil: (n, until) =>
    `${n} ${plural(n === 'One' ? 1 : 2, 'en', { one: 'has', other: 'have' })} nothing yet, with time until ${until}.`,
  belumClosed: (n) =>
    `${n} ${plural(n === 'One' ? 1 : 2, 'en', { one: 'has', other: 'have' })} nothing, and the time is over.`,
  away: (n) => `${n} ${plural(n === 'One' ? 1 : 2, 'en', { one: 'is', other: 'are' })} away.`,
  off: (n) => `For ${n} this is no working day.`,
  unknown: (n) => `The calendar of ${n} is not published yet.`,
  check: 'Check entries',
  waiting: (n) => `${n} ${plural(n === 'One' ? 1 : 2, 'en', { one: 'entry waits', other: 'entries wait' })} for you.`,
  noneWaiting: 'No entry waits for you.',
  stood: (at) => `As of ${at}.`,
  again: 'Load again',
  filter: 'Filter by state',
  all: 'All',
  state: {
    belum: 'Nothing yet',
    sudah: 'Recorded',
    'tidak-bertugas': 'Away',
    libur: 'No working day',
    'tanpa-kalender': 'No calendar',
  },
  name: 'Name',
  date: 'Date',
  show: 'Show',
  find: 'Find a person or a day',
  dayBefore: 'The day before',
  dayAfter: 'The day after',
  nothing: 'Nobody fits.',
  showAll: 'Show all',
  order: 'By name',
  column: { day: 'That day', today: 'Today', before: 'Working day before', waiting: 'Waiting for you' },
  entries: (n) => `${inWords(n, 'en')} ${plural(n, 'en', { one: 'entry', other: 'entries' })}`,
  latest: (what, at) => `${what}, the latest ${at}`,
  noEntry: 'no entry yet',
  noEntryThen: 'no entry',
  details: {
    waiting: (n) => `${n} waiting`,
    verified: (n) => `${n} approved`,
    toMend: (n) => `${n} for the writer to mend`,
    permission: (from, until) => `permission ${from} to ${until}`,
  },
  kinds: { ...presenceWords.en.excused, outage: 'system out for the whole day' },
  otherKind: presenceWords.en.otherwise,
  until: (kind, day) => `${kind} until ${day}`,
  off1: 'no working day',
  unknown1: 'the agency’s calendar is not published yet',
  read: 'How to read this page',
  reads: [
    'This page ranks nobody. Names in each group go by the alphabet.',
    'Leave, sickness and duty travel take nothing away.',
    'Everybody can see that you opened this list.',
  ],
  waits: 'waiting for you',
  box: (name) => `waiting for you from ${name}`,
  member: {
    title: (name, day) => `${name}, ${day}`,
    back: { team: 'Back to the team', find: 'Find somebody else' },
    entries: (n) => `${capital(n)} ${plural(/^one$/i.test(n) ? 1 : 2, 'en', { one: 'entry', other: 'entries' })}`,
    none: 'No entry on this day.',
    noneToday: 'No entry today yet.',
    more: 'The others are not shown here.',
    recorded: (at) => `recorded ${at}`,
    late: 'late',
    additional: 'additional task',
    state: {
      waiting: 'Waiting to be verified',
      verified: 'Approved',
      returned: 'Returned',
      refused: 'Not taken',
      held: 'Received, waiting for data',
    },
  },
}
export const teamWords = { id, en }

const said = (n: number, language: Language): string => capital(inWords(n, language))

export const teamTitle = (view: TeamView, language: Language): string => {
  const words = teamWords[language]
  if (view.people === 0) return words.nobody
  return words.heading(said(view.counts.sudah, language), count(view.people, language), view.date === view.today)
}

/** Whoever has not recorded, and why: each person once, with the heading they are all. */
export const teamLead = ({ counts, closesAt, now, zone }: TeamView, language: Language): string => {
  const words = teamWords[language]
  const n = (state: StateName) => said(counts[state], language)
  return [
    counts.belum === 0
      ? null
      : closesAt === null
        ? words.belum(n('belum'))
        : closesAt > now
          ? words.belumUntil(n('belum'), deadline(closesAt, now, zone, language))
          : words.belumClosed(n('belum')),
    counts['tidak-bertugas'] === 0 ? null : words.away(n('tidak-bertugas')),
    counts.libur === 0 ? null : words.off(inWords(counts.libur, language)),
    counts['tanpa-kalender'] === 0 ? null : words.unknown(inWords(counts['tanpa-kalender'], language)),
  ]
    .filter((part) => part !== null)
    .join(' ')
}

/** What stands on a person's day, in one sentence; and beneath it when he may be away, and the parts of its entries. */
export const daySays = (
  day: TeamDay,
  { today, zone }: Pick<TeamView, 'today' | 'zone'>,
  language: Language,
): { says: string; details: string } => {
  const words = teamWords[language]
  const part = (n: number, says: (n: string) => string) => (n === 0 ? null : says(inWords(n, language)))
  const permitted = day.permissions.map(({ from, until }) =>
    words.details.permission(minuteClock(from, language), minuteClock(until, language)),
  )
  const counted = [
    part(day.waiting, words.details.waiting),
    part(day.verified, words.details.verified),
    part(day.toMend, words.details.toMend),
  ].filter((one) => one !== null)
  const details = [permitted, counted].flatMap((some) => (some.length > 0 ? capital(some.join(', ')) : [])).join('. ')
  switch (day.state) {
    case 'sudah': {
      const what = words.entries(day.entries)
      // The hour tells something of the day itself only.
      return {
        says:
          day.latestAt === null || day.date !== today ? what : words.latest(what, time(day.latestAt, zone, language)),
        details,
      }
    }
    case 'belum':
      return { says: day.date === today ? words.noEntry : words.noEntryThen, details }
    case 'tidak-bertugas': {
      const kind = words.kinds[day.away?.kind ?? ''] ?? words.otherKind
      const until = day.away?.until ?? null
      return {
        says: until === null || until === day.date ? kind : words.until(kind, dayAndMonth(until, language)),
        details,
      }
    }
    case 'libur':
      return { says: words.off1, details }
    case 'tanpa-kalender':
      return { says: words.unknown1, details }
    default:
      return day.state satisfies never
  }
}

/** Those who are shown, state by state: first whom the superior may have to speak to. */
export const groupsOf = (members: readonly Member[]): readonly { state: StateName; members: readonly Member[] }[] =>
  stateNames
    .map((state) => ({ state, members: members.filter((member) => member.day.state === state) }))
    .filter((group) => group.members.length > 0)
