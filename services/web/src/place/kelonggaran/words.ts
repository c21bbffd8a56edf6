import { GRACE_AHEAD_DAYS, OWN_ENTRY_DAYS } from '@timbang/rules/own-entry'
import type { Language } from '../../locals.ts'
import { count, plural } from '../shared/number.ts'
import { age, dayAndMonth, moment, type Zone } from '../shared/time.ts'
import type { Wrong } from './form.ts'
import type { GraceLine, ReasonCode, RefusalReason, Scope } from './view.ts'

/** How long somebody has waited: nobody counts his seconds. */
export const waited = (milliseconds: number, language: Language): string =>
  age(Math.max(60_000, milliseconds), language)

const id = {
  title: 'Kelonggaran',
  mine: 'Permintaan kelonggaran Anda',
  mineLead: 'Hari yang sudah tertutup dapat dibuka lagi, bila ada sebab.',
  none: 'Belum ada permintaan.',
  askOne: 'Minta kelonggaran',
  sent: 'Permintaan terkirim. Kini di antrean kepegawaian instansi Anda.',
  withdrawn: 'Permintaan ditarik.',
  notWithdrawn: 'Permintaan belum dapat ditarik. Muat ulang halaman ini.',
  withdraw: 'Tarik permintaan',
  withdrawOf: (days: string) => `Tarik permintaan ${days}`,
  record: 'Catat sekarang',
  more: 'Halaman berikutnya',
  where: (since: string) => `Menunggu kepegawaian instansi Anda, sudah ${since}.`,
  asked: (at: string) => `diminta ${at}`,
  states: { open: 'Menunggu', granted: 'Dikabulkan', refused: 'Ditolak', withdrawn: 'Ditarik', over: 'Dicabut' },
  until: (at: string) => `Catat sebelum ${at}. Dihitung terlambat.`,
  wasUntil: (at: string) => `Berlaku sampai ${at}.`,
  takenBack: 'Kelonggaran ini dicabut lagi. Tanyakan kepada kepegawaian.',
  refusedNext: 'Anda dapat meminta lagi dengan keterangan yang lebih jelas.',
  form: {
    title: 'Minta kelonggaran',
    lead: 'Permintaan ini sampai ke kepegawaian instansi Anda. Jawabannya tampil di sini.',
    stillOpen: (at: string) => `Hari itu masih terbuka sampai ${at}. Anda tidak perlu meminta.`,
    stillOpenWhy: 'Gangguan yang tercatat menggeser batas dengan sendirinya.',
    waiting: 'Permintaan untuk hari itu sudah menunggu.',
    seeIt: 'Lihat permintaan Anda',
    from: 'Hari pertama',
    fromHint: (earliest: string) => `Paling lama ${earliest}.`,
    to: 'Hari terakhir (boleh kosong)',
    toHint: 'Kosong: hanya hari pertama.',
    reason: 'Sebabnya',
    choose: 'Pilih sebab',
    note: 'Keterangan (boleh kosong)',
    noteHint: 'Paling banyak 500 huruf. Wajib bila sebabnya lain.',
    send: 'Kirim permintaan',
    cancel: 'Batal',
  },
  reasons: {
    network: 'Jaringan atau listrik padam',
    device: 'Gawai rusak atau hilang',
    duty: 'Tugas di luar kantor',
    illness: 'Sakit',
    other: 'Sebab lain',
  } satisfies Record<ReasonCode, string>,
  refusals: {
    'cause-unclear': 'Sebabnya belum jelas',
    'days-wrong': 'Harinya tidak sesuai',
    other: 'Alasan lain',
  } satisfies Record<RefusalReason, string>,
  error: 'Galat: ',
  summary: (n: string) => `${n} hal perlu diperbaiki`,
  errors: {
    from: `Pilih hari pertama, dalam ${OWN_ENTRY_DAYS} hari terakhir`,
    to: 'Pilih hari terakhir, sesudah hari pertama',
    reason: 'Pilih satu alasan',
    note: 'Tulis keterangan, paling banyak 500 huruf',
    until: `Pilih hari terakhir pengisian, paling lama ${GRACE_AHEAD_DAYS} hari lagi`,
    scope: 'Pilih untuk siapa',
    verdict: 'Kabulkan atau tolak permintaan ini',
  } satisfies Record<Wrong['code'], string>,
  queue: 'Antrean kelonggaran',
  queueLead: (n: string) => `${n} permintaan menunggu, yang terlama di atas.`,
  queueEmpty: 'Tidak ada permintaan yang menunggu.',
  answered: {
    ya: 'Kelonggaran dibuka. Yang meminta kini dapat membaca jawabannya.',
    tidak: 'Penolakan tersimpan dengan alasannya.',
  },
  answer: 'Jawab',
  answerOf: (name: string) => `Jawab permintaan ${name}`,
  one: 'Permintaan kelonggaran',
  days: 'Hari',
  cause: 'Sebab',
  explanation: 'Keterangan',
  unit: 'Unit',
  agency: 'Instansi',
  askedAt: 'Diminta',
  readOnly: 'Yang menjawab: kepegawaian instansi, atau BKD.',
  done: 'Permintaan ini sudah dijawab.',
  grant: 'Kabulkan',
  grantLead: 'Catatan yang masuk dihitung terlambat, tetapi dihitung.',
  last: 'Hari terakhir pengisian',
  lastHint: (latest: string) => `Paling lama ${latest}.`,
  scope: 'Untuk siapa?',
  scopes: {
    person: (name: string) => `Hanya ${name}`,
    unit: (unit: string | null) => (unit === null ? 'Seluruh unitnya' : `Seluruh unit ${unit}`),
    agency: (agency: string | null) => (agency === null ? 'Seluruh instansi' : `Seluruh ${agency}`),
  },
  answers: (n: string) => `menjawab ${n} permintaan`,
  grantNote: 'Pesan untuk peminta (boleh kosong)',
  grantIt: 'Kabulkan',
  refuse: 'Tolak dengan alasan',
  refuseReason: 'Alasan',
  refuseNote: 'Keterangan untuk peminta',
  refuseIt: 'Tolak permintaan',
  sure: {
    title: (agency: string | null) => `Buka untuk seluruh ${agency ?? 'instansi'}?`,
    gone: 'Pilihan ini sudah kedaluwarsa',
    goneLead: 'Buka permintaannya, lalu jawab lagi.',
    days: (days: string) => `Hari yang dibuka: ${days}.`,
    until: (until: string) => `Semua pegawai dapat mengisi sampai ${until}.`,
    answers: (n: string) => `${n} permintaan terbuka terjawab sekaligus.`,
    go: 'Ya, buka untuk semua',
    back: 'Kembali',
  },
}

