import { expertLevels, type Job, result, skillLevels } from './job.ts'

/** Posts whose weights are those of health and education, and who works beside them. */
export const healthAndEducation = {
  dokter: {
    title: 'Dokter', levels: [...expertLevels, 'fungsional-ahli-utama'],
    results: [
      result('Pasien diperiksa sesuai standar', 'pasien', [8, 25], 60, 'Memeriksa {n} pasien di {poli}, terbanyak {sakit}.', 'Melakukan kunjungan {n} pasien {sakit} di {poli}.', 'Menangani {n} pasien {sakit} {waktu}.'),
      result('Rekam medis lengkap pada hari yang sama', 'rekam medis', [6, 20], 25, 'Melengkapi {n} rekam medis pasien {sakit}.', 'Memeriksa {n} resume pulang dari {poli}.', 'Menulis {n} rujukan pasien {sakit} ke {kab}.'),
      result('Kasus dibahas bersama', 'pembahasan', [1, 1], 15, 'Membahas kasus {sakit} dengan tim {poli}.', 'Memberi edukasi tentang {sakit} kepada {warga}.', 'Menelaah panduan {sakit} bersama {poli}.'),
    ],
  },
  perawat: {
    title: 'Perawat', levels: ['fungsional-terampil', 'fungsional-ahli-pertama', 'fungsional-mahir', 'fungsional-penyelia', 'fungsional-ahli-muda'],
    results: [
      result('Asuhan keperawatan diberikan', 'pasien', [5, 15], 60, 'Merawat {n} pasien {sakit} di {poli}.', 'Mengukur tanda vital {n} pasien di {poli} {waktu}.', 'Mendampingi {n} pasien {sakit} sebelum tindakan.'),
      result('Catatan keperawatan lengkap', 'catatan', [5, 15], 25, 'Melengkapi {n} catatan pasien {sakit} di {poli}.', 'Mencatat serah terima {n} pasien {poli}.', 'Memeriksa {n} catatan obat pasien {sakit}.'),
      result('Keluarga pasien diedukasi', 'edukasi', [1, 3], 15, 'Mengedukasi {n} keluarga pasien {sakit}.', 'Menjelaskan perawatan {sakit} kepada {warga}.', 'Mengajari cuci tangan di {poli} {waktu}.'),
    ],
  },
  bidan: {
    title: 'Bidan', levels: ['fungsional-terampil', 'fungsional-mahir', 'fungsional-ahli-pertama'],
    results: [
      result('Ibu hamil dan bersalin dilayani', 'ibu', [3, 10], 55, 'Memeriksa {n} ibu hamil dari {kec}.', 'Mendampingi {n} ibu bersalin {waktu}.', 'Memeriksa {n} ibu nifas di {kec}.'),
      result('Kelas ibu dan posyandu terselenggara', 'kegiatan', [1, 1], 20, 'Memandu kelas ibu hamil di {kec}.', 'Melayani posyandu di {kec} bersama kader.', 'Mengunjungi rumah ibu berisiko di {kec}.'),
      result('Kohort ibu dan anak mutakhir', 'data', [4, 12], 25, 'Memutakhirkan {n} data kohort ibu dari {kec}.', 'Mencatat {n} imunisasi anak di {kec}.', 'Mencocokkan {n} data ibu hamil {kab}.'),
    ],
  },
  apoteker: {
    title: 'Apoteker', levels: expertLevels,
    results: [
      result('Resep dilayani dengan aman', 'resep', [15, 45], 60, 'Menelaah {n} resep dari {poli}.', 'Menyerahkan {n} resep {sakit} beserta penjelasan.', 'Memeriksa interaksi obat {sakit} pada {n} resep.'),
      result('Persediaan obat terkendali', 'jenis obat', [3, 10], 25, 'Memeriksa {n} jenis obat {sakit} di gudang.', 'Mencatat {n} jenis obat mendekati kedaluwarsa dari {poli}.', 'Menyusun pesanan {n} jenis obat untuk {poli}.'),
      result('Konseling obat terlaksana', 'konseling', [1, 4], 15, 'Memberi konseling obat {sakit} kepada {n} pasien.', 'Menjawab pertanyaan obat dari {poli} {waktu}.', 'Mengunjungi {n} pasien {sakit} di {poli}.'),
    ],
  },
  laboratorium: {
    title: 'Pranata Laboratorium Kesehatan', levels: skillLevels,
    results: [
      result('Sampel diperiksa tepat waktu', 'sampel', [10, 40], 65, 'Memeriksa {n} sampel {bahan} dari {poli}.', 'Memeriksa {n} sampel {bahan} dari {kab}.', 'Mengulang {n} pemeriksaan sampel dari {poli} {waktu}.'),
      result('Mutu pemeriksaan terjaga', 'uji mutu', [1, 2], 20, 'Menjalankan {n} uji mutu alat {waktu}.', 'Mengalibrasi alat untuk sampel {bahan}.', 'Mencatat suhu lemari reagen {bahan} {waktu}.'),
      result('Hasil disampaikan lengkap', 'laporan', [1, 2], 15, 'Menyampaikan {n} laporan hasil {bahan} ke {poli}.', 'Merapikan arsip hasil {poli} bulan {bulan}.', 'Melaporkan hasil {bahan} dari {kab}.'),
    ],
  },
  'rekam-medis': {
    title: 'Perekam Medis', levels: ['fungsional-terampil', 'fungsional-mahir'],
    results: [
      result('Berkas rekam medis siap saat pasien tiba', 'berkas', [15, 50], 60, 'Menyiapkan {n} berkas untuk {poli}.', 'Mencari {n} berkas pasien {sakit} {waktu}.', 'Mengembalikan {n} berkas dari {poli}.'),
      result('Diagnosis dikodekan', 'kode', [10, 30], 30, 'Mengodekan {n} diagnosis {sakit} dari {poli}.', 'Memeriksa {n} kode {sakit} bulan {bulan}.', 'Membetulkan {n} kode klaim dari {poli}.'),
      result('Laporan kunjungan tersusun', 'laporan', [1, 1], 10, 'Menyusun laporan kunjungan {poli} bulan {bulan}.', 'Menghitung kunjungan {sakit} dari {kab}.', 'Menyampaikan data {poli} kepada {rapat}.'),
    ],
  },
  promkes: {
    title: 'Tenaga Promosi Kesehatan', levels: expertLevels,
    results: [
      result('Penyuluhan kesehatan terlaksana', 'penyuluhan', [1, 1], 45, 'Memberi penyuluhan {sakit} kepada {warga} di {kec}.', 'Memandu senam sehat bersama {warga} di {kec}.', 'Menyuluh tentang {sakit} di {kab}.'),
      result('Media kesehatan dibuat', 'media', [1, 2], 25, 'Membuat {n} poster tentang {sakit}.', 'Menyusun naskah siaran {sakit} untuk {kab}.', 'Mencetak leaflet {sakit} bagi {warga}.'),
      result('Kader dibina', 'kader', [3, 12], 30, 'Membina {n} kader di {kec}.', 'Menguji {n} kader tentang {sakit}.', 'Mendampingi {n} kader posyandu {kec} {waktu}.'),
    ],
  },
  guru: {
    title: 'Guru', levels: [...expertLevels, 'fungsional-ahli-utama'],
    results: [
      result('Pembelajaran terlaksana sesuai jadwal', 'jam pelajaran', [2, 6], 60, 'Mengajar {mapel} tentang {materi} di kelas {kelas}.', 'Mengajar {n} jam {mapel} di kelas {kelas} dan {kelas}.', 'Memandu praktik {materi} di kelas {kelas}.'),
      result('Hasil belajar dinilai dan dikembalikan', 'pekerjaan siswa', [10, 36], 25, 'Memeriksa {n} tugas {materi} kelas {kelas}.', 'Menilai {n} ulangan {mapel} kelas {kelas}.', 'Mengembalikan {n} tugas {mapel} beserta catatan.'),
      result('Siswa didampingi', 'siswa', [1, 6], 15, 'Mendampingi {n} siswa kelas {kelas} belajar {materi}.', 'Membimbing {n} siswa lomba {mapel}.', 'Berbicara dengan orang tua {n} siswa kelas {kelas}.'),
    ],
  },
  'pengawas-sekolah': {
    title: 'Pengawas Sekolah', levels: ['fungsional-ahli-madya', 'fungsional-ahli-muda'],
    results: [
      result('Sekolah binaan dikunjungi', 'sekolah', [1, 1], 50, 'Mengunjungi sekolah binaan di {kec}.', 'Memantau pembelajaran {mapel} di {kab}.', 'Memeriksa administrasi sekolah di {kec} {waktu}.'),
      result('Guru dibina', 'guru', [2, 8], 30, 'Membina {n} guru {mapel} di {kab}.', 'Mengamati {n} guru mengajar {materi}.', 'Mendampingi {n} guru menyusun rencana ajar {mapel}.'),
      result('Laporan pengawasan tersusun', 'laporan', [1, 1], 20, 'Menyusun laporan pengawasan {kab} bulan {bulan}.', 'Menelaah rapor mutu sekolah di {kec}.', 'Membahas hasil kunjungan dengan {rapat}.'),
    ],
  },
  widyaiswara: {
    title: 'Widyaiswara', levels: ['fungsional-ahli-muda', 'fungsional-ahli-madya', 'fungsional-ahli-utama'],
    results: [
      result('Pelatihan diampu', 'jam latihan', [2, 6], 55, 'Mengampu {n} jam {latihan}.', 'Memandu diskusi {latihan} bagi pegawai {opd}.', 'Menguji peserta {latihan} {waktu}.'),
      result('Bahan ajar disusun', 'modul', [1, 1], 25, 'Menyusun modul {latihan}.', 'Memperbaiki bahan tayang {latihan} menurut masukan {opd}.', 'Menulis kasus {latihan} dari {kab}.'),
      result('Peserta dibimbing', 'peserta', [2, 6], 20, 'Membimbing {n} peserta {latihan}.', 'Memeriksa {n} rancangan peserta dari {opd}.', 'Mengunjungi {n} peserta {latihan} di {kab}.'),
    ],
  },
} satisfies Record<string, Job>
