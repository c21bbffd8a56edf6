import { expect, test } from 'vitest'
import type { Kept } from '../shared/form.ts'
import { askedQuery, lastDigits, readAsked } from './asked.ts'

const kept = (digits: string): Kept => ({ fields: { digits }, errors: [], refusals: [] })
const query = (text: string) => new URLSearchParams(text)

test('of a whole number nothing but its last three digits goes any further', () => {
  expect(lastDigits('19800101 201001 1 042')).toBe('042')
  expect(lastDigits('198001012010011042')).toBe('042')
  expect(lastDigits('042')).toBe('042')
  expect(lastDigits('abc')).toBe('')
})

test('digits come from the form that was sent, never from an address', () => {
  expect(readAsked(query('angka=042&digits=042'), null)).toBeNull()
  expect(readAsked(query('isi=angka'), kept('042'))).toEqual({ by: 'digits', name: '', digits: '042', after: '' })
  expect(askedQuery({ by: 'digits', name: '', digits: '042', after: '' }, 'x')).toBe('/cari?isi=angka&sesudah=x')
})

test('a name stands in the address, cut to what a name can be; an empty one is asked, none is not', () => {
  expect(readAsked(query('nama=+siti+&sesudah=x'), null)).toEqual({ by: 'name', name: 'siti', digits: '', after: 'x' })
  expect(readAsked(query(`nama=${'a'.repeat(200)}`), null)?.name).toHaveLength(80)
  expect(readAsked(query('nama='), null)).toEqual({ by: 'name', name: '', digits: '', after: '' })
  expect(readAsked(query(''), null)).toBeNull()
  expect(askedQuery({ by: 'name', name: 'siti a', digits: '', after: '' }, '')).toBe('/cari?nama=siti+a')
})
