import type { Language } from '../../locals.ts'
import type { SurveyElement } from './view.ts'

type Question = { name: string; asks: string; answers: readonly [string, string, string, string] }

/** The nine elements of PermenPANRB 14/2017 with the four answers of its form, worst first. */
const questions: Record<Language, Record<SurveyElement, Question>> = {
  id: {
    u1: {
      name: 'Persyaratan',
      asks: 'Apakah persyaratannya sesuai dengan jenis layanannya?',
      answers: ['Tidak sesuai', 'Kurang sesuai', 'Sesuai', 'Sangat sesuai'],
    },
    u2: {
      name: 'Prosedur',
      asks: 'Seberapa mudah prosedurnya?',
      answers: ['Tidak mudah', 'Kurang mudah', 'Mudah', 'Sangat mudah'],
    },
    u3: {
      name: 'Waktu penyelesaian',
      asks: 'Seberapa cepat layanannya?',
      answers: ['Tidak cepat', 'Kurang cepat', 'Cepat', 'Sangat cepat'],
    },
    u4: {
      name: 'Biaya',
      asks: 'Seberapa wajar biayanya?',
      answers: ['Sangat mahal', 'Cukup mahal', 'Murah', 'Gratis'],
    },
    u5: {
      name: 'Hasil layanan',
      asks: 'Apakah hasilnya sesuai dengan yang dijanjikan?',
      answers: ['Tidak sesuai', 'Kurang sesuai', 'Sesuai', 'Sangat sesuai'],
    },
    u6: {
      name: 'Kemampuan petugas',
      asks: 'Seberapa mampu petugasnya?',
      answers: ['Tidak mampu', 'Kurang mampu', 'Mampu', 'Sangat mampu'],
    },
    u7: {
      name: 'Sikap petugas',
      asks: 'Seberapa sopan dan ramah petugasnya?',
      answers: ['Tidak sopan dan ramah', 'Kurang sopan dan ramah', 'Sopan dan ramah', 'Sangat sopan dan ramah'],
    },
    u8: {
      name: 'Penanganan pengaduan',
      asks: 'Bagaimana pengaduan ditangani?',
      answers: ['Tidak ada', 'Ada, tetapi tidak berfungsi', 'Berfungsi, kurang maksimal', 'Dikelola dengan baik'],
    },
    u9: {
      name: 'Sarana dan prasarana',
      asks: 'Bagaimana sarananya?',
      answers: ['Buruk', 'Cukup', 'Baik', 'Sangat baik'],
    },
  },
  en: {
    u1: {
      name: 'Requirements',
      asks: 'Did the requirements fit the kind of service?',
      answers: ['Did not fit', 'Fitted partly', 'Fitted', 'Fitted fully'],
    },
    u2: {
      name: 'Procedure',
      asks: 'How easy was the procedure?',
      answers: ['Not easy', 'Less than easy', 'Easy', 'Very easy'],
    },
    u3: {
      name: 'Time taken',
      asks: 'How quick was the service?',
      answers: ['Not quick', 'Less than quick', 'Quick', 'Very quick'],
    },
    u4: {
      name: 'Cost',
      asks: 'How fair was the cost?',
      answers: ['Very expensive', 'Rather expensive', 'Cheap', 'Free'],
    },
    u5: {
      name: 'Result',
      asks: 'Was the result what had been promised?',
      answers: ['It was not', 'Partly', 'It was', 'Fully'],
    },
    u6: {
      name: 'Skill of staff',
      asks: 'How able were the staff?',
      answers: ['Not able', 'Less than able', 'Able', 'Very able'],
    },
    u7: {
      name: 'Manner of staff',
      asks: 'How polite and friendly were the staff?',
      answers: [
        'Not polite and friendly',
        'Less than polite and friendly',
        'Polite and friendly',
        'Very polite and friendly',
      ],
    },
    u8: {
      name: 'Handling of complaints',
      asks: 'How are complaints handled?',
      answers: ['There is no way', 'There is, but it does not work', 'It works, not fully', 'It is well managed'],
    },
    u9: { name: 'Facilities', asks: 'How are the facilities?', answers: ['Poor', 'Fair', 'Good', 'Very good'] },
  },
}
export const surveyQuestion = (element: SurveyElement, language: Language): Question => questions[language][element]

const id = {
  title: 'Survei kepuasan warga',
  lead: (n: string) => `${n} pertanyaan, sekitar 90 detik. Tanpa nama, tanpa masuk.`,
  at: (point: string) => `di ${point}`,
  until: (date: string) => `Sampai ${date}.`,
  privacy: (k: number) => `Jawaban disimpan terpisah dari siapa pun. Hasil tampil sesudah ${k} jawaban.`,
  notUnique:
    'Survei ini belum dapat memastikan satu orang menjawab satu kali. Jumlah jawaban selalu ditulis di samping hasilnya.',
  question: (n: number, of: number) => `${n} dari ${of}`,
  send: 'Kirim jawaban',
  missing: (names: string) => `Jawab juga: ${names}`,
  summary: (n: string) => `${n} pertanyaan belum dijawab`,
  answerThis: 'Pilih satu jawaban',
  thanks: 'Terima kasih, jawaban Anda diterima',
  thanksLead: (unit: string) => `Jawaban Anda ikut dihitung untuk ${unit}.`,
  thanksNext: 'Lihat janji dan hasil instansi ini',
  closed: 'Survei ini sudah ditutup',
  closedLead: (unit: string, date: string) => `Survei ${unit} berakhir ${date}.`,
  notYet: 'Survei ini belum dibuka',
  notYetLead: (unit: string, date: string) => `Survei ${unit} mulai ${date}.`,
  seeResults: 'Lihat hasil yang sudah terbit',
  complaint: 'Ada keluhan? Sampaikan lewat SP4N-LAPOR!',
}
const en: typeof id = {
  title: 'Citizens’ satisfaction survey',
  lead: (n) => `${n} questions, about 90 seconds. No name, no login.`,
  at: (point) => `at ${point}`,
  until: (date) => `Until ${date}.`,
  privacy: (k) => `Answers are kept apart from whoever gave them. Results show after ${k} answers.`,
  notUnique:
    'This survey cannot yet make sure that one person answers once. The number of answers always stands beside the result.',
  question: (n, of) => `${n} of ${of}`,
  send: 'Send answers',
  missing: (names) => `Answer also: ${names}`,
  summary: (n) => `${n} not answered yet`,
  answerThis: 'Choose one answer',
  thanks: 'Thank you, your answers were received',
  thanksLead: (unit) => `Your answers count for ${unit}.`,
  thanksNext: 'See what this agency promised and did',
  closed: 'This survey is closed',
  closedLead: (unit, date) => `The survey of ${unit} ended on ${date}.`,
  notYet: 'This survey has not opened yet',
  notYetLead: (unit, date) => `The survey of ${unit} begins on ${date}.`,
  seeResults: 'See results already published',
  complaint: 'A complaint? Take it to SP4N-LAPOR!',
}
export const surveyWords = { id, en }
