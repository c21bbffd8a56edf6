import type { SignInView } from './view.ts'

const id = {
  title: 'Masuk',
  lead: 'Satu pintu untuk semua pegawai. Timbang tidak menyimpan kata sandi.',
  go: 'Masuk sekarang',
  reasons: {
    asked: 'Halaman itu butuh tahu siapa Anda.',
    expired: 'Sesi Anda berakhir. Tulisan di perangkat ini tetap tersimpan.',
    'signed-out': 'Anda sudah keluar. Sesi ini tidak berlaku lagi di mana pun.',
    'half-signed-out':
      'Anda keluar dari peramban ini. Server belum menjawab; masuk lagi nanti, lalu akhiri sesi lama di Pengaturan.',
    failed: 'Masuk belum berhasil. Coba sekali lagi.',
  } satisfies Record<Exclude<SignInView['reason'], null>, string>,
  public: 'Mencari kinerja instansi? Halaman publik terbuka tanpa masuk.',
}
const en: typeof id = {
  title: 'Sign in',
  lead: 'One door for every employee. Timbang keeps no passwords.',
  go: 'Sign in now',
  reasons: {
    asked: 'That page needs to know who you are.',
    expired: 'Your session has ended. Writing on this device is safe.',
    'signed-out': 'You have signed out. This session holds nowhere any more.',
    'half-signed-out':
      'You have signed out of this browser. The server did not answer; sign in later and end the old session under Settings.',
    failed: 'Signing in did not work. Try once more.',
  },
  public: 'Looking for an agency’s performance? Public pages open without signing in.',
}
export const signInWords = { id, en }
