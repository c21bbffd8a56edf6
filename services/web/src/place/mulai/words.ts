import type { Language } from '../../locals.ts'
import { plural } from '../shared/number.ts'
import { dayAndMonth } from '../shared/time.ts'
import type { StartView } from './view.ts'

const id = {
  title: 'Mulai',
  lead: (done: number, of: number) =>
    done === of ? 'Semua langkah awal selesai.' : `${done} dari ${of} langkah awal selesai.`,
  done: 'Selesai',
  notYet: 'Belum',
  signedIn: 'Masuk',
  signedInText: 'Anda sudah masuk di perangkat ini.',
  signedInAct: 'Atur tampilan perangkat ini',
  data: 'Data dan penilai Anda',
  dataText: (assessor: string) => `Penilai Anda ${assessor}. Laporkan bila ada yang keliru.`,
  dataReports: (n: number) => `${n} laporan Anda menunggu jawaban kepegawaian.`,
  dataNobody: 'Belum ada yang menilai Anda. Laporkan kepada kepegawaian.',
  dataAct: 'Buka data dan penilai saya',
  plan: 'SKP disepakati',
  planText: (n: number) => `${n} hasil kerja berlaku hari ini.`,
  planWaits: (assessor: string) => `Belum ada SKP yang disepakati. Bicarakan dengan ${assessor}.`,
  planNobody: 'Belum ada SKP, dan belum ada penilai yang dapat menyepakatinya.',
  planActDone: 'Lihat kinerja saya',
  planAct: 'Lihat siapa penilai saya',
  entry: 'Catatan pertama',
  entryText: (day: string) => `Catatan terakhir untuk ${day}.`,
  entryNone: 'Belum ada catatan. Satu kalimat sudah cukup.',
  entryAct: 'Catat pekerjaan',
  entryActDone: 'Lihat catatan itu',
  returned: 'Yang dikembalikan dijawab',
  returnedNone: 'Tidak ada catatan yang menunggu jawaban Anda.',
  returnedText: (day: string) => `Catatan ${day} dikembalikan penilai dan menunggu Anda.`,
  returnedAct: 'Betulkan catatan itu',
  returnedActDone: 'Lihat riwayat',
  more: 'Bantuan dan arti tanda',
  fromToday: 'Baru di sini? Lihat langkah awal',
}
const en: typeof id = {
  title: 'First steps',
  lead: (done, of) => (done === of ? 'Every first step is done.' : `${done} of ${of} first steps are done.`),
  done: 'Done',
  notYet: 'To do',
  signedIn: 'Sign in',
  signedInText: 'You are signed in on this device.',
  signedInAct: 'Set how this device shows things',
  data: 'Your data and assessor',
  dataText: (assessor) => `Your assessor is ${assessor}. Report what is wrong.`,
  dataReports: (n) =>
    plural(n, 'en', {
      one: 'One report of yours waits for the personnel officer.',
      other: `${n} reports of yours wait for the personnel officer.`,
    }),
  dataNobody: 'Nobody assesses you yet. Report it to the personnel officer.',
  dataAct: 'Open my data and assessor',
  plan: 'Plan agreed',
  planText: (n) => plural(n, 'en', { one: 'One result holds today.', other: `${n} results hold today.` }),
  planWaits: (assessor) => `No plan is agreed yet. Talk to ${assessor}.`,
  planNobody: 'There is no plan, and no assessor yet who could agree one.',
  planActDone: 'See my performance',
  planAct: 'See who assesses me',
  entry: 'First entry',
  entryText: (day) => `Your latest entry is for ${day}.`,
  entryNone: 'There is no entry yet. One sentence is enough.',
  entryAct: 'Record work',
  entryActDone: 'See that entry',
  returned: 'What came back is answered',
  returnedNone: 'No entry waits for your answer.',
  returnedText: (day) => `The entry of ${day} came back and waits for you.`,
  returnedAct: 'Mend that entry',
  returnedActDone: 'See the history',
  more: 'Help and what the signs mean',
  fromToday: 'New here? See the first steps',
}
export const startWords: Record<Language, typeof id> = { id, en }

/** A first step: what it is, whether it is done, how it stands, and the one thing to do about it. */
export type Step = { name: string; done: boolean; says: string; act: string; href: string }

export const stepsOf = (view: StartView, language: Language): readonly Step[] => {
  const words = startWords[language]
  const { assessor, reports, results, latest, returned } = view
  return [
    { name: words.signedIn, done: true, says: words.signedInText, act: words.signedInAct, href: '/pengaturan' },
    {
      name: words.data,
      done: assessor !== null && reports === 0,
      says: reports > 0 ? words.dataReports(reports) : assessor === null ? words.dataNobody : words.dataText(assessor),
      act: words.dataAct,
      href: '/data-saya',
    },
    {
      name: words.plan,
      done: results > 0,
      says: results > 0 ? words.planText(results) : assessor === null ? words.planNobody : words.planWaits(assessor),
      act: results > 0 ? words.planActDone : words.planAct,
      href: results > 0 ? '/kinerja' : '/data-saya',
    },
    {
      name: words.entry,
      done: latest !== null,
      says: latest === null ? words.entryNone : words.entryText(dayAndMonth(latest.workDate, language)),
      act: latest === null ? words.entryAct : words.entryActDone,
      href: latest === null ? '/catat' : `/catatan/${latest.recordId}`,
    },
    {
      name: words.returned,
      done: returned === null,
      says: returned === null ? words.returnedNone : words.returnedText(dayAndMonth(returned.workDate, language)),
      act: returned === null ? words.returnedActDone : words.returnedAct,
      href: returned === null ? '/riwayat' : `/catat?perbaiki=${returned.recordId}`,
    },
  ]
}
