import type { Language } from '../../locals.ts'
import type { OnRecord } from './view.ts'

const id = {
  title: 'Jejak audit',
  lead: 'Siapa melihat data siapa, dan siapa memutuskan. Pencarian Anda di sini juga tercatat.',
  name: 'Nama',
  nameHint: 'Sebagian nama cukup.',
  side: 'Ia',
  sides: { seen: 'yang dilihat', reader: 'yang melihat atau memutuskan' },
  operation: 'Perbuatan',
  anything: 'Semua',
  day: 'Tanggal',
  search: 'Cari jejak',
  clear: 'Hapus saringan',
  choose: (n: number) => (n < 20 ? `${n} orang cocok. Pilih satu.` : '20 orang pertama yang cocok. Tambah satu kata.'),
  nobody: 'Tidak ada nama yang cocok. Coba satu kata saja.',
  about: (name: string, side: 'seen' | 'reader') =>
    side === 'seen' ? `Yang melihat data ${name}` : `Yang dilihat atau diputuskan ${name}`,
  none: 'Tidak ada jejak dengan saringan ini.',
  when: 'Waktu',
  who: 'Siapa',
  what: 'Perbuatan',
  whom: 'Data siapa',
  decision: 'keputusan',
  others: (n: number) => `dan ${n} orang lain`,
  older: 'Yang lebih lama',
  silent: (names: string) => `Belum lengkap: ${names} tidak menjawab. Muat lagi sebentar.`,
  nobodyElse: 'tanpa orang tertentu',
}
const en: typeof id = {
  title: 'Audit trail',
  lead: 'Who saw whose data, and who decided. Your searching here is on record too.',
  name: 'Name',
  nameHint: 'Part of a name is enough.',
  side: 'That person',
  sides: { seen: 'was seen', reader: 'saw or decided' },
  operation: 'Act',
  anything: 'All',
  day: 'Date',
  search: 'Search trail',
  clear: 'Clear filter',
  choose: (n) => (n < 20 ? `${n} people fit. Choose one.` : 'The first 20 who fit. Add a word.'),
  nobody: 'No name fits. Try one word only.',
  about: (name, side) => (side === 'seen' ? `Who saw the data of ${name}` : `What ${name} saw or decided`),
  none: 'Nothing is on record with this filter.',
  when: 'Time',
  who: 'Who',
  what: 'Act',
  whom: 'Whose data',
  decision: 'decision',
  others: (n) => (n === 1 ? 'and one more' : `and ${n} more`),
  older: 'Older ones',
  silent: (names) => `Not whole yet: ${names} did not answer. Load again shortly.`,
  nobodyElse: 'nobody in particular',
}
export const auditWords: Record<Language, typeof id> = { id, en }

