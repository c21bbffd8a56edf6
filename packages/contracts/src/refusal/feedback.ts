import type { Row } from './row.ts'

/** What `feedback` refuses. Alphabetical. */
export const feedback = {
  'survey.already-open': {
    http: 409,
    grpc: 6,
    id: 'Survei ini sudah dibuka dengan ketentuan lain; ketentuan tidak berubah setelah dibuka. Buka survei baru.',
    en: 'This survey is open with other terms, and terms do not change once it is open. Open a new one.',
  },
  'survey.answer-empty': {
    http: 422,
    grpc: 3,
    id: 'Belum ada jawaban. Pilih sedikitnya satu.',
    en: 'There is no answer yet. Choose at least one.',
  },
  'survey.answer-invalid': {
    http: 422,
    grpc: 3,
    id: 'Ada jawaban di luar pilihan. Pilih 1 sampai 4.',
    en: 'An answer is outside the choices. Choose 1 to 4.',
  },
  'survey.elements-invalid': {
    http: 422,
    grpc: 3,
    id: 'Unsur survei tidak dikenal atau berulang. Pakai u1 sampai u9, masing-masing sekali.',
    en: 'An element is unknown or repeated. Use u1 to u9, each once.',
  },
  'survey.not-found': {
    http: 404,
    grpc: 5,
    id: 'Tautan survei ini tidak berlaku. Minta tautan baru di loket.',
    en: 'This survey link is not valid. Ask for a new one at the counter.',
  },
  'survey.not-open': { http: 409, grpc: 9, id: 'Survei ini tidak sedang dibuka.', en: 'This survey is not open now.' },
  'survey.practice': {
    http: 409,
    grpc: 9,
    id: 'Di instansi latihan warga tidak disurvei.',
    en: 'Citizens are not asked where one practises.',
  },
  'survey.span-invalid': {
    http: 422,
    grpc: 3,
    id: 'Rentang tanggal survei tidak sah. Periksa tanggalnya.',
    en: 'The dates of the survey are not valid. Check them.',
  },
  'survey.threshold-too-low': {
    http: 422,
    grpc: 3,
    id: 'Ambang paling rendah {lowest} jawaban: di bawah itu orang dapat dikenali.',
    en: 'The threshold is at least {lowest} answers: below it people could be recognised.',
  },
} as const satisfies Record<string, Row>
