import { expect, test } from 'vitest'
import type { AstroCookies } from 'astro'
import { keepForm, keptForm, type Kept } from './form.ts'

const jar = () => {
  const kept = new Map<string, string>()
  const cookies = {
    get: (name: string) => (kept.has(name) ? { value: kept.get(name)! } : undefined),
    set: (name: string, value: string) => void kept.set(name, value),
    delete: (name: string) => void kept.delete(name),
  } as unknown as AstroCookies
  return { kept, cookies, at: (query: string) => keptForm({ cookies, url: new URL(`http://site/catat?${query}`) }) }
}
const form = (sentence: string): Kept => ({
  fields: { sentence },
  errors: [{ field: 'date', code: 'date' }],
  refusals: [],
})

test('what was typed waits for the page that one is led to, also a thousand letters of any script, and stays for a reload', () => {
  const { cookies, at, kept } = jar()
  const long = Array.from({ length: 1000 }, (_, nth) => String.fromCodePoint(0x4e00 + ((nth * 7919) % 20_000))).join('')
  const query = keepForm(cookies, '/catat', 'a', form(long))
  expect(at(query)?.fields['sentence']).toBe(long)
  expect(at(query)?.errors).toEqual([{ field: 'date', code: 'date' }])
  for (const value of kept.values()) expect(value.length).toBeLessThan(4_000)
})
test('a form finds its own words and no other’s, and broken ones are none', () => {
  const { cookies, at, kept } = jar()
  keepForm(cookies, '/catat', 'a', form('satu'))
  // The fourth slot on is the first again.
  keepForm(cookies, '/catat', 'e', form('dua'))
  expect(at('isi=a')).toBeNull()
  expect(at('isi=e')?.fields['sentence']).toBe('dua')
  expect(at('')).toBeNull()
  for (const name of kept.keys()) kept.set(name, 'x!')
  expect(at('isi=e')).toBeNull()
})
