import type { Language } from '../../locals.ts'
import { dayAndMonth, moment, type Zone } from '../shared/time.ts'
import type { Wrong } from './form.ts'
import type { LeftDraft, WaitingDraft } from './view.ts'

const id = {
  place: 'Titip catat',
  title: 'Titip catat untuk rekan',
  lead: 'Tulis apa yang rekan seunit kerjakan. Ia sendiri yang mengirimnya.',
  nobody: 'Tidak ada rekan di unit Anda hari ini.',
  who: 'Untuk siapa?',
  pick: 'Pilih rekan',
  date: 'Tanggal kerja',
  dateHint: (first: string) => `Dari ${first} sampai hari ini.`,
  sentence: 'Apa yang ia kerjakan?',
  sentenceHint: 'Satu kalimat. Paling banyak 1.000 huruf.',
  send: 'Titipkan catatan',
  what: 'Apa yang terjadi',
  rules: [
    'Ia membacanya di halaman Hari ini, lalu mengirim atau menghapus.',
    'Yang dikirim tercatat atas namanya, pada saat ia mengirim.',
    'Sesudah tujuh hari titipan dan kalimatnya terhapus.',
    'Anda hanya tahu apakah titipan diambil.',
  ],
  mine: 'Titipan Anda',
  none: 'Belum ada titipan dalam tujuh hari ini.',
  states: { waiting: 'Menunggu', taken: 'Diambil', 'not-taken': 'Tidak diambil' } satisfies Record<
    LeftDraft['state'],
    string
  >,
  forWhom: (name: string) => `Untuk ${name}`,
  of: (day: string, at: string) => `Hari kerja ${day}, dititipkan ${at}`,
  withdraw: 'Tarik',
  withdrawOf: (name: string) => `Tarik titipan untuk ${name}`,
  done: 'Dititipkan. Rekan Anda melihatnya di halaman Hari ini.',
  withdrawn: 'Titipan ditarik. Kalimatnya sudah terhapus.',
  notWithdrawn: 'Titipan belum dapat ditarik. Mungkin sudah diambil.',
  forYou: 'Titipan untuk Anda',
  forYouLead: 'Rekan menulis ini untuk Anda. Kirim hanya bila benar.',
  from: (name: string, day: string) => `${name} menulis untuk hari kerja ${day}.`,
  somebody: 'Rekan yang sudah pindah',
  until: (at: string) => `Terhapus sendiri ${at}.`,
  confirm: 'Kirim',
  confirmOf: (day: string) => `Kirim titipan ${day}`,
  discard: 'Hapus',
  discardOf: (day: string) => `Hapus titipan ${day}`,
  received: (receipt: string) => `Diterima, tanda terima ${receipt}. Catatan ini kini milik Anda.`,
  discarded: 'Titipan dihapus.',
  gone: 'Titipan itu tidak lagi menunggu. Lihat catatan Anda di bawah.',
  notSent: 'Belum terkirim. Titipan masih di sini; coba lagi sebentar.',
  write: 'Titip catat untuk rekan',
  error: 'Galat: ',
  summary: (n: string) => `${n} hal perlu diperbaiki`,
  errors: {
    choose: 'Pilih rekan',
    date: 'Pilih tanggal dalam rentang itu',
    write: 'Tulis apa yang ia kerjakan',
    long: 'Perpendek: paling banyak 1.000 huruf',
  } satisfies Record<Wrong['code'], string>,
}
const en: typeof id = {
  place: 'Draft for a colleague',
  title: 'Write a draft for a colleague',
  lead: 'Write what a colleague of your unit did. The colleague sends it.',
  nobody: 'You have no colleague in your unit today.',
  who: 'For whom?',
  pick: 'Choose a colleague',
  date: 'Work date',
  dateHint: (first) => `From ${first} until today.`,
  sentence: 'What did the colleague do?',
  sentenceHint: 'One sentence. At most 1,000 letters.',
  send: 'Leave draft',
  what: 'What happens',
  rules: [
    'The colleague reads it on Today, and sends or deletes it.',
    'What is sent counts under that name, from when it is sent.',
    'After seven days the draft and its words are deleted.',
    'You only learn whether it was taken.',
  ],
  mine: 'Your drafts',
  none: 'No draft within these seven days.',
  states: { waiting: 'Waiting', taken: 'Taken', 'not-taken': 'Not taken' },
  forWhom: (name) => `For ${name}`,
  of: (day, at) => `Work date ${day}, left ${at}`,
  withdraw: 'Take back',
  withdrawOf: (name) => `Take back the draft for ${name}`,
  done: 'Left. Your colleague sees it on Today.',
  withdrawn: 'Taken back. Its words are deleted.',
  notWithdrawn: 'It could not be taken back. It may have been taken.',
  forYou: 'Drafts for you',
  forYouLead: 'A colleague wrote this for you. Send it only if it is true.',
  from: (name, day) => `${name} wrote it for the work date ${day}.`,
  somebody: 'A colleague who has moved',
  until: (at) => `Deleted by itself ${at}.`,
  confirm: 'Send',
  confirmOf: (day) => `Send the draft of ${day}`,
  discard: 'Delete',
  discardOf: (day) => `Delete the draft of ${day}`,
  received: (receipt) => `Received, receipt ${receipt}. This entry is yours now.`,
  discarded: 'The draft is deleted.',
  gone: 'That draft does not wait any more. See your entries below.',
  notSent: 'Not sent yet. The draft is still here; try again shortly.',
  write: 'Write a draft for a colleague',
  error: 'Error: ',
  summary: (n) => `${n} to mend`,
  errors: {
    choose: 'Choose a colleague',
    date: 'Choose a date within that time',
    write: 'Write what the colleague did',
    long: 'Shorten it: at most 1,000 letters',
  },
}
export const draftWords = { id, en }

/** Who wrote it for which day, and when it is deleted by itself. */
export const waitingSentences = (draft: WaitingDraft, zone: Zone, language: Language): string[] => {
  const words = draftWords[language]
  return [
    words.from(draft.writer ?? words.somebody, dayAndMonth(draft.workDate, language)),
    words.until(moment(draft.expiresAt, zone, language)),
  ]
}

/** What became of the draft that was just sent or deleted; null: nothing is told. */
export function becameText(became: string | null, language: Language): { says: string; done: boolean } | null {
  const words = draftWords[language]
  if (became === null) return null
  if (/^\d+-\d+$/.test(became)) return { says: words.received(became), done: true }
  if (became === 'dihapus') return { says: words.discarded, done: true }
  return { says: became === 'tiada' ? words.gone : words.notSent, done: false }
}
