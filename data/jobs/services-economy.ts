import { expertLevels, type Job, result, skillLevels } from './job.ts'

/** Permits, trade, labour, revenue, culture: work at a counter or with those who run a business. */
export const servicesAndEconomy = {
  perizinan: {
    title: 'Pengelola Layanan Perizinan', levels: ['pelaksana-operator'],
    results: [
      result('Berkas izin diperiksa tepat waktu', 'berkas', [1, 4], 60, 'Memeriksa {n} berkas {izin} dari {asal}.', 'Menjawab pertanyaan {warga} tentang {izin} di loket.', 'Mengembalikan {n} berkas {izin} yang belum lengkap.', 'Menelepon {n} pemohon {izin} dari {asal}.'),
      result('Laporan mingguan layanan izin disusun', 'laporan', [1, 1], 20, 'Menyusun laporan {izin} {pekan} {bulan}.', 'Menyusun bahan laporan layanan {asal} {pekan}.', 'Merekap layanan {izin} bulan {bulan}.'),
      result('Pelaku usaha mikro didampingi di kecamatan', 'kegiatan', [1, 1], 20, 'Mendampingi {warga} mengurus {izin} di Kecamatan {kec}.', 'Menjelaskan {izin} kepada {warga} di {kec}.', 'Membuka loket keliling {izin} di {kec}.'),
    ],
  },
  'loket-izin': {
    title: 'Pengadministrasi Perizinan', levels: ['pelaksana-klerek'],
    results: [
      result('Pemohon dihubungi sebelum ditolak', 'pemohon', [3, 11], 45, 'Menelepon {n} pemohon {izin} yang berkasnya belum lengkap.', 'Memberi tahu {n} pemohon {izin} dari {asal}.', 'Mengirim pesan kepada {n} pemohon {izin} {waktu}.'),
      result('Loket siap sebelum pukul 08.00', 'hari', [1, 1], 30, 'Merapikan formulir {izin} di loket.', 'Menyiapkan nomor antrean dan formulir {izin}.', 'Menata ruang tunggu bagi {warga} {waktu}.'),
      result('Pertanyaan dijawab dalam sehari', 'jawaban', [2, 9], 25, 'Menjawab {n} pertanyaan {warga} lewat surel.', 'Menjawab {n} pertanyaan tentang {izin} dari {asal}.', 'Menerangkan biaya {izin} kepada {n} orang.'),
    ],
  },
  'penata-izin': {
    title: 'Penata Perizinan', levels: expertLevels,
    results: [
      result('Permohonan izin ditelaah secara teknis', 'permohonan', [1, 4], 55, 'Menelaah {n} permohonan {izin} dari {asal}.', 'Memeriksa lapangan {izin} di {kec}.', 'Membahas {izin} dari {asal} dengan {opd}.'),
      result('Rekomendasi terbit', 'rekomendasi', [1, 2], 30, 'Menerbitkan {n} rekomendasi {izin} bagi {warga}.', 'Menyusun pertimbangan {izin} di {kab}.', 'Menolak {izin} dari {asal} dengan alasan tertulis.'),
      result('Standar layanan diperbarui', 'standar', [1, 1], 15, 'Memperbarui standar {izin} bersama {rapat}.', 'Menyederhanakan formulir {izin} bagi {warga}.', 'Menghitung waktu layanan {izin} bulan {bulan}.'),
    ],
  },
  'penanaman-modal': {
    title: 'Penata Kelola Penanaman Modal', levels: expertLevels,
    results: [
      result('Calon penanam modal didampingi', 'perusahaan', [1, 2], 45, 'Mendampingi {n} calon penanam modal {kebun} di {kab}.', 'Menjelaskan {izin} kepada perusahaan di {kab}.', 'Mengantar calon penanam modal melihat {wisata}.'),
      result('Laporan kegiatan penanaman modal diperiksa', 'laporan', [2, 6], 35, 'Memeriksa {n} laporan penanaman modal dari {kab}.', 'Mengingatkan {n} perusahaan {kebun} yang belum melapor.', 'Mengolah {n} laporan {ikan} dari {kab}.'),
      result('Peluang penanaman modal dipetakan', 'peluang', [1, 1], 20, 'Menyusun peluang {kebun} di {kab}.', 'Memetakan potensi {ikan} di {kec}.', 'Memutakhirkan peta potensi {wisata}.'),
    ],
  },
  pengaduan: {
    title: 'Pengelola Pengaduan Publik', levels: ['pelaksana-operator'],
    results: [
      result('Pengaduan dijawab dalam tiga hari', 'pengaduan', [1, 4], 55, 'Menjawab {n} pengaduan {warga} dari {kec}.', 'Meneruskan {n} pengaduan {warga} ke {opd}.', 'Menelepon {n} pengadu dari {kab} {waktu}.'),
      result('Survei warga terlaksana', 'responden', [3, 10], 25, 'Mengajak {n} {warga} mengisi survei.', 'Memeriksa {n} isian survei dari {kec}.', 'Membagikan tautan survei kepada {n} {warga}.'),
      result('Laporan pengaduan tersusun', 'laporan', [1, 1], 20, 'Menyusun laporan pengaduan {kab} bulan {bulan}.', 'Menganalisis keluhan {warga} {pekan}.', 'Menyampaikan rekap pengaduan kepada {rapat}.'),
    ],
  },
  koperasi: {
    title: 'Pengembang Kewirausahaan', levels: expertLevels,
    results: [
      result('Koperasi dan usaha mikro dibina', 'usaha', [1, 4], 55, 'Membina {n} usaha {warga} di {kec}.', 'Memeriksa buku {n} koperasi di {kab}.', 'Mendampingi {n} usaha {kebun} menghitung harga.'),
      result('Pelatihan usaha terlaksana', 'peserta', [5, 20], 30, 'Melatih {n} {warga} di {kec}.', 'Mengajar pembukuan kepada {n} {warga} {kab}.', 'Menyiapkan pelatihan pemasaran {kebun} di {kec}.'),
      result('Data usaha mutakhir', 'data', [3, 10], 15, 'Memutakhirkan {n} data usaha di {kab}.', 'Mendata {n} usaha {ikan} di {kec}.', 'Memeriksa {n} data koperasi {kebun}.'),
    ],
  },
  perdagangan: {
    title: 'Pengawas Perdagangan', levels: expertLevels,
    results: [
      result('Harga dan stok dipantau', 'komoditas', [3, 9], 50, 'Memantau harga {n} komoditas di pasar {kec}.', 'Mencatat stok {tani} di {kab}.', 'Membandingkan harga {tani} pasar {kec} dan {kec}.'),
      result('Barang beredar diawasi', 'toko', [1, 4], 30, 'Memeriksa {n} toko di {kec}.', 'Memeriksa label {n} toko oleh-oleh {kab}.', 'Menegur {n} toko di {kec} {waktu}.'),
      result('Pasar murah dan promosi terselenggara', 'kegiatan', [1, 1], 20, 'Menyiapkan pasar murah {tani} di {kec}.', 'Menata pameran {kebun} bersama {kab}.', 'Membahas ekspor {kebun} dengan {rapat}.'),
    ],
  },
  ketenagakerjaan: {
    title: 'Pengantar Kerja', levels: expertLevels,
    results: [
      result('Pencari kerja dilayani', 'orang', [3, 12], 50, 'Melayani {n} pencari kerja dari {kec}.', 'Mewawancarai {n} calon peserta {latihan}.', 'Mencocokkan {n} pencari kerja {kab} dengan lowongan.'),
      result('Perusahaan diperiksa dan dibina', 'perusahaan', [1, 2], 30, 'Memeriksa {n} perusahaan {kebun} di {kab}.', 'Menengahi perselisihan upah di {kab}.', 'Membina {n} perusahaan {kebun} tentang keselamatan kerja.'),
      result('Lowongan dan pelatihan diumumkan', 'pengumuman', [1, 2], 20, 'Mengumumkan {n} lowongan di {kab}.', 'Menyebarkan jadwal {latihan} kepada {warga}.', 'Menyusun daftar peserta {latihan} {pekan}.'),
    ],
  },
  kepariwisataan: {
    title: 'Adyatama Kepariwisataan dan Ekonomi Kreatif', levels: expertLevels,
    results: [
      result('Daya tarik wisata dikembangkan', 'kegiatan', [1, 1], 45, 'Meninjau {wisata} bersama {warga}.', 'Menyusun rencana penataan {wisata}.', 'Melatih pemandu di {wisata} {waktu}.'),
      result('Promosi wisata terbit', 'materi', [1, 3], 35, 'Membuat {n} materi promosi {wisata}.', 'Menyunting video tentang {wisata} dan {wisata}.', 'Menyiapkan pameran {wisata} di {kab}.'),
      result('Warisan budaya didata', 'objek', [1, 4], 20, 'Mendata {n} objek budaya di {kab}.', 'Memotret {n} koleksi di {wisata}.', 'Mewawancarai tetua adat di {kec}.'),
    ],
  },
  pajak: {
    title: 'Pengelola Pendapatan Daerah', levels: ['pelaksana-operator'],
    results: [
      result('Wajib pajak dilayani di loket', 'wajib pajak', [10, 40], 55, 'Melayani {n} wajib pajak {pajak} di loket {kec}.', 'Menetapkan {pajak} bagi {n} wajib pajak {kab}.', 'Memeriksa berkas {pajak} {n} pemohon {waktu}.'),
      result('Tunggakan ditagih', 'tagihan', [3, 12], 30, 'Menagih {n} tunggakan {pajak} di {kec}.', 'Mengirim {n} surat tagihan {pajak} ke {kab}.', 'Mendatangi {n} penunggak {pajak} di {kec}.'),
      result('Penerimaan dicocokkan', 'rekonsiliasi', [1, 1], 15, 'Mencocokkan penerimaan {pajak} bulan {bulan}.', 'Membahas target {pajak} dengan {rapat}.', 'Menyusun laporan {pajak} {pekan}.'),
    ],
  },
  pustakawan: {
    title: 'Pustakawan', levels: ['fungsional-ahli-pertama', 'fungsional-terampil', 'fungsional-ahli-muda', 'fungsional-mahir'],
    results: [
      result('Pengunjung perpustakaan dilayani', 'pengunjung', [10, 40], 50, 'Melayani {n} pengunjung di ruang {buku}.', 'Membantu {n} {warga} mencari buku {buku}.', 'Mendampingi rombongan siswa {kec} di ruang {buku}.'),
      result('Koleksi diolah', 'judul', [5, 20], 35, 'Mengatalog {n} judul {buku}.', 'Memberi nomor rak pada {n} judul {buku}.', 'Memperbaiki {n} judul {buku} yang rusak.'),
      result('Perpustakaan keliling berjalan', 'kunjungan', [1, 1], 15, 'Membawa perpustakaan keliling ke {kec}.', 'Membacakan buku {buku} bagi anak di {kec}.', 'Menukar buku {buku} di taman baca {kec}.'),
    ],
  },
  pemuda: {
    title: 'Pengelola Kepemudaan dan Olahraga', levels: ['pelaksana-operator'],
    results: [
      result('Kegiatan pemuda dan olahraga terselenggara', 'kegiatan', [1, 1], 50, 'Menyiapkan kejuaraan pelajar di {kab}.', 'Mendampingi {warga} berlatih di gelanggang {kec}.', 'Membuka pelatihan wirausaha muda di {kec}.'),
      result('Atlet dan pelatih dibina', 'atlet', [4, 15], 35, 'Memantau latihan {n} atlet {kab}.', 'Mengukur kebugaran {n} atlet {waktu}.', 'Mendata {n} atlet pelajar dari {kab}.'),
      result('Sarana olahraga terpelihara', 'sarana', [1, 2], 15, 'Memeriksa {n} lapangan di {kec}.', 'Memperbaiki {barang} di gelanggang {waktu}.', 'Mencatat peminjaman gelanggang oleh {warga}.'),
    ],
  },
  'mediator-industri': {
    title: 'Pembina Industri', levels: [...skillLevels, 'fungsional-ahli-pertama'],
    results: [
      result('Industri kecil dibina', 'industri', [1, 4], 60, 'Membina {n} industri {kebun} di {kec}.', 'Memeriksa proses olah {ikan} di {kec}.', 'Menguji mutu produk {tani} dari {kab}.'),
      result('Sentra industri didata', 'data', [3, 10], 25, 'Mendata {n} pengrajin di {kec}.', 'Memutakhirkan {n} data industri {kab}.', 'Memetakan sentra {kebun} di {kab}.'),
      result('Sertifikasi difasilitasi', 'sertifikat', [1, 2], 15, 'Memfasilitasi {n} sertifikat halal {warga} {kec}.', 'Mengurus merek {kebun} dari {kab}.', 'Menyiapkan uji {tani} di laboratorium.'),
    ],
  },
} satisfies Record<string, Job>
