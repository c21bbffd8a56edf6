import type { Language } from '../../locals.ts'
import type { TodayView, Turn, WorkDay } from './view.ts'
import type { CivilDate, Instant, Zone } from '../shared/time.ts'
import { capital, inWords, percent, plural, pluralSaid } from '../shared/number.ts'
import { age, dayAndMonth, deadline, hourOf, moment, month, quarter, time, weekdayAndDay } from '../shared/time.ts'

const id = {
  duty: (shifts: string) => `Jaga hari ini: ${shifts}.`,
  dutyOff: 'Hari ini Anda libur jaga.',
  title: 'Hari ini',
  greeting: ['Selamat pagi', 'Selamat siang', 'Selamat sore', 'Selamat malam'],
  recorded: 'Hari ini sudah tercatat.',
  notYet: 'Hari ini belum tercatat.',
  restDay: 'Hari ini bukan hari kerja.',
  excused: 'Hari ini Anda tidak perlu melapor.',
  nothingWaits: 'Tidak ada yang menunggu Anda.',
  nothingElse: 'Selebihnya tidak ada yang menunggu Anda.',
  turnsWait: { before: '', link: (n: string) => `${n} hal`, after: ' menunggu giliran Anda.' },
  month: (recorded: number, due: number) => `${recorded} dari ${due} hari kerja tercatat`,
  monthEmpty: (name: string) => `Belum ada hari kerja pada ${name}`,
  monthStart: (name: string) => `${name} baru mulai`,
  perDay: 'Lihat per hari',
  history: 'Buka riwayat',
  ofDay: (n: number, day: string) => `${n} catatan, ${day}`,
  caption: (name: string) => `Hari kerja ${name} sampai hari ini`,
  day: 'Hari',
  state: 'Keadaan',
  entries: 'Catatan',
  turns: 'Giliran Anda',
  todaysEntries: 'Catatan hari ini',
  noEntries: 'Belum ada catatan hari ini.',
  recordOne: 'Catat satu pekerjaan',
  until: (at: string) => `Catatan hari ini diterima tepat waktu sampai ${at}.`,
  toMend: 'Perlu diperbaiki, dari hari lain',
  received: (receipt: string, at: string) => `Diterima ${at}, tanda terima ${receipt}.`,
  busy: (queue: string) => `Sedang padat, antrean ${queue}. Catatan Anda sah sejak diterima.`,
  presence: (says: string) => `Presensi: ${says}`,
  kinds: {
    recorded: 'Tercatat',
    late: 'Terlambat',
    open: 'Belum',
    missed: 'Tanpa catatan',
    excused: 'Tidak perlu melapor',
    upcoming: 'Belum tiba',
  },
}
const en: typeof id = {
  duty: (shifts) => `On duty today: ${shifts}.`,
  dutyOff: 'You are off duty today.',
  title: 'Today',
  greeting: ['Good morning', 'Good afternoon', 'Good afternoon', 'Good evening'],
  recorded: 'Today is recorded.',
  notYet: 'Today is not recorded yet.',
  restDay: 'Today is not a working day.',
  excused: 'You need not report today.',
  nothingWaits: 'Nothing waits for you.',
  nothingElse: 'Nothing else waits for you.',
  turnsWait: {
    before: '',
    link: (n) => `${n} ${pluralSaid(n, 'thing waits', 'things wait')}`,
    after: ' for you.',
  },
  month: (recorded, due) => `${recorded} of ${due} working days recorded`,
  monthEmpty: (name) => `No working day yet in ${name}`,
  monthStart: (name) => `${name} has just begun`,
  perDay: 'See day by day',
  history: 'Open the history',
  ofDay: (n, day) => `${n} ${plural(n, 'en', { one: 'entry', other: 'entries' })}, ${day}`,
  caption: (name) => `Working days of ${name} up to today`,
  day: 'Day',
  state: 'State',
  entries: 'Entries',
  turns: 'Your turn',
  todaysEntries: 'Today’s entries',
  noEntries: 'No entry today yet.',
  recordOne: 'Record one piece of work',
  until: (at) => `Entries for today are in time until ${at}.`,
  toMend: 'To mend, from other days',
  received: (receipt, at) => `Received ${at}, receipt ${receipt}.`,
  busy: (queue) => `Busy now, the queue is ${queue} long. Your entry counts from its receipt.`,
  presence: (says) => `Attendance: ${says}`,
  kinds: {
    recorded: 'Recorded',
    late: 'Late',
    open: 'Not yet',
    missed: 'No entry',
    excused: 'Need not report',
    upcoming: 'To come',
  },
}
export const todayWords = { id, en }

