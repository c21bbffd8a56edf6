import type { PositionKind } from '@timbang/contracts/position-kind'
import type { Employment, Sex } from './nip.ts'

/** Somebody who is the same in a province of any size: the people of the story. */
export interface CastMember {
  readonly key: string
  readonly name: string
  readonly sex: Sex
  readonly employment: Employment
  readonly born: string
  /** Year and month of appointment as the NIP writes them. */
  readonly appointed: string
  /** The post, by its code; see posts.ts. */
  readonly post: string
  readonly title?: string
  readonly kind?: PositionKind
  readonly from: string
  /** Roles besides those that a post gives. */
  readonly roles: readonly string[]
  readonly note: { readonly id: string; readonly en: string }
}

const one = (
  key: string,
  name: string,
  sex: Sex,
  born: string,
  appointed: string,
  post: string,
  given: Partial<CastMember>,
  id: string,
  en: string,
): CastMember => ({
  key,
  name,
  sex,
  employment: 'pns',
  born,
  appointed,
  post,
  from: '2025-01-06',
  roles: [],
  note: { id, en },
  ...given,
})

export const SARI = 'sari'
export const NEWCOMER = 'pendatang'
export const NEWCOMER_FROM = '2026-09-28'

/** In the order in which the login page shows them. */
export const castMembers: readonly CastMember[] = [
  one(
    SARI,
    'Sari Wulandari',
    'f',
    '1994-05-17',
    '201903',
    'DPMPTSP.1.01',
    { title: 'Pengelola Layanan Perizinan', kind: 'pelaksana-operator' },
    'Mencatat pekerjaannya setiap hari',
    'Records her work every day',
  ),
  one(
    'hendra',
    'Hendra Saputra',
    'm',
    '1979-11-02',
    '200604',
    'DPMPTSP.1.KA',
    {},
    'Atasan Sari: memverifikasi catatan',
    "Sari's superior: verifies entries",
  ),
  one(
    'kepala-dpmptsp',
    'Nuraini Hasan',
    'f',
    '1972-02-23',
    '199803',
    'DPMPTSP.KA',
    {},
    'Kepala instansi: dasbor instansi',
    'Head of an agency: its dashboard',
  ),
  one(
    'gubernur',
    'Arif Budiman',
    'm',
    '1970-08-14',
    '199603',
    'SETDA.AS3',
    { roles: ['governor'] },
    'Pandangan gubernur: dasbor provinsi',
    "Governor's view: dashboard of the province",
  ),
  one(
    'operator',
    'Bima Pratama',
    'm',
    '1993-09-30',
    '201902',
    'DISKOMINFO.1.01',
    { title: 'Pranata Komputer Ahli Pertama', kind: 'fungsional-ahli-pertama', roles: ['operator'] },
    'Operator: ruang tenggat',
    'Operator: the deadline room',
  ),
  one(
    'kepegawaian',
    'Dewi Anggraini',
    'f',
    '1985-06-11',
    '201001',
    'DPMPTSP.UM.KA',
    {},
    'Pengelola kepegawaian DPMPTSP',
    'Personnel officer of one agency',
  ),
  one(
    'bkd',
    'Ridwan Effendi',
    'm',
    '1983-01-19',
    '200901',
    'BKD.1.01',
    { title: 'Analis Sumber Daya Manusia Aparatur Ahli Muda', kind: 'fungsional-ahli-muda', roles: ['bkd'] },
    'BKD: seluruh provinsi',
    'Personnel board: the whole province',
  ),
  one(
    'auditor',
    'Yusrizal Piliang',
    'm',
    '1977-04-05',
    '200312',
    'ITPROV.1.01',
    { title: 'Auditor Ahli Madya', kind: 'fungsional-ahli-madya', roles: ['auditor'] },
    'Auditor: membaca semua, jejaknya tercatat',
    'Auditor: reads everything, every look on record',
  ),
  one(
    'pindah',
    'Taufik Hidayat',
    'm',
    '1984-12-27',
    '201003',
    'DISNAKERTRANS.1.01',
    { title: 'Pengantar Kerja Ahli Muda', kind: 'fungsional-ahli-muda' },
    'Pindah di tengah triwulan; dicatat terlambat',
    'Transferred in mid-quarter, entered late',
  ),
  one(
    NEWCOMER,
    'Nabila Putri',
    'f',
    '2002-03-08',
    '202609',
    'DPMPTSP.1.02',
    { title: 'Pengadministrasi Perizinan', kind: 'pelaksana-klerek', from: NEWCOMER_FROM },
    'Baru masuk: belum punya indeks',
    'A newcomer: no index yet',
  ),
]

/** The transfer: since this day at the other post; the directory heard of it more than a month later. */
export const transfer = {
  key: 'pindah',
  post: 'DPMPTSP.2.01',
  title: 'Penata Kelola Penanaman Modal Ahli Muda',
  kind: 'fungsional-ahli-muda',
  from: '2026-08-10',
  enteredOn: '2026-09-14',
} as const

/** A head's post that nobody holds: the head of another agency does its work besides his own. */
export const standIn = { vacant: 'DISPORA.KA', holder: 'DISBUDPAR.KA', from: '2026-05-04' } as const

/** The head of a division is on leave for two weeks from the day of the load; the head of the agency verifies in his place. */
export const onLeave = { superior: 'DPMPTSP.2.KA', delegate: 'DPMPTSP.KA', days: 14 } as const
