import type { Language } from '../../locals.ts'
import { readQuantity } from './form.ts'

/** A number that a sentence says, with the word after it. */
export type Offer = { quantity: string; unit: string }

const words: Readonly<Record<string, string>> = {
  satu: '1',
  dua: '2',
  tiga: '3',
  empat: '4',
  lima: '5',
  enam: '6',
  tujuh: '7',
  delapan: '8',
  sembilan: '9',
  sepuluh: '10',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
}
/** What stands before a number that counts nothing. */
const naming = new Set([
  'pukul',
  'jam',
  'tanggal',
  'tahun',
  'bulan',
  'nomor',
  'no',
  'pasal',
  'loket',
  'ruang',
  'lantai',
  'kelas',
  'ke',
  'triwulan',
  'rt',
  'rw',
  'at',
  'room',
  'number',
  'year',
  'article',
])
/** What follows a number that is no amount of work. */
const measuring = new Set([
  'jam',
  'menit',
  'hari',
  'januari',
  'februari',
  'maret',
  'april',
  'mei',
  'juni',
  'juli',
  'agustus',
  'september',
  'oktober',
  'november',
  'desember',
  'persen',
  'orang',
  'hours',
  'minutes',
  'days',
  'percent',
  'people',
  'dan',
  'atau',
  'di',
  'dari',
  'untuk',
  'pada',
  'yang',
  'and',
  'of',
  'in',
  'for',
])

/** "memeriksa 2 berkas izin" offers 2 berkas. A word that is the result's own unit is taken before any other. @param unit of the chosen result */
export const offerOf = (sentence: string, unit: string | null, language: Language): Offer | null => {
  const parts = sentence
    .toLowerCase()
    .split(/\s+|[,;](?!\d)/)
    .map((part) => part.replace(/^[("'“]+|[.)"'”]+$/g, ''))
  const offers = parts.flatMap((part, at): Offer[] => {
    const quantity = words[part] ?? part
    const next = parts[at + 1] ?? ''
    if (!/^\d/.test(quantity) || readQuantity(quantity, language) === null) return []
    if (naming.has(parts[at - 1] ?? '') || !/^\p{L}{2,}$/u.test(next) || (measuring.has(next) && next !== unit))
      return []
    return [{ quantity, unit: next }]
  })
  return offers.find((offer) => offer.unit === unit?.toLowerCase()) ?? (offers.length === 1 ? offers[0]! : null)
}
