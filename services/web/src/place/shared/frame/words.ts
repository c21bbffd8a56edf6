import type { Language } from '../../../locals.ts'
import type { Audience, Problem } from '../answer.ts'
import type { Frame } from './view.ts'

const id = {
  skip: 'Langsung ke isi',
  mainNavigation: 'Utama',
  siteNavigation: 'Situs',
  openPerformance: 'Kinerja terbuka',
  province: 'Provinsi Jambi',
  places: {
    today: 'Hari ini',
    history: 'Riwayat',
    queue: 'Antrean kirim',
    verification: 'Kotak verifikasi',
    assessment: 'Penilaian',
    team: 'Tim hari ini',
    find: 'Cari orang',
    grace: 'Kelonggaran',
    graceQueue: 'Antrean kelonggaran',
    data: 'Data dan penilai',
    own: 'Data dan penilai saya',
    duty: 'Jadwal jaga',
    performance: 'Kinerja saya',
    agency: 'Dasbor instansi',
    provinceBoard: 'Dasbor provinsi',
    operator: 'Ruang tenggat',
    audit: 'Jejak audit',
    help: 'Bantuan',
    delegation: 'Delegasi',
    settings: 'Pengaturan',
    home: 'Beranda',
    agencies: 'Instansi',
    surveys: 'Survei',
  },
  waiting: (n: number) => `${n} menunggu`,
  signIn: 'Masuk',
  signInStaff: 'Masuk pegawai',
  yourPage: 'Halaman Anda',
  signOut: 'Keluar',
  otherLanguage: 'English',
  sample: 'Data contoh, bukan data nyata.',
  practice: 'Ini latihan. Yang Anda tulis di sini tidak masuk nilai, dasbor, atau laporan mana pun.',
  problem: {
    signIn: { title: 'Masuk dahulu', lead: 'Halaman ini butuh tahu siapa Anda.', next: 'Masuk' },
    notAllowed: {
      title: 'Halaman ini bukan untuk peran Anda',
      lead: (audience: string) => `Yang dapat membukanya: ${audience}.`,
      next: 'Kembali ke halaman Anda',
    },
    notFound: {
      title: 'Halaman tidak ada',
      lead: 'Alamatnya salah ketik, atau halamannya sudah pindah.',
      next: 'Kembali ke halaman Anda',
    },
    refused: {
      400: { title: 'Kiriman tidak terbaca', lead: 'Yang sampai bukan formulir yang utuh. Tidak ada yang disimpan.' },
      403: { title: 'Kiriman ditolak', lead: 'Formulir itu tidak datang dari halaman ini. Tidak ada yang disimpan.' },
      405: { title: 'Halaman ini tidak menerima kiriman', lead: 'Buka halamannya, lalu kirim dari formulirnya.' },
      408: { title: 'Kiriman terputus', lead: 'Isinya tidak sampai pada waktunya. Tidak ada yang disimpan.' },
      413: {
        title: 'Kiriman terlalu besar',
        lead: 'Tulisan paling banyak 64 KB, satu berkas 2 MB. Perkecil, lalu kirim lagi.',
      },
      415: { title: 'Kiriman bukan formulir', lead: 'Halaman ini hanya menerima isi formulirnya sendiri.' },
      422: { title: 'Kiriman tidak dapat diterima', lead: 'Isinya tidak sesuai. Buka halamannya, lalu isi lagi.' },
      429: { title: 'Terlalu banyak permintaan', lead: 'Tunggu satu menit, lalu muat lagi.' },
      next: 'Kembali ke halaman Anda',
    },
    unavailable: {
      title: 'Halaman ini belum dapat dibuka',
      lead: 'Satu bagian sistem tidak menjawab. Catatan yang sudah diterima tetap aman.',
      next: 'Muat lagi',
      code: (code: string, at: string) => `Sebut kode ini kepada operator: ${code}, ${at}.`,
    },
  },
  audience: {
    self: 'pegawai yang bersangkutan',
    assessor: 'pejabat penilainya',
    'unit-head': 'kepala unit',
    'agency-head': 'kepala instansi',
    'personnel-officer': 'pengelola kepegawaian instansi',
    bkd: 'BKD',
    governor: 'kantor gubernur',
    auditor: 'auditor',
    operator: 'operator jaga',
    employee: 'pegawai',
  } satisfies Record<Audience, string>,
  and: 'dan',
}

