/** What `timbang help` prints. */
export const help = `timbang – perintah untuk pengelola / commands for administrators

  import activities FILE   catatan harian dari CSV atau NDJSON / daily entries from CSV or NDJSON
                           kolom / columns: tanggal; jam mulai; jam selesai; uraian kegiatan; RHK; hasil; satuan; tautan bukti; NIP
      --dry-run            periksa saja, tidak ada yang dikirim / only check, nothing is sent
      --dates dmy|mdy|iso  urutan tanggal, bila berkas tidak jelas / the order of days, where the file leaves it open
      --encoding windows-1252   berkas lama; UTF-8 dan UTF-16 dikenali sendiri / an old file; UTF-8 and UTF-16 are seen
      --replace            tarik yang tidak ada lagi di berkas / withdraw what is in the file no longer
      --most N             paling banyak sekian yang ditarik / so many at most are withdrawn
      --history            waktu sumber = jam selesai hari itu / the source's time is the end of the work
  import staff FILE        pegawai dan jabatan / staff and posts
      --dry-run, --dates, --encoding   seperti di atas / as above
      --as-of 2026-11-30   keadaan per hari itu; yang lebih lama dari berkas terakhir ditanyakan / the state of that day; one older than the last file is asked about
      --older              memang lebih lama / it is meant to be older
  import plans FILE        SKP, satu baris tiap indikator / performance plans, a row for each indicator
                           kolom / columns: NIP; No; RHK; aspek; target; satuan; bobot; kategori; TW I–IV; ukuran; arah;
                           OPD; indikator layanan; mulai; sampai
      --year 2026          tahun SKP, bila kolom sampai kosong / the year, where no last day is given
      --dry-run, --dates, --encoding   seperti di atas / as above
  import duty FILE         jadwal jaga satu unit dan bulan: baris orang, kolom tanggal / a unit's duty schedule of a month: a row a person, a column a day
      --unit KODE --month 2026-12   --dry-run seperti di atas / as above
      sel / cells          P, S, M (giliran / shifts); 07:00-14:00; P,S; L (libur / off)
  shifts OPD P=07:00-14:00/30 …   giliran jaga OPD, semuanya / the shifts of an agency, all of them
  import indicators FILE   arti angka layanan / what figures mean: OPD; indikator; arti; meaning; ukuran (jumlah|rasio|tingkat);
                           satuan; per; arah (naik|turun); target (2026-Q4=15; …); sumber; verifikasi; mulai; sampai
      --dry-run, --dates, --encoding   seperti di atas / as above
  import figures FILE      angka layanan unit / figures of units: OPD; unit; indikator; tanggal | bulan; jumlah; per
      --dry-run, --dates, --encoding, --replace, --most   seperti di atas / as above
  import pins FILE         PIN mesin presensi ke pegawai / the numbers of a machine, and whose they are: PIN; NIP; mulai; sampai
      --device M --agency KODE --zone WIB|WITA|WIT
  import presence FILE     scan mesin: attlog.dat, GLog, CSV, JSON / a machine's scans; dua kali sama dengan sekali / twice is once
      --device M           mesinnya / the machine; --format attlog|adms bila tanpa judul kolom / where there is no header
      --dry-run, --dates   seperti di atas / as above
  seal 2026-Q3 evidence    kunci potret triwulan / seal a quarter
  replay 2026-Q3 [EDITION] hitung ulang dari log saja / compute it again from the log alone
  role --request SUBJECT ROLE [KODE OPD …]   ajukan peran; --revoke mencabut / ask for a role; --revoke takes it
  role --approve REQUEST   setujui, oleh orang BKD lain / approve, by another one who holds bkd
  role --list              permintaan yang menunggu / requests that wait
  role --first SUBJECT SUBJECT …   pemegang bkd pertama, sekali saja / the first holders of bkd, once
  survey-link UNIT POINT   tautan survei untuk satu loket / a survey's link for one service point
  dead list [SERVICE]      catatan yang tidak terbaca / records that could not be read
  dead show SERVICE PLACE  satu di antaranya / one of them; PLACE: topic/partition/offset
  dead again SERVICE PLACE kembalikan untuk dibaca sekali; PLACE atau all / put back, to be applied once; PLACE or all
  refold SERVICE           sesudah basis data dipulihkan dari cadangan / after a database was restored from a backup
  trace RECORD             perjalanan satu catatan di log, tanpa nama dan kata / one record's way over the log, without names and words
  help                     halaman ini / this page
`
