const list = (text: string) => text.split(', ')

/** What the braces of a sentence may hold. Rich enough that most days read differently. */
export const pools: Record<string, readonly string[]> = {
  kab: list(
    'Muaro Jambi, Batang Hari, Tebo, Bungo, Merangin, Sarolangun, Kerinci, Sungai Penuh, Tanjung Jabung Barat, Tanjung Jabung Timur, Kota Jambi',
  ),
  kec: list(
    'Telanaipura, Jelutung, Kota Baru, Alam Barajo, Pasar Jambi, Danau Sipin, Pelayangan, Danau Teluk, Jambi Timur, Paal Merah, Jambi Selatan, Sekernan, Mestong, Sungai Gelam, Kumpeh, Maro Sebo, Muara Bulian, Bajubang, Pemayung, Mersam, Muara Tembesi, Rimbo Bujang, Tebo Tengah, Rimbo Tengah, Bangko, Tabir, Pamenang, Pauh, Singkut, Kayu Aro, Air Hangat, Tungkal Ilir, Betara, Muara Sabak, Nipah Panjang',
  ),
  opd: list(
    'Dinas Pendidikan, Dinas Kesehatan, Dinas PUPR, Bappeda, BKD, BPKPD, Dinas Sosial, Dinas Perhubungan, Diskominfo, Satpol PP, Inspektorat, Sekretariat DPRD, Dinas Kehutanan, Dinas Perkebunan, BPBD, Dinas Lingkungan Hidup, RSUD Raden Mattaher, BPSDM, Biro Hukum, Biro Umum, Biro Organisasi',
  ),
  izin: list(
    'izin penelitian, izin praktik bidan, izin praktik perawat, izin usaha mikro, izin apotek, izin trayek angkutan, izin toko obat, izin usaha perkebunan, izin pemanfaatan air tanah, izin bursa kerja, izin usaha perikanan, izin operasional SMA, izin pangkalan gas, izin reklame jalan provinsi, izin laboratorium, izin praktik dokter gigi',
  ),
  asal: list(
    'Universitas Jambi, UIN Sutha, Poltekkes Jambi, Muaro Jambi, Batang Hari, Bungo, Tebo, Merangin, Sarolangun, Kerinci, Sungai Penuh, Kuala Tungkal, Muara Sabak, Telanaipura, Jelutung, Kota Baru, Paal Merah, Danau Sipin, Alam Barajo, Sekernan, Mestong',
  ),
  pekan: list('pekan pertama, pekan kedua, pekan ketiga, pekan keempat, pekan terakhir'),
  bulan: list('Juni, Juli, Agustus, September, Oktober, November'),
  surat: list(
    'undangan rapat, surat tugas, nota dinas, surat edaran, surat permohonan data, surat keterangan, surat balasan, laporan bulanan, berita acara, telaahan staf, surat pengantar, usulan kegiatan',
  ),
  barang: list(
    'kursi rapat, komputer kerja, pendingin ruangan, printer, kendaraan dinas, alat tulis, lampu ruangan, pompa air, genset, proyektor, lemari arsip, pengeras suara, jaringan kabel, pintu arsip, papan nama',
  ),
  belanja: list(
    'perjalanan dinas, alat tulis kantor, pemeliharaan gedung, honor narasumber, konsumsi rapat, bahan bakar, langganan listrik, cetak dan penggandaan, jasa kebersihan, sewa tenda, suku cadang, internet kantor',
  ),
  asn: list(
    'kenaikan pangkat, pensiun, cuti tahunan, kenaikan gaji berkala, mutasi, pencantuman gelar, satya lencana, ujian dinas, tugas belajar, kartu istri dan suami, data keluarga, jabatan fungsional, PPPK, angka kredit',
  ),
  dokumen: list(
    'Renja, RKA, DPA, Renstra, LKjIP, perjanjian kinerja, rencana aksi, manajemen risiko, standar pelayanan, peta proses bisnis, laporan SPM, data sektoral',
  ),
  aplikasi: list(
    'aplikasi persuratan, laman resmi, aplikasi presensi, portal data, aplikasi perizinan, layanan surel, aplikasi aset, sistem antrean, aplikasi pengaduan, pusat data, jaringan antarkantor, tanda tangan elektronik',
  ),
  mapel: list(
    'Matematika, Bahasa Indonesia, Biologi, Fisika, Kimia, Sejarah, Geografi, Ekonomi, Bahasa Inggris, PKn, Seni Budaya, Informatika, Sosiologi',
  ),
  materi: list(
    'peluang, teks eksposisi, sistem gerak, gelombang, ikatan kimia, kerajaan Melayu Jambi, peta dan citra, permintaan dan penawaran, narrative text, konstitusi, batik Jambi, basis data, perubahan sosial, statistika, puisi, ekosistem gambut, listrik dinamis, larutan penyangga, kemerdekaan, mitigasi banjir',
  ),
  kelas: list('X A, X B, X C, X D, XI A, XI B, XI C, XI D, XII A, XII B, XII C, XII D'),
  poli: list(
    'poli penyakit dalam, poli anak, poli bedah, poli kandungan, poli jantung, poli saraf, poli mata, poli THT, poli jiwa, IGD, ruang rawat inap, ruang anak, ruang bersalin, ruang ICU, ruang hemodialisa',
  ),
  sakit: list(
    'hipertensi, diabetes, demam berdarah, ISPA, TBC, diare, gangguan lambung, asma, patah tulang, anemia, stroke, demam, gagal ginjal, malaria, depresi, kecemasan',
  ),
  bahan: list(
    'darah, urine, dahak, malaria, demam berdarah, TBC, air bersih, air limbah, makanan jajanan, usap tenggorok, gula darah, hepatitis',
  ),
  jalan: list(
    'Simpang Rimbo–Muara Bulian, Jambi–Suak Kandis, Talang Duku, Sungai Bertam, Muara Tembesi–Sarolangun, Bangko–Kerinci, Tebo–Rimbo Bujang, Kuala Tungkal–Serdang, Muara Sabak–Nipah Panjang, Sengeti–Sekernan, Padang Lamo, Pauh–Mandiangin',
  ),
  tani: list(
    'padi sawah, jagung, cabai merah, kedelai, bawang merah, kentang Kerinci, sapi bali, kambing, ayam kampung, semangka, pinang, duku',
  ),
  kebun: list(
    'kelapa sawit, karet, kopi liberika, kopi arabika Kerinci, kelapa dalam, kayu manis, pinang betara, kakao, nilam, teh Kayu Aro',
  ),
  hutan: list(
    'Tahura Sultan Thaha, hutan lindung gambut Londerang, hutan adat Serampas, hutan desa Lubuk Beringin, KPHP Batang Hari, KPHP Merangin, KPHP Tebo, hutan produksi Mersam, kawasan Bukit Tigapuluh, hutan kota Sungai Kambang',
  ),
  ikan: list('patin, nila, gurami, lele, udang, ikan toman, ikan semah, bandeng, kerang darah, belida'),
  wisata: list(
    'Candi Muaro Jambi, Danau Kerinci, Gunung Kerinci, Geopark Merangin, Danau Sipin, Gentala Arasy, Kebun Teh Kayu Aro, Air Terjun Telun Berasap, Danau Kaco, Museum Siginjei, Pantai Cemara',
  ),
  temuan: list(
    'perjalanan dinas, pengadaan barang, kas bendahara, aset tanah, pekerjaan jalan, dana BOS, hibah, belanja modal, retribusi, honorarium, persediaan obat, bantuan keuangan desa',
  ),
  aturan: list(
    'rancangan perda pajak daerah, rancangan pergub tata kerja, keputusan gubernur tim, perjanjian kerja sama, rancangan perda perlindungan gambut, pergub standar biaya, instruksi gubernur, rancangan perda desa wisata, pergub layanan digital',
  ),
  warga: list(
    'petani, pedagang, pelaku usaha mikro, nelayan, mahasiswa, ibu rumah tangga, pengurus koperasi, kelompok tani, karang taruna, pengemudi, guru honorer, pencari kerja, penyandang disabilitas, warga lanjut usia',
  ),
  latihan: list(
    'pelatihan dasar CPNS, pelatihan pengawas, pelatihan kepemimpinan, bimbingan teknis arsip, pelatihan pelayanan publik, pelatihan penyusunan SKP, pelatihan barista, pelatihan las, pelatihan menjahit, pelatihan pengadaan',
  ),
  pajak: list(
    'kendaraan bermotor, balik nama, bahan bakar, air permukaan, alat berat, rokok, retribusi balai, retribusi laboratorium',
  ),
  rapat: list(
    'DPRD, Bappeda, para kepala bidang, pemerintah kabupaten, kementerian, perguruan tinggi, tim anggaran, forum konsultasi publik, Ombudsman, BPS, para camat, Sekda',
  ),
  buku: list(
    'sastra Melayu, sejarah Jambi, buku anak, pertanian, hukum, komputer, agama, kesehatan, terbitan lama, majalah, skripsi, peta',
  ),
  waktu: list('pagi ini, siang ini, sore ini, sebelum istirahat, sesudah apel, sepanjang hari'),
}
