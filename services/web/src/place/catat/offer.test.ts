import { expect, test } from 'vitest'
import { offerOf } from './offer.ts'

test('the number in a sentence is offered with its word, also when it is written out', () => {
  expect(offerOf('Memeriksa 2 berkas izin usaha.', 'berkas', 'id')).toEqual({ quantity: '2', unit: 'berkas' })
  expect(offerOf('Memeriksa enam berkas.', 'berkas', 'id')).toEqual({ quantity: '6', unit: 'berkas' })
  expect(offerOf('Checked 3 files.', null, 'en')).toEqual({ quantity: '3', unit: 'files' })
  expect(offerOf('Menyusun 1,5 laporan.', 'laporan', 'id')).toEqual({ quantity: '1,5', unit: 'laporan' })
})
test('of several numbers the one of the result’s unit is offered, or none', () => {
  expect(offerOf('Rapat 2 kali dan memeriksa 4 berkas.', 'berkas', 'id')).toEqual({ quantity: '4', unit: 'berkas' })
  expect(offerOf('Rapat 2 kali dan memeriksa 4 berkas.', null, 'id')).toBeNull()
})
test('a time, a year, a counter’s number and an amount of hours are offered by nobody', () => {
  for (const sentence of [
    'Rapat pukul 10 pagi.',
    'Menyusun renja tahun 2026 dinas.',
    'Melayani di loket 2 kantor.',
    'Rapat 3 jam.',
    'Pada 12 November rapat.',
    'Memeriksa berkas.',
  ])
    expect(offerOf(sentence, 'berkas', 'id'), sentence).toBeNull()
})
