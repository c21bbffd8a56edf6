import type { Language } from '../../locals.ts'
import { capital, inWords, plural } from '../shared/number.ts'
import { date } from '../shared/time.ts'
import type { MendWrong, Wrong } from './form.ts'
import type { ErrorKind, ErrorsView, LineError } from './view.ts'

const id = {
  title: 'Data dan garis penilai',
  nothing: 'Garis penilai utuh',
  things: (n: string) => `${n} hal perlu dibetulkan`,
  held: (n: string) => `Hari ini ${n} orang tanpa penilai.`,
  free: 'Hari ini tidak ada yang tertahan.',
  still: 'Catatan semua orang tetap diterima.',
  agency: 'Instansi',
  open: 'Buka instansi',
  choose: 'Pilih satu instansi dahulu.',
  mended: 'Tersimpan. Berlaku mulai sekarang.',
  kinds: {
    'no-assessor': 'Orang tanpa penilai hari ini',
    'post-without-superior': 'Jabatan tanpa atasan',
    'superior-loop': 'Garis atasan berputar',
    'two-holders': 'Dua pemangku definitif',
    'acting-ended': 'Plt atau Plh sudah berakhir',
    'unit-headless': 'Unit tanpa kepala',
    'post-vacant': 'Jabatan atasan kosong',
    'ends-soon': 'Akan kosong dalam tujuh hari',
    'no-post': 'Orang tanpa jabatan',
  } satisfies Record<ErrorKind, string>,
  why: {
    'no-assessor': 'Betulkan jabatannya di bawah, lalu namanya hilang dari sini.',
    'post-without-superior': 'Pilih jabatan yang memegang penilaiannya.',
    'superior-loop': 'Pilih atasan yang benar untuk salah satunya.',
    'two-holders': 'Akhiri yang sudah pindah. Satu hari dihitung untuk satu orang.',
    'acting-ended': 'Tunjuk Plt baru. Sementara ini atasan berikutnya menilai.',
    'unit-headless': 'Tunjuk Plt. Sementara ini atasan berikutnya menilai.',
    'post-vacant': 'Tunjuk Plt. Sementara ini atasan berikutnya menilai.',
    'ends-soon': 'Tunjuk pengganti sebelum hari itu.',
    'no-post': 'Masukkan penempatannya lewat berkas pegawai.',
  } satisfies Record<ErrorKind, string>,
  people: (n: string) => `${n} orang di bawahnya`,
  until: (day: string) => `sampai ${day}`,
  lastly: (day: string) => `terakhir terisi ${day}`,
  all: (n: string) => `Lihat semua ${n}`,
  further: 'Halaman berikutnya',
  back: 'Semua jenis',
  fix: {
    superior: 'Ganti atasan',
    end: 'Akhiri penempatan',
    withdraw: 'Salah masuk',
    acting: 'Tunjuk Plt atau Plh',
  },
  superior: 'Atasan yang benar',
  superiorHint: 'Berlaku sekarang juga. Pekerjaan terbuka pindah kepadanya.',
  pick: 'Pilih',
  vacant: 'kosong',
  to: 'Hari terakhir',
  from: 'Hari pertama',
  who: 'Siapa',
  capacity: 'Sebagai',
  withdrawWhy: 'Dianggap tidak pernah ada, juga untuk hari yang lalu.',
  save: {
    superior: 'Simpan atasan',
    end: 'Akhiri penempatan',
    withdraw: 'Tarik penempatan',
    acting: 'Simpan penunjukan',
  },
  mendErrors: {
    chosen: 'Pilih satu',
    date: 'Pilih tanggal',
    span: 'Pilih hari terakhir, tidak sebelum hari pertama',
  } satisfies Record<MendWrong['code'], string>,
  lead: (n: string) => `${n} laporan menunggu, yang terlama di atas.`,
  empty: 'Tidak ada laporan yang menunggu.',
  answered: {
    ya: 'Jawaban tersimpan. Pegawai membacanya di halamannya.',
    tidak: 'Penolakan tersimpan dengan alasannya.',
  },
  files: 'Berkas',
  filesLead: 'Masukkan scan mesin atau daftar PIN. Lihat dahulu apa yang berubah.',
  filesOpen: 'Masukkan berkas',
  figures: 'Angka layanan',
  figuresLead: 'Isi angka unit, dan ubah indikatornya.',
  figuresOpen: 'Buka angka layanan',
  reports: 'Laporan pegawai',
  presence: 'Presensi',
  presenceLead: 'Satu hari kadang punya dua data yang berbeda.',
  presenceOpen: 'Putuskan presensi yang berbeda',
  presenceRead: 'Lihat presensi yang berbeda',
  about: (row: string, waited: string) => `Baris: ${row} · menunggu ${waited}`,
  changed: 'Barisnya sudah berubah sejak dilaporkan.',
  answer: 'Jawab',
  answerOf: (name: string) => `Jawab laporan ${name}`,
  more: 'Halaman berikutnya',
  one: 'Laporan pegawai',
  row: 'Baris',
  was: 'Waktu dilaporkan',
  present: 'Sekarang',
  gone: 'Tidak ada lagi',
  words: 'Kata pegawai',
  filedAt: 'Dilaporkan',
  readOnly: 'Yang menjawab: kepegawaian instansi, atau BKD.',
  done: 'Laporan ini sudah dijawab.',
  mend: 'Sudah dibetulkan',
  mendLead: 'Betulkan datanya dahulu, lalu tandai di sini.',
  unchanged: 'Barisnya masih sama seperti waktu dilaporkan.',
  note: 'Pesan untuk pegawai (boleh kosong)',
  mendIt: 'Tandai dibetulkan',
  refuse: 'Tolak dengan alasan',
  reason: 'Alasan untuk pegawai',
  refuseIt: 'Tolak laporan',
  error: 'Galat: ',
  summary: (n: string) => `${n} hal perlu diperbaiki`,
  errors: {
    reason: 'Tulis alasannya: pegawai akan membacanya',
    long: 'Perpendek: paling banyak 1.000 huruf',
    verdict: 'Tandai dibetulkan, atau tolak',
  } satisfies Record<Wrong['code'], string>,
}
const en: typeof id = {
  title: 'Data and line of assessors',
  nothing: 'The line of assessors is whole',
  things: (n) => `${n} to mend`,
  held: (n) => `${n} without an assessor today.`,
  free: 'Nobody is held up today.',
  still: 'Everybody’s entries are still received.',
  agency: 'Agency',
  open: 'Open agency',
  choose: 'Choose an agency first.',
  mended: 'Saved. It holds from now on.',
  kinds: {
    'no-assessor': 'People without an assessor today',
    'post-without-superior': 'Posts without a superior',
    'superior-loop': 'Lines that run in a circle',
    'two-holders': 'Two definitive holders',
    'acting-ended': 'An acting holder’s time has ended',
    'unit-headless': 'Units without a head',
    'post-vacant': 'Vacant posts above others',
    'ends-soon': 'Vacant within seven days',
    'no-post': 'People without a post',
  },
  why: {
    'no-assessor': 'Mend the post below, and the name leaves this list.',
    'post-without-superior': 'Choose the post whose holder assesses it.',
    'superior-loop': 'Choose the right superior for one of them.',
    'two-holders': 'End the one who has left. A day counts for one person.',
    'acting-ended': 'Appoint somebody. Until then the next one above assesses.',
    'unit-headless': 'Appoint somebody. Until then the next one above assesses.',
    'post-vacant': 'Appoint somebody. Until then the next one above assesses.',
    'ends-soon': 'Appoint a successor before that day.',
    'no-post': 'Bring in the assignment by a staff file.',
  },
  people: (n) => `${n} below it`,
  until: (day) => `until ${day}`,
  lastly: (day) => `last held ${day}`,
  all: (n) => `See all ${n}`,
  further: 'Next page',
  back: 'All kinds',
  fix: {
    superior: 'Change the superior',
    end: 'End the assignment',
    withdraw: 'Entered by mistake',
    acting: 'Appoint acting',
  },
  superior: 'The right superior',
  superiorHint: 'It holds at once. Open work moves along.',
  pick: 'Choose',
  vacant: 'vacant',
  to: 'Last day',
  from: 'First day',
  who: 'Who',
  capacity: 'As',
  withdrawWhy: 'As if it had never been, for past days too.',
  save: {
    superior: 'Save superior',
    end: 'End assignment',
    withdraw: 'Withdraw assignment',
    acting: 'Save appointment',
  },
  mendErrors: { chosen: 'Choose one', date: 'Choose a date', span: 'Choose a last day, not before the first' },
  lead: (n) => `${n} waiting, the oldest first.`,
  empty: 'No report waits.',
  answered: { ya: 'The answer is kept. The employee reads it.', tidak: 'The refusal is kept, with its reason.' },
  files: 'Files',
  filesLead: 'Bring in scans of a machine or its PINs. See first what changes.',
  filesOpen: 'Bring a file in',
  figures: 'Service figures',
  figuresLead: 'Tell figures of units, and change what they mean.',
  figuresOpen: 'Open service figures',
  reports: 'Reports of employees',
  presence: 'Attendance',
  presenceLead: 'A day sometimes has two records that differ.',
  presenceOpen: 'Settle attendance that differs',
  presenceRead: 'See attendance that differs',
  about: (row, waited) => `Row: ${row} · has waited for ${waited}`,
  changed: 'The row has changed since it was reported.',
  answer: 'Answer',
  answerOf: (name) => `Answer the report of ${name}`,
  more: 'Next page',
  one: 'Report of an employee',
  row: 'Row',
  was: 'When it was reported',
  present: 'Now',
  gone: 'No longer there',
  words: 'The employee’s words',
  filedAt: 'Reported',
  readOnly: 'Answered by: the agency’s personnel officer, or BKD.',
  done: 'This report has been answered.',
  mend: 'It is mended',
  mendLead: 'Mend the data first, then mark it here.',
  unchanged: 'The row is still as it was when it was reported.',
  note: 'Message to the employee (may be empty)',
  mendIt: 'Mark mended',
  refuse: 'Refuse with a reason',
  reason: 'Reason for the employee',
  refuseIt: 'Refuse the report',
  error: 'Error: ',
  summary: (n) => `${n} to mend`,
  errors: {
    reason: 'Write the reason: the employee will read it',
    long: 'Shorten it: at most 1,000 letters',
    verdict: 'Mark it mended, or refuse it',
  },
}
export const lineWords = { id, en }

