import { type Job, result } from './job.ts'

/** Posts that lead. `{topik}` is what their unit is about. */
export const leadership = {
  pimpinan: {
    title: '', levels: ['jpt-pratama', 'jpt-madya', 'jpt-utama', 'administrator'],
    results: [
      result('Program perangkat daerah berjalan sesuai target', 'keputusan', [1, 2], 40, 'Memutuskan {n} usulan tentang {topik}.', 'Memimpin rapat {topik} dengan {rapat}.', 'Menyetujui {n} langkah percepatan {topik} {waktu}.'),
      result('Koordinasi lintas perangkat daerah terlaksana', 'koordinasi', [1, 1], 35, 'Bertemu {rapat} tentang {topik}.', 'Membahas {topik} dengan {opd}.', 'Meninjau {topik} di {kab}.'),
      result('Kinerja unit dievaluasi dan ditindaklanjuti', 'evaluasi', [1, 1], 25, 'Mengevaluasi capaian {topik} bulan {bulan}.', 'Menelaah laporan {topik} dari {kab}.', 'Memberi arahan perbaikan {topik} kepada {rapat}.'),
    ],
  },
  sekretaris: {
    title: 'Sekretaris', levels: ['administrator'],
    results: [
      result('Anggaran dan program terkendali', 'telaah', [1, 2], 40, 'Menelaah {n} usulan {belanja}.', 'Mengendalikan realisasi {belanja} bulan {bulan}.', 'Membahas {dokumen} dengan {rapat}.'),
      result('Layanan umum dan kepegawaian lancar', 'naskah', [2, 6], 40, 'Memeriksa {n} {surat} sebelum ditandatangani.', 'Menyetujui {n} usul {asn} {waktu}.', 'Meneruskan {n} {surat} kepada {opd}.'),
      result('Laporan kinerja perangkat daerah tersusun', 'laporan', [1, 1], 20, 'Menyusun bahan {dokumen} bulan {bulan}.', 'Menyelaraskan {dokumen} dengan {opd}.', 'Memimpin penyusunan {dokumen} {pekan}.'),
    ],
  },
  bidang: {
    title: '', levels: ['administrator'],
    results: [
      result('Pekerjaan bidang diperiksa dan diarahkan', 'hasil kerja', [2, 6], 45, 'Memeriksa {n} hasil kerja {topik} {waktu}.', 'Mengarahkan staf dalam {topik} di {kab}.', 'Membetulkan {n} konsep {surat} tentang {topik}.'),
      result('Kegiatan bidang terlaksana sesuai jadwal', 'kegiatan', [1, 1], 35, 'Memimpin kegiatan {topik} di {kec}.', 'Memantau {topik} di {kab}.', 'Menyiapkan kegiatan {topik} bersama {rapat}.'),
      result('Laporan bidang disampaikan', 'laporan', [1, 1], 20, 'Menyusun laporan {topik} bulan {bulan}.', 'Menyampaikan hasil {topik} kepada {rapat}.', 'Menelaah data {topik} dari {kab}.'),
    ],
  },
  subbagian: {
    title: '', levels: ['pengawas'],
    results: [
      result('Urusan umum dan kepegawaian selesai tepat waktu', 'urusan', [2, 6], 50, 'Menyelesaikan {n} urusan {asn} {waktu}.', 'Memeriksa {n} {surat} untuk {opd}.', 'Mengatur {barang} dan ruang untuk {rapat}.'),
      result('Presensi dan disiplin pegawai terpantau', 'rekap', [1, 1], 30, 'Merekap presensi dan {asn} untuk {pekan}.', 'Mengingatkan pegawai yang data {asn} belum lengkap.', 'Mencocokkan rekap {bulan} dengan BKD {waktu}.'),
      result('Laporan subbagian tersusun', 'laporan', [1, 1], 20, 'Menyusun laporan {asn} bulan {bulan}.', 'Menyiapkan bahan {dokumen} untuk sekretaris.', 'Menata laporan {barang} dan {belanja}.'),
    ],
  },
  'kepala-sekolah': {
    title: '', levels: ['fungsional-ahli-madya'],
    results: [
      result('Pembelajaran disupervisi', 'guru', [1, 2], 45, 'Mengamati {n} guru {mapel} mengajar {materi}.', 'Membahas rencana ajar {mapel} dengan guru kelas {kelas}.', 'Memberi masukan kepada {n} guru {mapel} {waktu}.'),
      result('Sekolah dikelola tertib', 'keputusan', [1, 2], 35, 'Memeriksa {n} pertanggungjawaban {belanja}.', 'Menerima orang tua siswa kelas {kelas} {waktu}.', 'Memimpin rapat guru tentang {mapel} dan tata tertib.'),
      result('Kerja sama sekolah berjalan', 'kegiatan', [1, 1], 20, 'Bertemu {rapat} tentang kerja sama sekolah.', 'Menyiapkan lomba {mapel} se-{kab}.', 'Menghadiri rapat kepala sekolah di {kec}.'),
    ],
  },
} satisfies Record<string, Job>
