import { expect, test } from 'vitest'
import { askedQuery, lastDigits, readAsked } from './asked.ts'

const query = (text: string) => new URLSearchParams(text)

test('of a whole number nothing but its last three digits goes any further', () => {
  expect(lastDigits('19800101 201001 1 042')).toBe('042')
  expect(lastDigits('198001012010011042')).toBe('042')
  expect(readAsked('19800101 201001 1 042', query(''))).toEqual({ by: 'digits', name: '', digits: '042', after: '' })
})

test('digits are the end of a NIP, and what has a letter in it is a name', () => {
  expect(readAsked('042', query(''))).toMatchObject({ by: 'digits', digits: '042' })
  expect(readAsked('siti 2', query(''))).toMatchObject({ by: 'name', name: 'siti 2' })
  expect(readAsked('', query(''))).toMatchObject({ by: 'name', name: '' })
})

test('what was typed stands in no address, whatever an address says nothing is asked by it', () => {
  expect(readAsked(null, query('siapa=siti&nama=siti&angka=042'))).toBeNull()
  expect(readAsked('siti', query('isi=siapa&sesudah=x'))).toEqual({ by: 'name', name: 'siti', digits: '', after: 'x' })
  expect(askedQuery('')).toBe('/cari?isi=siapa')
  expect(askedQuery('x')).toBe('/cari?isi=siapa&sesudah=x')
})