/** What an operation is to a person. */
const operations = {
  id: {
    'directory.FindPeople': 'mencari orang',
    'directory.GetPeople': 'melihat nama dan jabatan',
    'directory.ListPeople': 'membuka daftar pegawai',
    'directory.ResolveIdentifiers': 'mencocokkan NIP',
    'directory.RequestRole': 'mengajukan peran',
    'directory.ApproveRole': 'menyetujui peran',
    'directory.NameFirst': 'menunjuk pemegang peran pertama',
    'directory.ListTickets': 'membuka laporan data pegawai',
    'directory.GetTicket': 'membuka satu laporan data',
    'directory.FileTicket': 'melaporkan data yang salah',
    'directory.WithdrawTicket': 'menarik laporan data',
    'directory.AnswerTicket': 'menjawab laporan data',
    'directory.ImportStaff': 'memasukkan data pegawai dan jabatan',
    'directory.RegisterStructure': 'mengubah susunan instansi atau kalender',
    'journal.GetEntry': 'membuka satu catatan',
    'journal.GetRecord': 'menanyakan keadaan catatan',
    'journal.GetMonth': 'membuka satu bulan',
    'journal.ListEntries': 'membuka catatan harian',
    'journal.ListImported': 'mencocokkan berkas dengan catatan',
    'journal.GetTeamDay': 'membuka tim satu hari',
    'journal.ListQueue': 'membuka kotak verifikasi',
    'journal.OpenEntry': 'memeriksa catatan',
    'journal.VerifyEntries': 'menyetujui catatan',
    'journal.ReturnEntry': 'mengembalikan catatan',
    'journal.UndoVerification': 'mengurungkan keputusan',
    'journal.ImportVerdicts': 'memasukkan keputusan verifikasi',
    'journal.SetEntryWindow': 'menetapkan batas waktu catatan',
    'journal.RecordOutage': 'mencatat gangguan sistem',
    'journal.OpenGrace': 'membuka masa tenggang',
    'journal.ListGraceRequests': 'membuka antrean kelonggaran',
    'journal.GetGraceRequest': 'membuka permintaan kelonggaran',
    'journal.DecideGraceRequest': 'menjawab permintaan kelonggaran',
    'journal.RequestGrace': 'meminta kelonggaran',
    'journal.WithdrawGraceRequest': 'menarik permintaan kelonggaran',
    'appraisal.GetPlans': 'membuka SKP',
    'appraisal.ListPlans': 'membuka beberapa SKP',
    'appraisal.ImportPlans': 'memasukkan SKP yang disepakati',
    'scoring.GetScore': 'membuka nilai',
    'scoring.PublishPack': 'menerbitkan aturan',
    'scoring.SealQuarter': 'meminta segel triwulan',
    'scoring.GetAuditBundle': 'mengambil berkas pemeriksa',
    'feedback.OpenSurvey': 'membuka survei',
    'feedback.CloseSurvey': 'menutup survei',
    'feedback.ImportAnswers': 'memasukkan jawaban survei',
    'audit.ListLooks': 'mencari jejak audit',
  },
  en: {
    'directory.FindPeople': 'looked for people',
    'directory.GetPeople': 'saw name and post',
    'directory.ListPeople': 'opened the list of staff',
    'directory.ResolveIdentifiers': 'matched NIPs',
    'directory.RequestRole': 'asked for a role',
    'directory.ApproveRole': 'approved a role',
    'directory.NameFirst': 'named the first holders',
    'directory.ListTickets': 'opened reports about data',
    'directory.GetTicket': 'opened a report about data',
    'directory.FileTicket': 'reported wrong data',
    'directory.WithdrawTicket': 'withdrew a report about data',
    'directory.AnswerTicket': 'answered a report about data',
    'directory.ImportStaff': 'brought in staff and posts',
    'directory.RegisterStructure': 'changed agencies, units or calendars',
    'journal.GetEntry': 'opened an entry',
    'journal.GetRecord': 'asked what became of a record',
    'journal.GetMonth': 'opened a month',
    'journal.ListEntries': 'opened the daily entries',
    'journal.ListImported': 'held a file against entries',
    'journal.GetTeamDay': 'opened the team of a day',
    'journal.ListQueue': 'opened the verification box',
    'journal.OpenEntry': 'checked an entry',
    'journal.VerifyEntries': 'approved entries',
    'journal.ReturnEntry': 'returned an entry',
    'journal.UndoVerification': 'took a decision back',
    'journal.ImportVerdicts': 'brought in verdicts',
    'journal.SetEntryWindow': 'set an entry window',
    'journal.RecordOutage': 'recorded an outage',
    'journal.OpenGrace': 'opened a grace period',
    'journal.ListGraceRequests': 'opened the grace queue',
    'journal.GetGraceRequest': 'opened a request for grace',
    'journal.DecideGraceRequest': 'answered a request for grace',
    'journal.RequestGrace': 'asked for grace',
    'journal.WithdrawGraceRequest': 'withdrew a request for grace',
    'appraisal.GetPlans': 'opened a plan',
    'appraisal.ListPlans': 'opened several plans',
    'appraisal.ImportPlans': 'brought in agreed plans',
    'scoring.GetScore': 'opened the score',
    'scoring.PublishPack': 'published rules',
    'scoring.SealQuarter': 'asked for the seal of a quarter',
    'scoring.GetAuditBundle': 'took the examiner’s bundle',
    'feedback.OpenSurvey': 'opened a survey',
    'feedback.CloseSurvey': 'closed a survey',
    'feedback.ImportAnswers': 'brought in survey answers',
    'audit.ListLooks': 'searched the audit trail',
  },
} satisfies Record<Language, Record<string, string>>

export const operationsOf = (language: Language): readonly (readonly [string, string])[] =>
  Object.entries(operations[language])
export const operationWords = (operation: string, language: Language): string =>
  (operations[language] as Record<string, string>)[operation] ?? operation

const roleNames = {
  id: {
    bkd: 'BKD',
    auditor: 'auditor',
    governor: 'kantor gubernur',
    operator: 'operator jaga',
    personnel_officer: 'pengelola kepegawaian',
    agency_head: 'kepala instansi',
    importer: 'mesin impor',
    feeder: 'mesin pengirim',
  },
  en: {
    bkd: 'the personnel board',
    auditor: 'an auditor',
    governor: 'the governor’s office',
    operator: 'the operator on duty',
    personnel_officer: 'a personnel officer',
    agency_head: 'a head of agency',
    importer: 'the import machine',
    feeder: 'a sending machine',
  },
} satisfies Record<Language, Record<string, string>>
/** What a role is called; one that this page does not know, by its code. */
export const roleName = (role: string, language: Language): string =>
  (roleNames[language] as Record<string, string>)[role] ?? role
const somebody = { id: 'pegawai lain', en: 'another employee' }
const itself = { id: 'sistem', en: 'the system' }
/** What a service does by itself stands under its name. */
const services: readonly string[] = ['directory', 'scoring']

/** A name; else the role in which he came; else the machine that he is; else that it was somebody, or the system. A key is for examiners. */
export const onRecord = (one: OnRecord, roles: readonly string[], language: Language): string =>
  one.name ??
  roles.map((role) => (roleNames[language] as Record<string, string>)[role]).find((name) => name !== undefined) ??
  (roleNames[language] as Record<string, string>)[one.key] ??
  (services.includes(one.key) ? itself : somebody)[language]
