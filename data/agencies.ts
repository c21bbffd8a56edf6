import type { CalendarCode } from './calendars.ts'
import type { JobKey } from './jobs/catalogue.ts'

export type AgencyKind =
  | 'sekretariat'
  | 'inspektorat'
  | 'dinas'
  | 'badan'
  | 'rsud'
  | 'cabang-dinas'
  | 'sekolah'
  | 'puskesmas'

/** A unit below the agency's top, with who works there: the first job is the most frequent. */
export interface UnitPlan {
  readonly name: string
  /** What its head's work is about, as a sentence says it. */
  readonly topic: string
  readonly jobs: readonly JobKey[]
  /** Serves citizens: can be surveyed. */
  readonly public: boolean
}

export interface AgencyPlan {
  readonly code: string
  readonly name: string
  readonly kind: AgencyKind
  readonly headTitle: string
  /** The code of the agency whose head assesses this one's; the secretary of the province where absent. */
  readonly under?: string
  /** Its share of the people. */
  readonly weight: number
  readonly calendar: CalendarCode
  readonly attendance: boolean
  /** One practises in it, and nothing of it counts. */
  readonly practice?: boolean
  /** Calendar days that an entry may follow its work date. */
  readonly windowDays: 3 | 7
  readonly topic: string
  readonly units: readonly UnitPlan[]
}

const unit = (name: string, topic: string, jobs: readonly JobKey[], isPublic = false): UnitPlan => ({
  name,
  topic,
  jobs,
  public: isPublic,
})
const counter = (name: string, topic: string, jobs: readonly JobKey[]): UnitPlan => unit(name, topic, jobs, true)

type Given = Partial<Pick<AgencyPlan, 'weight' | 'calendar' | 'attendance' | 'windowDays' | 'under' | 'headTitle'>>
const agency = (
  kind: AgencyKind,
  code: string,
  name: string,
  topic: string,
  given: Given,
  ...units: UnitPlan[]
): AgencyPlan => ({
  code,
  name,
  kind,
  headTitle: `Kepala ${name}`,
  weight: 3,
  calendar: '5-hari',
  attendance: true,
  windowDays: 3,
  topic,
  units,
  ...given,
})

const dinas = (code: string, name: string, topic: string, given: Given, ...units: UnitPlan[]) =>
  agency('dinas', code, `Dinas ${name}`, topic, given, ...units)
const badan = (code: string, name: string, topic: string, given: Given, ...units: UnitPlan[]) =>
  agency('badan', code, name, topic, given, ...units)