const en: typeof id = {
  title: 'Grace',
  mine: 'Your requests for grace',
  mineLead: 'A day that has closed can be opened again, for a cause.',
  none: 'There is no request yet.',
  askOne: 'Ask for grace',
  sent: 'Sent. It is now in the queue of your personnel officer.',
  withdrawn: 'The request is withdrawn.',
  notWithdrawn: 'It could not be withdrawn yet. Load this page again.',
  withdraw: 'Withdraw the request',
  withdrawOf: (days) => `Withdraw the request for ${days}`,
  record: 'Record now',
  more: 'Next page',
  where: (since) => `It has waited for your personnel officer for ${since}.`,
  asked: (at) => `asked ${at}`,
  states: { open: 'Waiting', granted: 'Granted', refused: 'Refused', withdrawn: 'Withdrawn', over: 'Taken back' },
  until: (at) => `Record before ${at}. It counts as late.`,
  wasUntil: (at) => `It held until ${at}.`,
  takenBack: 'This grace was taken back. Ask your personnel officer.',
  refusedNext: 'You can ask again and explain it better.',
  form: {
    title: 'Ask for grace',
    lead: 'This reaches your agency’s personnel officer. The answer appears here.',
    stillOpen: (at) => `That day is open until ${at}. You need not ask.`,
    stillOpenWhy: 'An outage on record moves the limit by itself.',
    waiting: 'A request for that day waits already.',
    seeIt: 'See your requests',
    from: 'First day',
    fromHint: (earliest) => `Not before ${earliest}.`,
    to: 'Last day (may be empty)',
    toHint: 'Empty: the first day only.',
    reason: 'The cause',
    choose: 'Choose a cause',
    note: 'Explanation (may be empty)',
    noteHint: 'At most 500 letters. Needed for another cause.',
    send: 'Send the request',
    cancel: 'Cancel',
  },
  reasons: {
    network: 'Network or power was out',
    device: 'Device broken or lost',
    duty: 'Duty away from the office',
    illness: 'Illness',
    other: 'Another cause',
  },
  refusals: {
    'cause-unclear': 'The cause is not clear',
    'days-wrong': 'The days do not fit',
    other: 'Another reason',
  },
  error: 'Error: ',
  summary: (n) => `${n} to mend`,
  errors: {
    from: `Choose the first day, within the last ${OWN_ENTRY_DAYS} days`,
    to: 'Choose the last day, not before the first',
    reason: 'Choose one reason',
    note: 'Write an explanation, at most 500 letters',
    until: `Choose the last day to record, at most ${GRACE_AHEAD_DAYS} days ahead`,
    scope: 'Choose for whom',
    verdict: 'Grant or refuse this request',
  },
  queue: 'Grace queue',
  queueLead: (n) => `${n} waiting, the oldest first.`,
  queueEmpty: 'No request waits.',
  answered: { ya: 'Grace is open. Who asked can see the answer.', tidak: 'The refusal is kept, with its reason.' },
  answer: 'Answer',
  answerOf: (name) => `Answer the request of ${name}`,
  one: 'Request for grace',
  days: 'Days',
  cause: 'Cause',
  explanation: 'Explanation',
  unit: 'Unit',
  agency: 'Agency',
  askedAt: 'Asked',
  readOnly: 'Answered by: the agency’s personnel officer, or BKD.',
  done: 'This request has been answered.',
  grant: 'Grant',
  grantLead: 'Entries that come in count as late, but they count.',
  last: 'Last day to record',
  lastHint: (latest) => `Not after ${latest}.`,
  scope: 'For whom?',
  scopes: {
    person: (name) => `Only ${name}`,
    unit: (unit) => (unit === null ? 'The whole unit' : `The whole unit ${unit}`),
    agency: (agency) => (agency === null ? 'The whole agency' : `All of ${agency}`),
  },
  answers: (n) => `answers ${n}`,
  grantNote: 'Message to who asked (may be empty)',
  grantIt: 'Grant',
  refuse: 'Refuse with a reason',
  refuseReason: 'Reason',
  refuseNote: 'Explanation for who asked',
  refuseIt: 'Refuse the request',
  sure: {
    title: (agency) => `Open it for all of ${agency ?? 'the agency'}?`,
    gone: 'That choice has run out',
    goneLead: 'Open the request and answer it again.',
    days: (days) => `Days that are opened: ${days}.`,
    until: (until) => `Everybody can record until ${until}.`,
    answers: (n) => `Open requests answered at once: ${n}.`,
    go: 'Yes, open it for all',
    back: 'Back',
  },
}
export const graceWords = { id, en }