/** How many things there are, and how many people they hold up today. */
export function headline(view: ErrorsView, language: Language): { title: string; lead: string } {
  const words = lineWords[language]
  const all = view.counts.reduce((sum, { count }) => sum + count, 0)
  const held = view.counts.find(({ kind }) => kind === 'no-assessor')?.count ?? 0
  const said = inWords(held, language)
  return {
    title: all === 0 ? words.nothing : capital(words.things(inWords(all, language))),
    lead:
      held === 0
        ? words.free
        : capital(
            words.held(
              language === 'en' ? `${said} ${plural(held, language, { one: 'person is', other: 'people are' })}` : said,
            ),
          ),
  }
}

/** What stands under an error: how many it touches, and since when. */
export function errorMeta({ kind, unit, people, onDate }: LineError, language: Language): string {
  const words = lineWords[language]
  const day = onDate === null ? null : date(onDate, language)
  const said = inWords(people, language)
  return [
    unit,
    people > 0
      ? words.people(
          language === 'en' ? `${said} ${plural(people, language, { one: 'person', other: 'people' })}` : said,
        )
      : '',
    day === null ? '' : kind === 'ends-soon' || kind === 'no-post' ? words.until(day) : words.lastly(day),
  ]
    .filter((part) => part !== '')
    .join(' · ')
}