/** The agencies of the sample. Kinds and names are true ones of the province, sizes and people are not. The secretariat stands first. */
export const agencyPlans: readonly AgencyPlan[] = [
  agency(
    'sekretariat',
    'SETDA',
    'Sekretariat Daerah',
    'koordinasi pemerintahan',
    { headTitle: 'Sekretaris Daerah', weight: 7 },
    unit('Biro Umum', 'urusan rumah tangga dan tata usaha', ['umum', 'teknisi', 'keuangan', 'arsiparis']),
    unit('Biro Organisasi', 'kelembagaan dan tata laksana', ['kebijakan', 'kepegawaian', 'umum']),
    unit('Biro Hukum', 'produk hukum daerah', ['perancang', 'kebijakan', 'umum']),
    unit('Biro Administrasi Pimpinan', 'acara dan naskah pimpinan', ['humas', 'umum', 'komputer']),
    unit('Biro Pengadaan Barang dan Jasa', 'pengadaan', ['pengadaan', 'umum']),
    unit('Biro Kesejahteraan Rakyat', 'bantuan dan hibah keagamaan', ['kebijakan', 'keuangan']),
  ),
  agency(
    'sekretariat',
    'SETWAN',
    'Sekretariat DPRD',
    'persidangan dewan',
    { headTitle: 'Sekretaris DPRD', weight: 2.5 },
    unit('Bagian Persidangan', 'risalah dan persidangan', ['legislatif', 'perancang', 'umum']),
    unit('Bagian Humas dan Protokol', 'kunjungan dan pemberitaan dewan', ['humas', 'umum']),
  ),
  agency(
    'inspektorat',
    'ITPROV',
    'Inspektorat Daerah',
    'pengawasan intern',
    { headTitle: 'Inspektur Daerah', weight: 3 },
    unit('Inspektur Pembantu Wilayah I', 'pemeriksaan wilayah timur', ['auditor', 'pengawas']),
    unit('Inspektur Pembantu Wilayah II', 'pemeriksaan wilayah barat', ['auditor', 'pengawas']),
  ),
  dinas(
    'DISDIK',
    'Pendidikan',
    'pendidikan menengah',
    { weight: 5 },
    unit('Bidang Pembinaan SMA', 'mutu SMA', ['pengawas-sekolah', 'kebijakan', 'umum']),
    unit('Bidang Pembinaan SMK', 'mutu SMK', ['pengawas-sekolah', 'kebijakan', 'umum']),
    counter('UPTD Balai Tekkomdik', 'teknologi pembelajaran', ['komputer', 'widyaiswara', 'umum']),
  ),
  dinas(
    'DINKES',
    'Kesehatan',
    'kesehatan masyarakat',
    { weight: 3.5 },
    unit('Bidang Kesehatan Masyarakat', 'gizi dan promosi kesehatan', ['promkes', 'bidan']),
    unit('Bidang Pencegahan dan Pengendalian Penyakit', 'pengendalian penyakit', ['promkes', 'perawat']),
    counter('UPTD Laboratorium Kesehatan', 'pemeriksaan laboratorium', ['laboratorium', 'umum']),
  ),
  dinas(
    'PUPR',
    'Pekerjaan Umum dan Penataan Ruang',
    'jalan dan jembatan',
    { weight: 4, windowDays: 7 },
    unit('Bidang Bina Marga', 'jalan provinsi', ['jalan', 'teknisi']),
    unit('Bidang Cipta Karya', 'bangunan negara', ['jalan', 'perumahan']),
    counter('UPTD Pengujian Bahan', 'pengujian bahan jalan', ['jalan', 'umum']),
  ),
  dinas(
    'PERKIM',
    'Perumahan dan Kawasan Permukiman',
    'rumah layak huni',
    { weight: 1.8 },
    unit('Bidang Perumahan', 'rumah layak huni', ['perumahan', 'umum']),
    unit('Bidang Permukiman', 'air bersih dan sanitasi', ['perumahan', 'keuangan']),
  ),
  agency(
    'dinas',
    'SATPOLPP',
    'Satuan Polisi Pamong Praja',
    'ketertiban umum',
    { headTitle: 'Kepala Satuan Polisi Pamong Praja', weight: 3, calendar: '6-hari' },
    unit('Bidang Ketertiban Umum', 'patroli ketertiban', ['ketertiban']),
    unit('Bidang Penegakan Peraturan Daerah', 'pelanggaran perda', ['ketertiban', 'umum']),
  ),
  dinas(
    'DINSOS',
    'Sosial, Kependudukan dan Pencatatan Sipil',
    'bantuan sosial',
    { weight: 2.5 },
    unit('Bidang Rehabilitasi Sosial', 'rehabilitasi sosial', ['sosial', 'umum']),
    counter('Bidang Kependudukan', 'data kependudukan', ['kependudukan', 'umum']),
  ),
  dinas(
    'DISNAKERTRANS',
    'Tenaga Kerja dan Transmigrasi',
    'kesempatan kerja',
    { weight: 2.5 },
    counter('Bidang Penempatan Tenaga Kerja', 'penempatan kerja', ['ketenagakerjaan', 'umum']),
    unit('UPTD Balai Latihan Kerja', 'pelatihan kerja', ['ketenagakerjaan', 'teknisi']),
  ),
  dinas(
    'DP3AP2',
    'Pemberdayaan Perempuan, Perlindungan Anak dan Pengendalian Penduduk',
    'perlindungan perempuan dan anak',
    { weight: 1.6 },
    counter('UPTD Perlindungan Perempuan dan Anak', 'pendampingan korban', ['perempuan', 'umum']),
  ),
  dinas(
    'DKP',
    'Ketahanan Pangan',
    'cadangan pangan',
    { weight: 1.6, windowDays: 7 },
    unit('Bidang Distribusi dan Cadangan Pangan', 'harga dan cadangan pangan', ['pangan', 'umum']),
    unit('Bidang Keamanan Pangan', 'keamanan pangan', ['pangan']),
  ),
  dinas(
    'DLH',
    'Lingkungan Hidup',
    'mutu lingkungan',
    { weight: 2 },
    unit('Bidang Pengendalian Pencemaran', 'pencemaran air dan udara', ['lingkungan', 'umum']),
    counter('UPTD Laboratorium Lingkungan', 'uji mutu air', ['lingkungan', 'laboratorium']),
  ),
  dinas(
    'DPMD',
    'Pemberdayaan Masyarakat dan Desa',
    'pemberdayaan desa',
    { weight: 1.6, windowDays: 7 },
    unit('Bidang Bina Pemerintahan Desa', 'pemerintahan desa', ['kebijakan', 'umum']),
    unit('Bidang Usaha Ekonomi Desa', 'badan usaha desa', ['koperasi', 'umum']),
  ),
  dinas(
    'DISHUB',
    'Perhubungan',
    'angkutan dan terminal',
    { weight: 2.6, windowDays: 7 },
    unit('Bidang Lalu Lintas Jalan', 'rambu dan lalu lintas', ['perhubungan', 'teknisi']),
    counter('UPTD Terminal', 'angkutan antarkota', ['perhubungan', 'umum']),
  ),
  dinas(
    'DISKOMINFO',
    'Komunikasi dan Informatika',
    'layanan digital',
    { weight: 2.6, calendar: '5-hari-luwes' },
    unit('Bidang Aplikasi Informatika', 'aplikasi pemerintahan', ['komputer']),
    unit('Bidang Informasi Publik', 'informasi publik', ['humas', 'komputer']),
  ),
  dinas(
    'DISKOPUKM',
    'Koperasi, Usaha Kecil dan Menengah',
    'koperasi dan usaha mikro',
    { weight: 1.8 },
    unit('Bidang Kelembagaan Koperasi', 'koperasi', ['koperasi', 'umum']),
    unit('Bidang Usaha Mikro', 'usaha mikro', ['koperasi']),
  ),
  dinas(
    'DPMPTSP',
    'Penanaman Modal dan Pelayanan Terpadu Satu Pintu',
    'penanaman modal dan perizinan',
    { weight: 3.6 },
    counter('Bidang Pelayanan Perizinan', 'pelayanan perizinan', ['perizinan', 'loket-izin', 'penata-izin']),
    unit('Bidang Penanaman Modal', 'penanaman modal', ['penanaman-modal', 'umum']),
    counter('Bidang Pengaduan dan Kebijakan', 'pengaduan layanan', ['pengaduan', 'kebijakan']),
  ),
  dinas(
    'DISPORA',
    'Kepemudaan dan Olahraga',
    'pembinaan pemuda',
    { weight: 1.6, windowDays: 7 },
    unit('Bidang Pemuda', 'wirausaha muda', ['pemuda', 'umum']),
    unit('Bidang Olahraga', 'pembinaan atlet', ['pemuda']),
  ),
  dinas(
    'DPAD',
    'Perpustakaan dan Arsip Daerah',
    'perpustakaan dan arsip',
    { weight: 2 },
    counter('Bidang Layanan Perpustakaan', 'layanan perpustakaan', ['pustakawan', 'umum']),
    unit('Bidang Kearsipan', 'arsip daerah', ['arsiparis']),
  ),
  dinas(
    'DISBUDPAR',
    'Kebudayaan dan Pariwisata',
    'kebudayaan dan pariwisata',
    { weight: 1.8, windowDays: 7 },
    unit('Bidang Destinasi Pariwisata', 'daya tarik wisata', ['kepariwisataan', 'umum']),
    counter('UPTD Museum Siginjei', 'koleksi museum', ['kepariwisataan', 'umum']),
  ),
  dinas(
    'DISKANLUT',
    'Kelautan dan Perikanan',
    'perikanan',
    { weight: 2, windowDays: 7 },
    unit('Bidang Perikanan Budidaya', 'perikanan budidaya', ['perikanan']),
    unit('Bidang Perikanan Tangkap', 'perikanan tangkap', ['perikanan', 'umum']),
  ),
  dinas(
    'DTPHP',
    'Tanaman Pangan, Hortikultura dan Peternakan',
    'tanaman pangan',
    { weight: 2.8, windowDays: 7 },
    unit('Bidang Penyuluhan', 'penyuluhan pertanian', ['pertanian']),
    unit('Bidang Tanaman Pangan', 'produksi padi', ['pertanian', 'umum']),
  ),
  dinas(
    'DISBUN',
    'Perkebunan',
    'perkebunan rakyat',
    { weight: 2, windowDays: 7 },
    unit('Bidang Produksi Perkebunan', 'peremajaan kebun', ['perkebunan', 'umum']),
    unit('UPTD Balai Benih Perkebunan', 'mutu benih', ['perkebunan']),
  ),
  dinas(
    'DISHUT',
    'Kehutanan',
    'pengelolaan hutan',
    { weight: 3, windowDays: 7, attendance: false },
    unit('Bidang Perlindungan Hutan', 'perlindungan hutan', ['kehutanan']),
    unit('UPTD KPHP Merangin', 'hutan produksi Merangin', ['kehutanan', 'umum']),
  ),
  dinas(
    'ESDM',
    'Energi dan Sumber Daya Mineral',
    'energi dan pertambangan',
    { weight: 1.6 },
    unit('Bidang Geologi dan Air Tanah', 'air tanah', ['energi', 'umum']),
    unit('Bidang Ketenagalistrikan', 'listrik desa', ['energi']),
  ),
  dinas(
    'DISPERINDAG',
    'Perindustrian dan Perdagangan',
    'industri dan perdagangan',
    { weight: 2.2 },
    unit('Bidang Perdagangan', 'harga dan barang beredar', ['perdagangan', 'umum']),
    unit('Bidang Industri', 'industri kecil', ['mediator-industri']),
  ),
  badan(
    'BAPPEDA',
    'Badan Perencanaan Pembangunan Daerah',
    'perencanaan pembangunan',
    { weight: 2.6 },
    unit('Bidang Perencanaan Makro', 'perencanaan makro', ['perencana']),
    unit('Bidang Ekonomi dan Infrastruktur', 'rencana ekonomi', ['perencana', 'umum']),
  ),
  badan(
    'BPKPD',
    'Badan Pengelola Keuangan dan Pendapatan Daerah',
    'keuangan daerah',
    { weight: 3.6 },
    unit('Bidang Anggaran', 'anggaran daerah', ['anggaran', 'keuangan']),
    unit('Bidang Perbendaharaan', 'perbendaharaan', ['anggaran', 'keuangan']),
    counter('UPTD Samsat Jambi', 'pajak kendaraan', ['pajak', 'umum']),
  ),
  badan(
    'BKD',
    'Badan Kepegawaian Daerah',
    'manajemen kepegawaian',
    { weight: 2.4 },
    unit('Bidang Kinerja dan Penghargaan', 'penilaian kinerja', ['kepegawaian', 'komputer']),
    counter('Bidang Mutasi dan Promosi', 'mutasi pegawai', ['kepegawaian', 'umum']),
  ),
  badan(
    'BPSDM',
    'Badan Pengembangan Sumber Daya Manusia',
    'pengembangan kompetensi',
    { weight: 2, windowDays: 7 },
    unit('Bidang Pengembangan Kompetensi Teknis', 'pelatihan teknis', ['widyaiswara', 'umum']),
    unit('Bidang Kepemimpinan', 'pelatihan kepemimpinan', ['widyaiswara']),
  ),
  badan(
    'BPBD',
    'Badan Penanggulangan Bencana Daerah',
    'kesiapsiagaan bencana',
    { weight: 1.8, calendar: '6-hari' },
    unit('Bidang Kedaruratan dan Logistik', 'logistik bencana', ['kebencanaan', 'umum']),
    unit('Bidang Kesiapsiagaan', 'peringatan dini', ['kebencanaan']),
  ),
  badan(
    'KESBANGPOL',
    'Badan Kesatuan Bangsa dan Politik',
    'kerukunan dan kebangsaan',
    { weight: 1.4 },
    unit('Bidang Wawasan Kebangsaan', 'wawasan kebangsaan', ['kesbang', 'umum']),
  ),
  agency(
    'rsud',
    'RSUDRM',
    'RSUD Raden Mattaher',
    'pelayanan rumah sakit',
    { headTitle: 'Direktur RSUD Raden Mattaher', under: 'DINKES', weight: 11, calendar: '6-hari' },
    counter('Instalasi Rawat Jalan', 'rawat jalan', ['perawat', 'dokter', 'rekam-medis']),
    counter('Instalasi Rawat Inap', 'rawat inap', ['perawat', 'dokter']),
    counter('Instalasi Gawat Darurat', 'gawat darurat', ['perawat', 'dokter', 'bidan']),
    unit('Instalasi Farmasi', 'pelayanan obat', ['apoteker']),
    unit('Instalasi Laboratorium', 'pemeriksaan laboratorium', ['laboratorium']),
  ),
  agency(
    'rsud',
    'RSJD',
    'Rumah Sakit Jiwa Daerah',
    'pelayanan kesehatan jiwa',
    { headTitle: 'Direktur Rumah Sakit Jiwa Daerah', under: 'DINKES', weight: 3.4, calendar: '6-hari' },
    counter('Instalasi Rawat Jalan Jiwa', 'rawat jalan jiwa', ['perawat', 'dokter']),
    unit('Instalasi Rawat Inap Jiwa', 'rawat inap jiwa', ['perawat', 'apoteker']),
  ),
  agency(
    'cabang-dinas',
    'CABDIS1',
    'Cabang Dinas Pendidikan Wilayah Jambi',
    'sekolah wilayah Jambi',
    { under: 'DISDIK', weight: 1.2 },
    unit('Seksi Layanan Sekolah Wilayah Jambi', 'layanan sekolah', ['pengawas-sekolah', 'umum']),
  ),
  agency(
    'cabang-dinas',
    'CABDIS2',
    'Cabang Dinas Pendidikan Wilayah Bungo Tebo',
    'sekolah wilayah Bungo Tebo',
    { under: 'DISDIK', weight: 1.2, windowDays: 7 },
    unit('Seksi Layanan Sekolah Wilayah Bungo Tebo', 'layanan sekolah', ['pengawas-sekolah', 'umum']),
  ),
  agency(
    'sekolah',
    'SMAN1JBI',
    'SMA Negeri 1 Kota Jambi',
    'pembelajaran',
    {
      headTitle: 'Kepala SMA Negeri 1 Kota Jambi (Guru Ahli Madya)',
      under: 'CABDIS1',
      weight: 3.2,
      calendar: '6-hari',
      windowDays: 7,
    },
    counter('Dewan Guru SMA Negeri 1', 'pembelajaran', ['guru']),
  ),
  agency(
    'sekolah',
    'SMKN2JBI',
    'SMK Negeri 2 Kota Jambi',
    'pembelajaran kejuruan',
    { headTitle: 'Kepala SMK Negeri 2 Kota Jambi (Guru Ahli Madya)', under: 'CABDIS1', weight: 3.2, windowDays: 7 },
    counter('Dewan Guru SMK Negeri 2', 'pembelajaran', ['guru']),
  ),
  agency(
    'sekolah',
    'SMAN2BGO',
    'SMA Negeri 2 Bungo',
    'pembelajaran',
    {
      headTitle: 'Kepala SMA Negeri 2 Bungo (Guru Ahli Madya)',
      under: 'CABDIS2',
      weight: 2.6,
      calendar: '6-hari',
      windowDays: 7,
      attendance: false,
    },
    counter('Dewan Guru SMA Negeri 2 Bungo', 'pembelajaran', ['guru']),
  ),
  agency(
    'sekolah',
    'SLBNJBI',
    'SLB Negeri Kota Jambi',
    'pendidikan khusus',
    { headTitle: 'Kepala SLB Negeri Kota Jambi (Guru Ahli Madya)', under: 'CABDIS1', weight: 1.6, windowDays: 7 },
    counter('Dewan Guru SLB Negeri', 'pendidikan khusus', ['guru']),
  ),
  agency(
    'puskesmas',
    'PKMPUTRIAYU',
    'Puskesmas Putri Ayu',
    'pelayanan kesehatan dasar',
    { under: 'DINKES', weight: 1.6, calendar: '6-hari' },
    counter('Pelayanan Puskesmas Putri Ayu', 'pelayanan dasar', ['perawat', 'bidan', 'dokter']),
  ),
  agency(
    'puskesmas',
    'PKMSIMPANGKAWAT',
    'Puskesmas Simpang Kawat',
    'pelayanan kesehatan dasar',
    { under: 'DINKES', weight: 1.6, calendar: '6-hari' },
    counter('Pelayanan Puskesmas Simpang Kawat', 'pelayanan dasar', ['perawat', 'bidan', 'promkes']),
  ),
]
