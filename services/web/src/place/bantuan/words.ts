const id = {
  title: 'Bantuan',
  lead: 'Satu tempat untuk semua pertanyaan tentang Timbang.',
  sending: 'Tiga kata untuk pengiriman',
  sendingText: [
    ['Tersimpan di perangkat', 'Tulisan ada di perangkat ini dan dikirim begitu ada sambungan.'],
    ['Terkirim', 'Tulisan sedang menuju server.'],
    ['Diterima', 'Server menyimpannya. Tanda terima adalah nomor tempatnya di log.'],
    ['Perlu diperbaiki', 'Tulisan belum dapat dihitung. Alasannya tertulis di bawahnya, tulisannya tetap ada.'],
  ],
  signs: 'Tanda pada gambar',
  signsText: [
    ['Kotak penuh', 'Hari tercatat tepat waktu.'],
    ['Setengah kotak', 'Hari tercatat terlambat.'],
    ['Kotak kosong oranye', 'Hari belum tercatat.'],
    ['Garis kecil', 'Cuti atau dinas, tidak perlu melapor.'],
    ['Arsiran biru', 'Belum diputuskan.'],
    ['Arsiran oranye', 'Di bawah batas, atau nilai yang hilang.'],
  ],
  keys: 'Pintasan di kotak verifikasi',
  keysText:
    'J dan K berpindah, X memilih, Enter membuka, S menyetujui, B mengembalikan, ? menampilkan daftarnya. Tidak berlaku selagi Anda mengetik. Matikan di Pengaturan atau di halaman itu.',
  access: 'Aksesibilitas',
  accessText: 'Semua halaman dapat dipakai dengan papan ketik, pembaca layar, teks 200 %, dan tanpa skrip.',
  toSettings: 'Atur ukuran teks, warna, dan pintasan',
  who: 'Bertanya kepada siapa',
  whoText:
    'Data penempatan dan atasan: pengelola kepegawaian instansi Anda. Sistem tidak menjawab: operator Diskominfo, sebutkan kode pada halaman.',
}
const en: typeof id = {
  title: 'Help',
  lead: 'One place for every question about Timbang.',
  sending: 'Three words for sending',
  sendingText: [
    ['Saved on this device', 'The text is on this device and goes out as soon as there is a connection.'],
    ['Sent', 'The text is on its way to the server.'],
    ['Received', 'The server keeps it. The receipt is its place in the log.'],
    ['Needs mending', 'The text cannot count yet. The reason stands under it; the text stays.'],
  ],
  signs: 'Signs in drawings',
  signsText: [
    ['Full cell', 'A day recorded in time.'],
    ['Half a cell', 'A day recorded late.'],
    ['Empty orange cell', 'A day not recorded.'],
    ['Short dash', 'Leave or duty travel, no need to report.'],
    ['Blue hatching', 'Not decided yet.'],
    ['Orange hatching', 'Below a limit, or points lost.'],
  ],
  keys: 'Shortcuts in the verification box',
  keysText:
    'J and K move, X selects, Enter opens, S approves, B returns, ? shows the list. They do nothing while you type. Switch them off in the settings or on that page.',
  access: 'Accessibility',
  accessText: 'Every page works with a keyboard, a screen reader, text at 200%, and without script.',
  toSettings: 'Set text size, colours and shortcuts',
  who: 'Whom to ask',
  whoText:
    'Post and superior: your agency’s personnel officer. The system does not answer: the operator at Diskominfo; quote the code on the page.',
}
export const helpWords = { id, en }
