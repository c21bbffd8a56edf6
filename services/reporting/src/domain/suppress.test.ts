import fc from 'fast-check'
import { expect, test } from 'vitest'
import { K, suppressed } from './suppress.ts'

const of = (...people: number[]) => people.map((count, at) => ({ id: String.fromCharCode(97 + at), people: count }))
const hidden = (...people: number[]) => [...suppressed(of(...people)).hidden].sort().join('')

test('nothing is hidden when everybody has k', () => expect(hidden(10, 12, 40)).toBe(''))
test('one small unit takes the smallest other with it', () => expect(hidden(4, 30, 12)).toBe('ac'))
test('two small ones that together hold k need no other', () => expect(hidden(6, 4, 30)).toBe('ab'))
test('two small ones under k take another', () => expect(hidden(2, 3, 30, 11)).toBe('abd'))
test('an empty unit is shown as empty', () => expect(hidden(0, 20, 30)).toBe(''))
test('a total under k is hidden with its parts', () => expect(suppressed(of(4, 5))).toMatchObject({ total: false }))
test('whatever the counts: what is hidden is nothing, or two that together hold k, or the total is hidden too', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 12 }), (people) => {
      const siblings = of(...people)
      const result = suppressed(siblings)
      const out = siblings.filter(({ id }) => result.hidden.has(id))
      if (!result.total) return
      for (const { id, people: count } of siblings) if (count > 0 && count < K) expect(result.hidden.has(id)).toBe(true)
      // A lone unit is the total itself: there is nobody to hide behind, and nothing to subtract from.
      if (out.length > 0 && siblings.filter((one) => one.people > 0).length > 1) {
        expect(out.length).toBeGreaterThanOrEqual(2)
        expect(out.reduce((sum, one) => sum + one.people, 0)).toBeGreaterThanOrEqual(K)
      }
    }),
  )
})