export const greeting = (view: TodayView, language: Language): string => {
  const hour = hourOf(view.now, view.zone)
  const part = hour < 4 ? 3 : hour < 11 ? 0 : hour < 15 ? 1 : hour < 18 ? 2 : 3
  return `${todayWords[language].greeting[part]}, ${view.firstName}`
}

/** Whether today is in order, in one sentence. */
export const todaySentence = (view: TodayView, language: Language): string => {
  const words = todayWords[language]
  const today = view.month.find((day) => day.date === view.today)
  if (!today) return words.restDay
  if (today.state === 'excused') return words.excused
  return today.entries > 0 ? words.recorded : words.notYet
}

export const turnsLink = (turns: readonly Turn[], language: Language): string =>
  todayWords[language].turnsWait.link(capital(inWords(turns.length, language)))

const past = (day: WorkDay, today: CivilDate): boolean => day.date <= today && day.state !== 'excused'
/** How many of the working days so far are recorded. A day without an entry yet counts as due only when it is over. */
export const monthSum = (view: Pick<TodayView, 'month' | 'today'>): { recorded: number; due: number } => {
  const days = view.month.filter((day) => past(day, view.today) && !(day.date === view.today && day.entries === 0))
  return { recorded: days.filter((day) => day.state === 'recorded' || day.state === 'late').length, due: days.length }
}

/** The day that needs something said about it: the open one whose window closes first. */
export const openDay = (view: Pick<TodayView, 'month' | 'today'>): WorkDay | null =>
  view.month
    .filter((day) => day.state === 'open' && day.date < view.today)
    .toSorted((a, b) => a.closesAt - b.closesAt)[0] ?? null

const closes = (day: WorkDay, now: Instant): Instant => (now <= day.closesAt ? day.closesAt : day.graceEndsAt)

export const openDaySentence = (day: WorkDay, now: Instant, zone: Zone, language: Language): string => {
  const late = now > day.closesAt
  const until = deadline(closes(day, now), now, zone, language)
  const name = dayAndMonth(day.date, language)
  return language === 'id'
    ? `${name} belum tercatat. ${late ? 'Catatan masih diterima sebagai terlambat sampai' : 'Batasnya'} ${until}.`
    : `${name} is not recorded. ${late ? 'An entry is still taken as late until' : 'Record it until'} ${until}.`
}

/** One cell of the table day by day. */
export const dayState = (day: WorkDay, view: Pick<TodayView, 'today' | 'now' | 'zone'>, language: Language): string => {
  const words = todayWords[language]
  const said = words.kinds[day.state]
  if (day.date === view.today) return `${said}, ${language === 'id' ? 'hari ini' : 'today'}`
  if (day.state === 'open')
    return `${said}, ${language === 'id' ? 'batas' : 'until'} ${deadline(closes(day, view.now), view.now, view.zone, language)}`
  return said
}

