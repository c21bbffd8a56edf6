import { expertLevels, type Job, result, skillLevels } from './job.ts'

/** Work that every agency has. */
export const office = {
  umum: {
    title: 'Pengadministrasi Perkantoran', levels: ['pelaksana-klerek'],
    results: [
      result('Surat masuk dan keluar tercatat pada hari yang sama', 'surat', [4, 12], 45, 'Mencatat {n} surat masuk, sebagian besar {surat}.', 'Mengirim {n} {surat} ke {opd}.', 'Menyortir {n} surat dari {opd} dan meneruskannya {waktu}.'),
      result('Naskah dinas disiapkan tanpa kesalahan', 'naskah', [1, 4], 35, 'Mengetik {n} {surat} untuk {opd}.', 'Merapikan {n} {surat} sebelum ditandatangani {waktu}.', 'Menggandakan {n} {surat} untuk rapat dengan {rapat}.'),
      result('Persediaan kantor tersedia setiap pekan', 'daftar', [1, 1], 20, 'Memeriksa persediaan {belanja} dan mencatat kekurangannya.', 'Menyusun daftar kebutuhan {barang} untuk {pekan}.', 'Menerima {barang} dari penyedia dan mencatatnya di kartu barang.'),
    ],
  },
  kepegawaian: {
    title: 'Analis Sumber Daya Manusia Aparatur', levels: expertLevels,
    results: [
      result('Usul kepegawaian diproses lengkap', 'usul', [1, 4], 50, 'Memeriksa {n} usul {asn} dari {opd}.', 'Menelaah syarat {n} usul {asn} {waktu}.', 'Menghubungi {n} pegawai yang berkas {asn} belum lengkap.'),
      result('Data pegawai mutakhir', 'data', [3, 10], 30, 'Memutakhirkan {n} data {asn} pegawai {opd}.', 'Mencocokkan {n} data {asn} dengan daftar induk.', 'Membetulkan {n} data {asn} yang dilaporkan pegawai {waktu}.'),
      result('Telaah kebutuhan dan disiplin pegawai disusun', 'telaah', [1, 1], 20, 'Menyusun telaah {asn} untuk {opd}.', 'Menganalisis kebutuhan jabatan di {opd} untuk {pekan}.', 'Membahas {asn} bersama {rapat}.'),
    ],
  },
  keuangan: {
    title: 'Pengelola Keuangan', levels: ['pelaksana-operator'],
    results: [
      result('Dokumen pembayaran diproses tepat waktu', 'dokumen', [2, 6], 50, 'Memproses {n} dokumen pembayaran {belanja}.', 'Memeriksa {n} kuitansi {belanja} {waktu}.', 'Menyiapkan {n} berkas {belanja} untuk bendahara.'),
      result('Pembukuan kas tertib setiap hari', 'pembukuan', [1, 1], 30, 'Membukukan belanja {belanja} dan mencocokkan saldo kas.', 'Mencocokkan buku kas {bulan} dengan rekening koran.', 'Merapikan bukti {belanja} bulan {bulan}.'),
      result('Laporan keuangan bulanan tersusun', 'laporan', [1, 1], 20, 'Menyusun laporan {belanja} bulan {bulan}.', 'Menyiapkan bahan rekonsiliasi {belanja} dengan BPKPD.', 'Membahas realisasi {belanja} bersama {rapat}.'),
    ],
  },
  perencana: {
    title: 'Perencana', levels: [...expertLevels, 'fungsional-ahli-utama'],
    results: [
      result('Dokumen perencanaan tersusun sesuai jadwal', 'dokumen', [1, 1], 35, 'Menyusun {dokumen} bersama {rapat}.', 'Menelaah {dokumen} dari {opd}.', 'Memperbaiki {dokumen} menurut catatan {rapat}.'),
      result('Data capaian terkumpul lengkap', 'data', [2, 8], 40, 'Mengumpulkan {n} data capaian dari {opd}.', 'Memeriksa {n} data {dokumen} dari {kab}.', 'Mengolah {n} data capaian {bulan} untuk {rapat}.'),
      result('Rapat pemantauan terselenggara', 'rapat', [1, 1], 25, 'Memandu rapat {dokumen} dengan {rapat}.', 'Menyiapkan bahan rapat {dokumen} untuk {pekan}.', 'Mengikuti pembahasan {dokumen} dengan {opd}.'),
    ],
  },
  arsiparis: {
    title: 'Arsiparis', levels: [...skillLevels, 'fungsional-ahli-pertama'],
    results: [
      result('Arsip dinamis tertata', 'berkas', [5, 20], 50, 'Menata {n} berkas {surat} dari {opd}.', 'Memberi label pada {n} berkas {asn} {waktu}.', 'Memindahkan {n} berkas {surat} bulan {bulan} ke ruang arsip.'),
      result('Arsip dialihmediakan', 'lembar', [20, 60], 30, 'Memindai {n} lembar {surat} dari {opd}.', 'Memeriksa hasil pindai {n} lembar {dokumen}.', 'Mengunggah {n} lembar arsip {belanja} {waktu}.'),
      result('Permintaan arsip terlayani', 'permintaan', [1, 4], 20, 'Melayani {n} permintaan arsip {dokumen} dari {opd}.', 'Mencari {n} berkas {temuan} untuk pemeriksa.', 'Meminjamkan {n} berkas {asn} kepada {opd}.'),
    ],
  },
  teknisi: {
    title: 'Teknisi Sarana dan Prasarana', levels: ['pelaksana-teknisi'],
    results: [
      result('Kerusakan sarana diperbaiki', 'perbaikan', [1, 3], 50, 'Memperbaiki {n} {barang} di ruang {opd}.', 'Mengganti suku cadang {barang} {waktu}.', 'Menangani {n} laporan kerusakan {barang}.'),
      result('Sarana diperiksa berkala', 'unit', [2, 8], 35, 'Memeriksa {n} {barang} {waktu}.', 'Membersihkan {n} {barang} untuk {pekan}.', 'Menguji {barang} sebelum rapat dengan {rapat}.'),
      result('Sarana acara siap dipakai', 'acara', [1, 1], 15, 'Menyiapkan {barang} untuk acara {rapat}.', 'Memasang {barang} untuk kegiatan {opd}.', 'Membongkar {barang} sesudah kegiatan {opd}.'),
    ],
  },
  komputer: {
    title: 'Pranata Komputer', levels: ['fungsional-ahli-pertama', 'fungsional-terampil', 'fungsional-ahli-muda', 'fungsional-mahir'],
    results: [
      result('Gangguan layanan digital diselesaikan', 'tiket', [1, 4], 45, 'Menyelesaikan {n} tiket {aplikasi} dari {opd}.', 'Memulihkan {aplikasi} yang lambat {waktu}.', 'Membantu {n} pengguna {aplikasi} di {opd}.'),
      result('Sistem dan jaringan terpelihara', 'pemeliharaan', [1, 1], 35, 'Memasang pembaruan keamanan {aplikasi}.', 'Memeriksa cadangan data {aplikasi} {waktu}.', 'Memantau jaringan {opd} dan mencatat gangguan.'),
      result('Pengembangan aplikasi berjalan sesuai rencana', 'modul', [1, 1], 20, 'Menulis modul {aplikasi} untuk {opd}.', 'Menguji perubahan {aplikasi} bersama {opd}.', 'Menyusun panduan {aplikasi} bagi {warga}.'),
    ],
  },
  humas: {
    title: 'Pranata Hubungan Masyarakat', levels: ['fungsional-ahli-pertama', 'fungsional-ahli-muda', 'fungsional-terampil', 'fungsional-penyelia'],
    results: [
      result('Berita kegiatan diterbitkan', 'berita', [1, 3], 50, 'Menulis {n} berita tentang kegiatan {opd}.', 'Meliput kunjungan ke {kec} bersama {rapat}.', 'Menyunting {n} siaran pers tentang {warga}.'),
      result('Pertanyaan warga dijawab', 'jawaban', [2, 8], 30, 'Menjawab {n} pertanyaan {warga} lewat media sosial.', 'Menanggapi {n} pesan tentang {aplikasi}.', 'Meneruskan {n} keluhan {warga} ke {opd}.'),
      result('Dokumentasi kegiatan tersimpan', 'album', [1, 1], 20, 'Memotret kegiatan {opd} di {kec}.', 'Menata album kegiatan {bulan} dari {kab}.', 'Membuat video pendek tentang {wisata}.'),
    ],
  },
} satisfies Record<string, Job>
