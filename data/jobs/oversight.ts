import { expertLevels, type Job, result } from './job.ts'

/** Those who examine, draft, budget and serve the council. */
export const oversight = {
  auditor: {
    title: 'Auditor', levels: ['fungsional-ahli-muda', 'fungsional-ahli-madya', 'fungsional-ahli-pertama'],
    results: [
      result('Pemeriksaan terlaksana sesuai program', 'kertas kerja', [1, 3], 55, 'Menyusun {n} kertas kerja {temuan} di {opd}.', 'Memeriksa bukti {temuan} di {opd}.', 'Menguji {n} transaksi {temuan} {waktu}.'),
      result('Laporan hasil pemeriksaan terbit', 'laporan', [1, 1], 20, 'Menulis temuan {temuan} pada {opd}.', 'Membahas konsep laporan {opd} dengan {rapat}.', 'Mereviu laporan {temuan} dari {kab}.'),
      result('Tindak lanjut temuan dipantau', 'tindak lanjut', [1, 4], 25, 'Memeriksa {n} tindak lanjut {temuan} {opd}.', 'Menagih bukti {temuan} kepada {opd}.', 'Menutup {n} temuan {temuan} {kab}.'),
    ],
  },
  pengawas: {
    title: 'Pengawas Penyelenggaraan Urusan Pemerintahan Daerah', levels: ['fungsional-ahli-muda', 'fungsional-ahli-pertama', 'fungsional-ahli-madya'],
    results: [
      result('Urusan pemerintahan diawasi', 'kertas kerja', [1, 3], 55, 'Memeriksa urusan {dokumen} di {opd}.', 'Menyusun {n} kertas kerja {dokumen} {kab}.', 'Mewawancarai pejabat {opd} tentang {temuan}.'),
      result('Pengaduan ditelaah', 'pengaduan', [1, 2], 25, 'Menelaah {n} pengaduan {warga} dari {kab}.', 'Memeriksa lapangan pengaduan di {kec}.', 'Membahas pengaduan {temuan} dengan {rapat}.'),
      result('Reviu selesai tepat waktu', 'reviu', [1, 1], 20, 'Mereviu {dokumen} {opd}.', 'Mereviu {dokumen} bulan {bulan}.', 'Menyampaikan catatan reviu {dokumen} kepada {opd}.'),
    ],
  },
  kebijakan: {
    title: 'Analis Kebijakan', levels: expertLevels,
    results: [
      result('Telaah kebijakan disusun', 'telaah', [1, 1], 45, 'Menyusun telaah {aturan}.', 'Menganalisis dampak {aturan} bagi {warga}.', 'Membandingkan {aturan} dengan provinsi lain.'),
      result('Masukan pemangku kepentingan terkumpul', 'masukan', [2, 8], 30, 'Mengumpulkan {n} masukan {warga} tentang {aturan}.', 'Mewawancarai {n} {warga} di {kab}.', 'Memandu diskusi {aturan} dengan {rapat}.'),
      result('Rekomendasi disampaikan', 'rekomendasi', [1, 1], 25, 'Menyampaikan rekomendasi {aturan} kepada {rapat}.', 'Menulis ringkasan {aturan} untuk {opd}.', 'Menyiapkan bahan paparan {aturan}.'),
    ],
  },
  perancang: {
    title: 'Perancang Peraturan Perundang-undangan', levels: expertLevels,
    results: [
      result('Rancangan peraturan diharmonisasi', 'rancangan', [1, 2], 55, 'Mengharmonisasi {n} {aturan} dari {opd}.', 'Membahas pasal {aturan} dengan {rapat}.', 'Memperbaiki {aturan} menurut catatan {opd}.'),
      result('Konsultasi hukum terlayani', 'konsultasi', [1, 3], 30, 'Melayani {n} konsultasi {temuan} dari {opd}.', 'Menelaah perjanjian {belanja} {opd}.', 'Menjawab pertanyaan hukum {kab} tentang {aturan}.'),
      result('Dokumentasi hukum mutakhir', 'dokumen', [1, 5], 15, 'Mengunggah {n} dokumen hukum {bulan}.', 'Menata {aturan} di jaringan dokumentasi.', 'Memeriksa status {aturan} {waktu}.'),
    ],
  },
  legislatif: {
    title: 'Perisalah Legislatif', levels: expertLevels,
    results: [
      result('Risalah rapat selesai dalam tiga hari', 'risalah', [1, 1], 50, 'Menyusun risalah rapat {aturan}.', 'Menyalin rekaman rapat dengan {opd}.', 'Memeriksa risalah rapat komisi tentang {temuan}.'),
      result('Rapat dewan disiapkan', 'rapat', [1, 1], 30, 'Menyiapkan rapat komisi dengan {opd}.', 'Mendampingi kunjungan kerja ke {kab}.', 'Menyusun bahan rapat {aturan} {waktu}.'),
      result('Aspirasi warga tercatat', 'aspirasi', [2, 8], 20, 'Mencatat {n} aspirasi {warga} dari {kab}.', 'Merekap aspirasi reses {kec}.', 'Meneruskan {n} aspirasi ke {opd}.'),
    ],
  },
  anggaran: {
    title: 'Analis Keuangan Pusat dan Daerah', levels: expertLevels,
    results: [
      result('Anggaran perangkat daerah ditelaah', 'dokumen', [1, 3], 50, 'Menelaah {n} DPA {opd}.', 'Memeriksa pergeseran {belanja} {opd}.', 'Membahas {dokumen} {opd} dengan {rapat}.'),
      result('Pencairan dana diproses', 'SP2D', [3, 12], 35, 'Memproses {n} SP2D {belanja} {opd}.', 'Memeriksa {n} SPM dari {opd} {waktu}.', 'Menguji kelengkapan {n} SPM {belanja}.'),
      result('Laporan keuangan daerah tersusun', 'laporan', [1, 1], 15, 'Menyusun realisasi {belanja} bulan {bulan}.', 'Rekonsiliasi aset {opd} {pekan}.', 'Mengolah data {pajak} dan {belanja}.'),
    ],
  },
  pengadaan: {
    title: 'Pengelola Pengadaan Barang/Jasa', levels: expertLevels,
    results: [
      result('Paket pengadaan diproses', 'paket', [1, 2], 55, 'Memproses {n} paket {belanja} {opd}.', 'Mengevaluasi penawaran {barang} {opd}.', 'Menjawab sanggahan paket {belanja}.'),
      result('Pendampingan pengadaan terlayani', 'konsultasi', [1, 3], 30, 'Melayani {n} konsultasi {belanja} dari {opd}.', 'Membantu {opd} menyusun spesifikasi {barang}.', 'Memeriksa rencana {belanja} {kab}.'),
      result('Laporan pengadaan tersusun', 'laporan', [1, 1], 15, 'Menyusun laporan paket {belanja} {bulan}.', 'Memantau kontrak {belanja} {opd}.', 'Menyampaikan rekap pengadaan kepada {rapat}.'),
    ],
  },
  kesbang: {
    title: 'Pengelola Wawasan Kebangsaan', levels: ['pelaksana-operator'],
    results: [
      result('Kerukunan dan kewaspadaan dipantau', 'laporan', [1, 1], 45, 'Memantau keadaan {kab} {waktu}.', 'Bertemu tokoh {warga} di {kec}.', 'Menyusun laporan kerukunan {kab} {pekan}.'),
      result('Pendidikan kebangsaan terlaksana', 'peserta', [10, 40], 35, 'Mengajak {n} pelajar {kec} berdiskusi kebangsaan.', 'Melatih {n} {warga} di {kab}.', 'Menyiapkan upacara bersama {n} pelajar {kec}.'),
      result('Organisasi masyarakat didata', 'organisasi', [1, 4], 20, 'Mendata {n} organisasi di {kab}.', 'Memeriksa berkas {n} organisasi dari {kec}.', 'Melayani permohonan {izin} dari organisasi {kab}.'),
    ],
  },
} satisfies Record<string, Job>