/** The strip as a sentence, for those who hear it. */
export const stripSentence = (view: TodayView, language: Language): string => {
  const words = todayWords[language]
  const named = (state: WorkDay['state']): string =>
    view.month
      .filter((day) => day.state === state && day.date <= view.today)
      .map((day) => weekdayAndDay(day.date, language))
      .join(', ')
  const of = (state: WorkDay['state']): number =>
    view.month.filter((day) => day.state === state && day.date <= view.today).length
  const parts = [
    `${words.kinds.recorded} ${of('recorded')}`,
    ...(['late', 'excused', 'open', 'missed'] as const)
      .filter((state) => of(state) > 0)
      .map((state) => `${words.kinds[state]}: ${named(state)}`),
  ]
  return `${month(view.today, language)}. ${parts.join('. ')}.`
}

export const turnText = (
  turn: Turn,
  view: TodayView,
  language: Language,
): { says: string; meta: string; href: string } => {
  const indonesian = language === 'id'
  switch (turn.kind) {
    case 'mend':
      return {
        says: indonesian
          ? `Perbaiki catatan ${dayAndMonth(turn.workDate, language)}`
          : `Mend the entry of ${dayAndMonth(turn.workDate, language)}`,
        meta: {
          refused: indonesian ? 'belum diterima' : 'not taken',
          returned: indonesian ? 'dikembalikan penilai' : 'returned by your assessor',
          conflicted: indonesian ? 'nomor terpakai' : 'number in use',
        }[turn.reason],
        href: `/catat?perbaiki=${turn.recordId}`,
      }
    case 'record-day':
      return {
        says: indonesian ? `Catat ${dayAndMonth(turn.date, language)}` : `Record ${dayAndMonth(turn.date, language)}`,
        meta: `${turn.late ? (indonesian ? 'terlambat, sampai' : 'late, until') : indonesian ? 'batas' : 'until'} ${deadline(turn.closesAt, view.now, view.zone, language)}`,
        href: `/catat?tanggal=${turn.date}`,
      }
    case 'verify':
      return {
        says: indonesian
          ? `Periksa ${inWords(turn.waiting, language)} catatan tim`
          : `Check ${inWords(turn.waiting, language)} ${plural(turn.waiting, language, { one: 'entry', other: 'entries' })} of your team`,
        meta: `${indonesian ? 'tertua' : 'oldest'} ${age(view.now - turn.oldestRecordedAt, language)}`,
        href: '/verifikasi',
      }
    case 'read-score':
      return {
        says: indonesian ? 'Baca nilai Anda' : 'Read your score',
        meta: quarter(turn.period, language),
        href: `/kinerja/${turn.period}`,
      }
    case 'assess-self':
      return {
        says: indonesian ? 'Isi penilaian diri' : 'Assess yourself',
        meta: `${quarter(turn.period, language)}, ${indonesian ? 'sampai' : 'until'} ${deadline(turn.until, view.now, view.zone, language)}`,
        href: `/penilaian-diri?triwulan=${turn.period}`,
      }
    case 'assessor-changes': {
      const day = dayAndMonth(turn.from, language)
      return {
        says:
          turn.name === ''
            ? indonesian
              ? `Laporkan: mulai ${day} Anda tanpa penilai`
              : `Report it: from ${day} nobody assesses you`
            : indonesian
              ? `Kenali penilai baru Anda mulai ${day}`
              : `Meet your new assessor from ${day}`,
        meta: turn.name === '' ? (indonesian ? 'catatan tetap diterima' : 'entries still count') : turn.name,
        href: '/data-saya#assessor',
      }
    }
    case 'ticket-answered':
      return {
        says: indonesian ? 'Baca jawaban laporan data Anda' : 'Read the answer to your report',
        meta: `${turn.mended ? (indonesian ? 'dibetulkan' : 'mended') : indonesian ? 'ditolak' : 'refused'} ${moment(turn.answeredAt, view.zone, language)}`,
        href: '/data-saya#laporan',
      }
    case 'ticket':
      return {
        says: indonesian
          ? `Jawab ${inWords(turn.waiting, language)} laporan data pegawai`
          : `Answer ${inWords(turn.waiting, language)} ${plural(turn.waiting, language, { one: 'report', other: 'reports' })} about data`,
        meta: `${indonesian ? 'tertua' : 'oldest'} ${age(view.now - turn.oldestFiledAt, language)}`,
        href: '/data',
      }
    case 'grace':
      return {
        says: indonesian
          ? `Jawab ${inWords(turn.waiting, language)} permintaan kelonggaran`
          : `Answer ${inWords(turn.waiting, language)} ${plural(turn.waiting, language, { one: 'request', other: 'requests' })} for grace`,
        meta: `${indonesian ? 'tertua' : 'oldest'} ${age(view.now - turn.oldestAskedAt, language)}`,
        href: '/kelonggaran/antrean',
      }
    case 'agency-waits':
      return {
        says: indonesian
          ? `Minta penilai di ${turn.code} memeriksa ${inWords(turn.waiting, language)} catatan`
          : `Ask the assessors at ${turn.code} to check ${inWords(turn.waiting, language)} ${plural(turn.waiting, language, { one: 'entry', other: 'entries' })}`,
        meta: `${indonesian ? 'tertua' : 'oldest'} ${age(view.now - turn.oldestWaitingAt, language)}`,
        href: `/instansi/${turn.code}#unit`,
      }
    case 'agency-low':
      return {
        says: indonesian
          ? `Bicara dengan ${inWords(turn.units, language)} unit di ${turn.code}`
          : `Talk with ${inWords(turn.units, language)} ${plural(turn.units, language, { one: 'unit', other: 'units' })} at ${turn.code}`,
        meta: indonesian
          ? `mencatat di bawah ${percent(turn.limit, language)}`
          : `recording below ${percent(turn.limit, language)}`,
        href: `/instansi/${turn.code}#unit`,
      }
    case 'province':
      return {
        says: indonesian ? 'Tinjau perangkat daerah' : 'Look at the agencies',
        meta: [
          turn.attention > 0
            ? indonesian
              ? `${turn.attention} butuh perhatian`
              : `${turn.attention} ${plural(turn.attention, language, { one: 'needs', other: 'need' })} attention`
            : null,
          turn.silent > 0 ? (indonesian ? `${turn.silent} tanpa kabar` : `${turn.silent} silent`) : null,
        ]
          .filter((part) => part)
          .join(', '),
        href: '/provinsi',
      }
    case 'operator-past':
      return {
        says: indonesian ? 'Periksa antrean yang tertinggal' : 'Check the queue that is behind',
        meta: `${indonesian ? 'tertua' : 'oldest'} ${age(turn.oldestMs, language)}`,
        href: '/operator/menunggu',
      }
    case 'operator-silent':
      return {
        says: indonesian
          ? `Periksa ${inWords(turn.consumers, language)} konsumen yang diam`
          : `Check ${inWords(turn.consumers, language)} silent ${plural(turn.consumers, language, { one: 'consumer', other: 'consumers' })}`,
        meta: indonesian ? 'tanpa kabar' : 'not reporting',
        href: '/operator#konsumen',
      }
    case 'operator-dead':
      return {
        says: indonesian
          ? `Baca alasan ${inWords(turn.messages, language)} pesan rusak`
          : `Read why ${inWords(turn.messages, language)} ${plural(turn.messages, language, { one: 'message is', other: 'messages are' })} broken`,
        meta: indonesian ? 'disisihkan, tidak hilang' : 'set aside, not lost',
        href: '/operator#rusak',
      }
    case 'audit':
      return {
        says: indonesian ? 'Baca jejak audit hari ini' : 'Read today’s audit trail',
        meta: indonesian
          ? `${turn.more ? 'lebih dari ' : ''}${turn.looks} kali dilihat`
          : `${turn.more ? 'more than ' : ''}${turn.looks} ${plural(turn.looks, language, { one: 'look', other: 'looks' })}`,
        href: `/audit?hari=${turn.day}`,
      }
    default:
      return turn satisfies never
  }
}

export const nowLine = (view: TodayView, language: Language): string => time(view.now, view.zone, language)
