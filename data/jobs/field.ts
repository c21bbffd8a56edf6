import { expertLevels, type Job, result, skillLevels } from './job.ts'

/** Work outside: roads, order, land, water, forest, disasters, families. */
export const field = {
  jalan: {
    title: 'Penata Teknik Jalan dan Jembatan', levels: expertLevels,
    results: [
      result('Pekerjaan jalan diawasi', 'titik', [1, 4], 50, 'Mengawasi {n} titik pekerjaan ruas {jalan}.', 'Mengukur kerusakan ruas {jalan} di {n} titik.', 'Memeriksa mutu aspal ruas {jalan} {waktu}.'),
      result('Rencana teknis tersusun', 'gambar', [1, 3], 30, 'Menggambar {n} rencana ruas {jalan}.', 'Menghitung biaya perbaikan ruas {jalan}.', 'Memeriksa {n} gambar jembatan di {kab}.'),
      result('Laporan kemajuan disampaikan', 'laporan', [1, 1], 20, 'Melaporkan kemajuan ruas {jalan}.', 'Membahas ruas {jalan} dengan {rapat}.', 'Menyusun foto kemajuan ruas {jalan} {pekan}.'),
    ],
  },
  perumahan: {
    title: 'Teknisi Perumahan dan Permukiman', levels: ['pelaksana-teknisi'],
    results: [
      result('Rumah tidak layak huni diverifikasi', 'rumah', [1, 5], 55, 'Memeriksa {n} rumah di {kec}.', 'Mengukur {n} rumah {warga} di {kab}.', 'Memotret {n} rumah calon penerima di {kec}.'),
      result('Air bersih dan sanitasi dipantau', 'sambungan', [2, 8], 30, 'Memeriksa {n} sambungan air di {kec}.', 'Memperbaiki {n} pompa air warga {kec}.', 'Mengambil contoh air sumur {warga} {kec}.'),
      result('Laporan lapangan lengkap', 'laporan', [1, 1], 15, 'Menyusun laporan lapangan {kab} {pekan}.', 'Merapikan foto lapangan {kec} dan {kec}.', 'Menyampaikan hasil periksa {kec} kepada {rapat}.'),
    ],
  },
  ketertiban: {
    title: 'Polisi Pamong Praja', levels: ['fungsional-pemula', 'fungsional-terampil', 'fungsional-mahir', 'fungsional-penyelia', 'fungsional-ahli-pertama'],
    results: [
      result('Patroli ketertiban terlaksana', 'patroli', [1, 2], 55, 'Berpatroli di {kec} {waktu}.', 'Berjaga di kantor {opd} {waktu}.', 'Menertibkan lapak di {kec} bersama {warga}.'),
      result('Pelanggaran perda ditangani', 'pelanggaran', [1, 3], 30, 'Menegur {n} pelanggar di {kec}.', 'Mencatat {n} pelanggaran reklame di {kec}.', 'Mendamaikan perselisihan {warga} di {kec}.'),
      result('Laporan piket lengkap', 'laporan', [1, 1], 15, 'Menulis laporan piket {kec} {waktu}.', 'Menyerahkan laporan jaga {opd}.', 'Merekap kejadian di {kec} {pekan}.'),
    ],
  },
  perhubungan: {
    title: 'Penguji Kendaraan Bermotor', levels: skillLevels,
    results: [
      result('Kendaraan diuji laik jalan', 'kendaraan', [4, 15], 55, 'Menguji {n} kendaraan dari {kab}.', 'Memeriksa rem {n} angkutan {kec}.', 'Menguji ulang {n} truk {kebun} {waktu}.'),
      result('Angkutan dan terminal diawasi', 'pemeriksaan', [1, 3], 30, 'Memeriksa {n} bus di terminal {kec}.', 'Mengatur lalu lintas truk {kebun} di {jalan}.', 'Mengawasi dermaga penyeberangan {kec}.'),
      result('Rambu terpasang dan terawat', 'rambu', [1, 4], 15, 'Memasang {n} rambu di {jalan}.', 'Membersihkan {n} rambu di {kec}.', 'Mendata rambu rusak di {jalan}.'),
    ],
  },
  sosial: {
    title: 'Pekerja Sosial', levels: expertLevels,
    results: [
      result('Penerima bantuan diverifikasi', 'keluarga', [2, 8], 50, 'Memeriksa {n} keluarga penerima di {kec}.', 'Mengunjungi {n} keluarga {warga} {kec}.', 'Mencocokkan {n} data keluarga dari {kab}.'),
      result('Warga rentan didampingi', 'orang', [1, 4], 35, 'Mendampingi {n} {warga} di {kec}.', 'Mengantar {n} {warga} ke RSUD.', 'Mencari keluarga {n} orang telantar dari {kab}.'),
      result('Laporan kasus lengkap', 'laporan', [1, 1], 15, 'Menulis laporan kasus {warga} di {kec}.', 'Membahas kasus {kec} dengan {rapat}.', 'Menyusun rekap bantuan {kab} bulan {bulan}.'),
    ],
  },
  kependudukan: {
    title: 'Administrator Database Kependudukan', levels: ['fungsional-ahli-pertama', 'fungsional-terampil', 'fungsional-ahli-muda'],
    results: [
      result('Data kependudukan dimutakhirkan', 'data', [10, 40], 55, 'Memutakhirkan {n} data penduduk {kab}.', 'Memadankan {n} data {warga} dengan {opd}.', 'Memeriksa {n} data ganda dari {kec}.'),
      result('Layanan kabupaten didampingi', 'kunjungan', [1, 1], 25, 'Mendampingi petugas {kab} merekam data.', 'Membantu jemput bola perekaman di {kec}.', 'Menelusuri gangguan layanan di {kab}.'),
      result('Laporan data tersusun', 'laporan', [1, 1], 20, 'Menyusun laporan penduduk {kab} {bulan}.', 'Menyampaikan data {warga} kepada {rapat}.', 'Menghitung kelahiran {kab} bulan {bulan}.'),
    ],
  },
  perempuan: {
    title: 'Pengelola Perlindungan Perempuan dan Anak', levels: ['pelaksana-operator'],
    results: [
      result('Korban didampingi', 'pendampingan', [1, 2], 50, 'Mendampingi {n} korban dari {kab}.', 'Mengantar korban dari {kec} ke RSUD.', 'Menjemput aduan {warga} di {kec}.'),
      result('Penyuluhan keluarga terlaksana', 'penyuluhan', [1, 1], 30, 'Menyuluh {warga} di {kec}.', 'Melatih kader keluarga di {kab}.', 'Membahas sekolah ramah anak di {kec}.'),
      result('Data kasus lengkap', 'data', [1, 5], 20, 'Mencatat {n} data kasus dari {kab}.', 'Mencocokkan {n} data dengan {opd}.', 'Menyusun rekap kasus {kab} {bulan}.'),
    ],
  },
  pertanian: {
    title: 'Penyuluh Pertanian', levels: [...expertLevels, 'fungsional-terampil'],
    results: [
      result('Kelompok tani didampingi', 'kelompok', [1, 3], 50, 'Mendampingi {n} kelompok tani {tani} di {kec}.', 'Menyuluh pemupukan {tani} di {kec}.', 'Meninjau sawah dan kebun {tani} di {kab}.'),
      result('Data tanam dan panen terkumpul', 'data', [2, 8], 30, 'Mencatat {n} data panen {tani} dari {kec}.', 'Mengukur ubinan {tani} di {kec}.', 'Memeriksa {n} data tanam {kab}.'),
      result('Hama dan penyakit dikendalikan', 'lokasi', [1, 3], 20, 'Memeriksa hama {tani} di {n} lokasi {kec}.', 'Menyemprot {tani} bersama {warga} {kec}.', 'Melaporkan serangan hama {tani} di {kab}.'),
    ],
  },
  perkebunan: {
    title: 'Pengawas Mutu Hasil Perkebunan', levels: expertLevels,
    results: [
      result('Mutu benih dan hasil kebun diuji', 'sampel', [2, 8], 45, 'Menguji {n} sampel benih {kebun} dari {kab}.', 'Memeriksa kebun induk {kebun} di {kec}.', 'Mencatat mutu {n} sampel {kebun} {waktu}.'),
      result('Pekebun dibina', 'pekebun', [4, 15], 35, 'Membina {n} pekebun {kebun} di {kec}.', 'Menyuluh peremajaan {kebun} di {kab}.', 'Mendampingi {n} pekebun {kebun} mengurus surat lahan.'),
      result('Harga dan produksi dilaporkan', 'laporan', [1, 1], 20, 'Melaporkan harga {kebun} {pekan} {bulan}.', 'Membahas harga {kebun} dengan {rapat}.', 'Menyusun data produksi {kebun} {kab}.'),
    ],
  },
  kehutanan: {
    title: 'Polisi Kehutanan', levels: [...skillLevels, 'fungsional-ahli-pertama'],
    results: [
      result('Patroli hutan terlaksana', 'patroli', [1, 1], 50, 'Berpatroli di {hutan} {waktu}.', 'Menyusuri batas {hutan} bersama {warga}.', 'Memantau titik panas di {hutan}.'),
      result('Perhutanan sosial didampingi', 'kelompok', [1, 2], 30, 'Mendampingi {n} kelompok di {hutan}.', 'Menyuluh {warga} di sekitar {hutan}.', 'Memeriksa usul {n} kelompok dari {kab}.'),
      result('Laporan kawasan lengkap', 'laporan', [1, 1], 20, 'Menyusun laporan {hutan} {pekan}.', 'Memetakan bekas terbakar di {hutan}.', 'Melaporkan temuan kayu di {hutan}.'),
    ],
  },
  perikanan: {
    title: 'Penyuluh Perikanan', levels: expertLevels,
    results: [
      result('Nelayan dan pembudidaya dibina', 'orang', [3, 12], 50, 'Membina {n} pembudidaya {ikan} di {kec}.', 'Menyuluh pakan {ikan} di {kec}.', 'Mendampingi {n} nelayan {kec} mengurus kartu.'),
      result('Benih dan kolam dipantau', 'kolam', [2, 8], 30, 'Memeriksa {n} kolam {ikan} di {kec}.', 'Menebar benih {ikan} di {kab}.', 'Mengukur air {n} kolam {ikan} {waktu}.'),
      result('Data tangkapan tercatat', 'data', [2, 8], 20, 'Mencatat {n} data {ikan} di pelelangan {kec}.', 'Mengolah {n} data {ikan} {kab}.', 'Menyusun laporan {ikan} bulan {bulan}.'),
    ],
  },
  lingkungan: {
    title: 'Pengendali Dampak Lingkungan', levels: expertLevels,
    results: [
      result('Kualitas air dan udara dipantau', 'sampel', [2, 8], 45, 'Mengambil {n} sampel air Batang Hari di {kec}.', 'Mengukur udara di {n} titik {kec}.', 'Memeriksa limbah pabrik {kebun} di {kab}.'),
      result('Usaha diawasi', 'perusahaan', [1, 2], 35, 'Memeriksa {n} perusahaan {kebun} di {kab}.', 'Menelaah dokumen lingkungan {kebun} dari {kab}.', 'Menindaklanjuti aduan {warga} di {kec}.'),
      result('Laporan lingkungan tersusun', 'laporan', [1, 1], 20, 'Menyusun laporan kualitas air {kab}.', 'Membahas gambut {kec} dengan {rapat}.', 'Menyampaikan hasil uji {kec} kepada {opd}.'),
    ],
  },
  energi: {
    title: 'Penyelidik Bumi', levels: expertLevels,
    results: [
      result('Air tanah dan tambang diperiksa', 'lokasi', [1, 3], 50, 'Memeriksa {n} lokasi tambang di {kab}.', 'Mengukur sumur bor di {n} lokasi {kec}.', 'Memetakan galian di {kec} {waktu}.'),
      result('Listrik desa difasilitasi', 'sambungan', [2, 10], 30, 'Memeriksa {n} sambungan listrik di {kec}.', 'Mendata rumah tanpa listrik di {kab}.', 'Menguji panel surya di {kec}.'),
      result('Rekomendasi teknis terbit', 'rekomendasi', [1, 2], 20, 'Menyusun {n} rekomendasi air tanah {kec}.', 'Menelaah permohonan galian dari {kab}.', 'Membahas galian {kec} dengan {rapat}.'),
    ],
  },
  kebencanaan: {
    title: 'Analis Kebencanaan', levels: expertLevels,
    results: [
      result('Peringatan dini dipantau', 'pemantauan', [1, 2], 45, 'Memantau tinggi air Batang Hari di {kec}.', 'Memantau titik panas di {hutan}.', 'Meneruskan peringatan cuaca ke {kab} {waktu}.'),
      result('Desa tangguh dilatih', 'orang', [5, 20], 30, 'Melatih {n} {warga} di {kec}.', 'Menguji jalur mengungsi di {kec}.', 'Menyuluh banjir kepada {n} {warga} {kec}.'),
      result('Logistik siap', 'pemeriksaan', [1, 1], 25, 'Memeriksa {barang} di gudang logistik.', 'Mengirim bantuan ke {kec}.', 'Menyusun kebutuhan logistik {kab} {pekan}.'),
    ],
  },
  pangan: {
    title: 'Analis Ketahanan Pangan', levels: expertLevels,
    results: [
      result('Cadangan dan harga pangan dipantau', 'data', [3, 9], 50, 'Memantau {n} data harga {tani} di {kec}.', 'Memeriksa cadangan pangan di {kab}.', 'Mencatat stok {tani} dari {n} pedagang {kec}.'),
      result('Keamanan pangan diuji', 'sampel', [2, 8], 30, 'Menguji {n} sampel {tani} dari pasar {kec}.', 'Memeriksa jajanan sekolah di {kec}.', 'Mengambil {n} sampel {ikan} dari {kec}.'),
      result('Pekarangan pangan dibina', 'kelompok', [1, 2], 20, 'Membina {n} kelompok pekarangan di {kec}.', 'Membagikan bibit {tani} di {kec}.', 'Menyuluh gizi kepada {warga} {kec}.'),
    ],
  },
} satisfies Record<string, Job>