const en: typeof id = {
  skip: 'Skip to content',
  mainNavigation: 'Main',
  siteNavigation: 'Site',
  openPerformance: 'Open performance',
  province: 'Jambi Province',
  places: {
    today: 'Today',
    history: 'History',
    queue: 'Sending queue',
    verification: 'Verification box',
    assessment: 'Assessment',
    team: 'Team today',
    find: 'Find a person',
    grace: 'Grace',
    graceQueue: 'Grace queue',
    data: 'Data and assessors',
    own: 'My data and assessor',
    duty: 'Duty schedules',
    performance: 'My performance',
    agency: 'Agency board',
    provinceBoard: 'Province board',
    operator: 'Deadline room',
    audit: 'Audit trail',
    help: 'Help',
    delegation: 'Delegation',
    settings: 'Settings',
    home: 'Start',
    agencies: 'Agencies',
    surveys: 'Surveys',
  },
  waiting: (n) => `${n} waiting`,
  signIn: 'Sign in',
  signInStaff: 'Staff sign-in',
  yourPage: 'Your page',
  signOut: 'Sign out',
  otherLanguage: 'Bahasa Indonesia',
  sample: 'Sample data, not real data.',
  practice: 'This is practice. What you write here enters no score, no board and no report.',
  problem: {
    signIn: { title: 'Sign in first', lead: 'This page needs to know who you are.', next: 'Sign in' },
    notAllowed: {
      title: 'This page is not for your role',
      lead: (audience) => `Open to: ${audience}.`,
      next: 'Back to your page',
    },
    notFound: {
      title: 'No such page',
      lead: 'The address has a slip, or the page has moved.',
      next: 'Back to your page',
    },
    refused: {
      400: { title: 'What was sent cannot be read', lead: 'What arrived is no whole form. Nothing was kept.' },
      403: { title: 'Not taken', lead: 'That form did not come from this site. Nothing was kept.' },
      405: { title: 'This page takes nothing', lead: 'Open the page, and send from its form.' },
      408: { title: 'The sending broke off', lead: 'It did not arrive in time. Nothing was kept.' },
      413: { title: 'Too large', lead: 'Text holds at most 64 KB, a file 2 MB. Make it smaller and send again.' },
      415: { title: 'That is no form', lead: 'This page takes the content of its own form only.' },
      422: { title: 'That cannot be taken', lead: 'The content does not fit. Open the page and fill it in again.' },
      429: { title: 'Too many requests', lead: 'Wait a minute, then load again.' },
      next: 'Back to your page',
    },
    unavailable: {
      title: 'This page cannot open yet',
      lead: 'One part of the system does not answer. What was received is safe.',
      next: 'Load again',
      code: (code, at) => `Quote this to the operator: ${code}, ${at}.`,
    },
  },
  audience: {
    self: 'the employee concerned',
    assessor: 'the assessor',
    'unit-head': 'the head of the unit',
    'agency-head': 'the head of the agency',
    'personnel-officer': 'the agency’s personnel officer',
    bkd: 'the personnel board',
    governor: 'the governor’s office',
    auditor: 'auditors',
    operator: 'the operator on duty',
    employee: 'employees',
  },
  and: 'and',
}

export const frameWords = { id, en }

/** Two lines of a header hold so many letters beside the brand. */
const IDENTITY_LETTERS = 76

/** Post and workplace in one line: an agency whose name the post repeats is left out, a long one is given by its short name. */
export const identityLine = ({ position, agency, agencyShort, zone }: Frame['identity']): string => {
  const named =
    agency === null || position.includes(agency)
      ? null
      : position.length + agency.length <= IDENTITY_LETTERS
        ? agency
        : (agencyShort ?? agency)
  return [position, named, zone].filter((part) => part).join(' · ')
}

const problemWords = {
  'sign-in': 'signIn',
  'not-allowed': 'notAllowed',
  'not-found': 'notFound',
  unavailable: 'unavailable',
} as const
/** The title of a page that says why it cannot be shown. */
export const problemTitle = (problem: Problem, language: Language): string =>
  problem.kind === 'refused'
    ? frameWords[language].problem.refused[problem.status].title
    : frameWords[language].problem[problemWords[problem.kind]].title
