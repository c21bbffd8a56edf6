import type { Language } from '../../locals.ts'
import { capital, count, inWords, plural } from '../shared/number.ts'
import type { Above, FindView } from './view.ts'

const id = {
  title: 'Cari orang',
  lead: {
    province: 'Anda mencari di seluruh provinsi. Tiap pencarian tercatat.',
    agency: 'Anda mencari di instansi Anda. Tiap pencarian tercatat.',
    team: 'Anda mencari di antara orang yang Anda nilai. Tiap pencarian tercatat.',
  } satisfies Record<FindView['scope'], string>,
  who: 'Nama, atau tiga angka terakhir NIP',
  whoHint: 'Awal kata cukup, paling sedikit dua huruf. Yang diketik tidak masuk ke alamat halaman.',
  find: 'Cari',
  error: 'Galat: ',
  fault: {
    name: 'Tulis awal nama, paling sedikit dua huruf',
    digits: 'Tulis tiga angka terakhir NIP',
  } satisfies Record<NonNullable<FindView['fault']>, string>,
  found: (n: number, more: boolean) =>
    more ? `${capital(inWords(n, 'id'))} orang pertama yang cocok` : `${capital(inWords(n, 'id'))} orang cocok`,
  next: (n: number, more: boolean) =>
    more ? `${capital(inWords(n, 'id'))} orang berikutnya` : `${capital(inWords(n, 'id'))} orang lagi`,
  none: 'Tidak ada yang cocok',
  noneLead: 'Coba awal kata yang lain, atau tiga angka terakhir NIP.',
  noneAfter: 'Tidak ada lagi yang cocok',
  results: 'Hasil pencarian',
  tail: (digits: string) => `NIP berakhir ${digits}`,
  seconded: 'Diperbantukan dari',
  assessor: 'Penilai',
  superior: 'Atasan penilai',
  nobody: 'Belum ada',
  day: 'Catatan hari ini',
  score: 'Nilai dan rincian',
  box: 'Kotak verifikasi',
  agency: 'Dasbor instansi',
  of: (what: string, name: string) => `${what}, ${name}`,
  more: 'Tampilkan berikutnya',
  first: 'Dari awal',
}
const en: typeof id = {
  title: 'Find a person',
  lead: {
    province: 'You are looking in the whole province. Every search is on record.',
    agency: 'You are looking in your agency. Every search is on record.',
    team: 'You are looking among the people you assess. Every search is on record.',
  },
  who: 'Name, or the last three digits of the NIP',
  whoHint: 'The beginning of a word is enough, at least two letters. What you type is not in the address of the page.',
  find: 'Find',
  error: 'Error: ',
  fault: {
    name: 'Write the beginning of a name, at least two letters',
    digits: 'Write the last three digits of the NIP',
  },
  found: (n, more) =>
    more
      ? `The first ${count(n, 'en')} who fit`
      : `${capital(inWords(n, 'en'))} ${plural(n, 'en', { one: 'person fits', other: 'people fit' })}`,
  next: (n, more) => (more ? `The next ${count(n, 'en')}` : `${capital(inWords(n, 'en'))} more`),
  none: 'Nobody fits',
  noneLead: 'Try the beginning of another word, or the last three digits.',
  noneAfter: 'Nobody else fits',
  results: 'What was found',
  tail: (digits) => `NIP ends in ${digits}`,
  seconded: 'Lent by',
  assessor: 'Assessor',
  superior: 'Assessor’s superior',
  nobody: 'Nobody yet',
  day: 'Entries of today',
  score: 'Score and derivation',
  box: 'Verification box',
  agency: 'Agency board',
  of: (what, name) => `${what}, ${name}`,
  more: 'Show the next',
  first: 'From the start',
}
export const findWords = { id, en }

export const foundTitle = ({ hits, asked, next }: FindView, language: Language): string | null => {
  const words = findWords[language]
  if (hits === null) return null
  if (hits.length === 0) return asked.after === '' ? words.none : words.noneAfter
  return (asked.after === '' ? words.found : words.next)(hits.length, next !== null)
}

/** `Hendra Saputra, Kepala Bidang` */
export const aboveText = (above: Above | null, language: Language): string =>
  above === null ? findWords[language].nobody : [above.name, above.position].filter((part) => part !== '').join(', ')
