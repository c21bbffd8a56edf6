import type { Language } from '../../locals.ts'

const id = {
  title: 'Pengaturan',
  display: 'Tampilan di perangkat ini',
  size: 'Ukuran teks',
  sizeOf: (percent: string) => `${percent} %`,
  theme: 'Warna',
  themes: { auto: 'Ikuti perangkat', light: 'Terang', dark: 'Gelap' },
  language: 'Bahasa',
  shortcuts: 'Pintasan satu huruf',
  shortcutsHint: 'Di kotak verifikasi. Tidak berlaku selagi Anda mengetik.',
  shortcutsList: 'Lihat daftarnya',
  on: 'Hidup',
  off: 'Mati',
  save: 'Simpan tampilan',
  saved: 'Tampilan disimpan untuk perangkat ini.',
  notSaved: 'Pilihan itu tidak ada. Tidak ada yang diubah.',
  lead: (n: number) => (n === 1 ? 'Anda masuk di perangkat ini saja.' : `Anda masuk di ${n} perangkat.`),
  heading: 'Di mana Anda masuk',
  device: (browser: string | null, system: string | null) =>
    browser === null
      ? system === null
        ? 'Perangkat tidak dikenal'
        : `Peramban di ${system}`
      : system === null
        ? browser
        : `${browser} di ${system}`,
  current: 'perangkat ini',
  since: (at: string) => `Masuk ${at}`,
  seen: (age: string) => `terakhir terlihat ${age} lalu`,
  until: (at: string) => `berakhir sendiri ${at}`,
  end: 'Akhiri',
  endOf: (device: string) => `Akhiri sesi ${device}`,
  endOthers: 'Akhiri lainnya',
  othersWhy: 'Bila satu perangkat hilang atau bukan milik Anda, akhiri sesinya. Ia keluar dalam dua detik.',
  signOut: 'Keluar',
  ended: (n: number) => (n === 0 ? 'Sesi itu memang sudah berakhir.' : `${n} sesi diakhiri.`),
  notEnded: 'Server belum menjawab, jadi sesinya belum berakhir. Coba sekali lagi.',
  looked: 'Siapa melihat data saya',
  lookedNone: 'Belum ada orang lain yang membukanya.',
  lookedNot: 'Daftar ini belum lengkap: satu bagian tidak menjawab. Muat lagi sebentar.',
}
const en: typeof id = {
  title: 'Settings',
  display: 'Display on this device',
  size: 'Text size',
  sizeOf: (percent) => `${percent}%`,
  theme: 'Colours',
  themes: { auto: 'As the device', light: 'Light', dark: 'Dark' },
  language: 'Language',
  shortcuts: 'Single-letter shortcuts',
  shortcutsHint: 'In the verification box. They do nothing while you type.',
  shortcutsList: 'See the list',
  on: 'On',
  off: 'Off',
  save: 'Save display',
  saved: 'The display is kept for this device.',
  notSaved: 'There is no such choice. Nothing was changed.',
  lead: (n) => (n === 1 ? 'You are signed in on this device only.' : `You are signed in on ${n} devices.`),
  heading: 'Where you are signed in',
  device: (browser, system) =>
    browser === null
      ? system === null
        ? 'Unknown device'
        : `Browser on ${system}`
      : system === null
        ? browser
        : `${browser} on ${system}`,
  current: 'this device',
  since: (at) => `Signed in ${at}`,
  seen: (age) => `last seen ${age} ago`,
  until: (at) => `ends by itself ${at}`,
  end: 'End',
  endOf: (device) => `End the session ${device}`,
  endOthers: 'End others',
  othersWhy: 'If a device is lost or not yours, end its session. It is out within two seconds.',
  signOut: 'Sign out',
  ended: (n) => (n === 0 ? 'That session was over already.' : n === 1 ? 'One session ended.' : `${n} sessions ended.`),
  notEnded: 'The server did not answer, so the session has not ended. Try once more.',
  looked: 'Who saw my data',
  lookedNone: 'Nobody else has opened it yet.',
  lookedNot: 'This list is not whole: one part did not answer. Load again shortly.',
}
export const settingsWords: Record<Language, typeof id> = { id, en }
/** Each language by its own name. */
export const languageNames: Record<Language, string> = { id: 'Bahasa Indonesia', en: 'English' }