/** "10 November", "10 November – 12 November". */
export const daysText = ({ from, to }: Pick<GraceLine, 'from' | 'to'>, language: Language): string =>
  from === to ? dayAndMonth(from, language) : `${dayAndMonth(from, language)} – ${dayAndMonth(to, language)}`

/** What became of a request, and what its writer does next. */
export function graceSentence(line: GraceLine, now: number, zone: Zone, language: Language): string {
  const words = graceWords[language]
  switch (line.state) {
    case 'open':
      return words.where(waited(now - line.askedAt, language))
    case 'granted': {
      if (line.takenBack) return words.takenBack
      const until = moment(line.until ?? 0, zone, language)
      return now < (line.until ?? 0) ? words.until(until) : words.wasUntil(until)
    }
    case 'refused':
      return `${words.refusals[line.refusedFor ?? 'other']}. ${words.refusedNext}`
    case 'withdrawn':
      return words.withdrawn
    default:
      return line.state satisfies never
  }
}

/** Whether the days may be recorded now. */
export const isUsable = (line: GraceLine, now: number): boolean =>
  line.state === 'granted' && !line.takenBack && now < (line.until ?? 0)

/** For whom, and how many open requests that answers. */
export function scopeText(
  scope: Scope,
  of: { name: string; unit: string | null; agency: string | null; ofUnit: number; ofAgency: number },
  language: Language,
): { says: string; answers: string } {
  const words = graceWords[language]
  const answers = (n: number): string =>
    language === 'en'
      ? `${words.answers(count(n, language))} ${plural(n, language, { one: 'request', other: 'requests' })}`
      : words.answers(count(n, language))
  switch (scope) {
    case 'person':
      return { says: words.scopes.person(of.name), answers: answers(1) }
    case 'unit':
      return { says: words.scopes.unit(of.unit), answers: answers(of.ofUnit) }
    case 'agency':
      return { says: words.scopes.agency(of.agency), answers: answers(of.ofAgency) }
    default:
      return scope satisfies never
  }
}
