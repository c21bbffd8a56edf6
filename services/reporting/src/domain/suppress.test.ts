import fc from 'fast-check'
import { expect, test } from 'vitest'
import { suppressed, type Counted } from './suppress.ts'

const K = 10
/** Nine in ten days on time, where nothing else is said. */
const unit = (at: number, people: number, daysOnTime = people * 9, daysDue = people * 10): Counted => ({
  id: String.fromCharCode(97 + at),
  people,
  daysDue,
  daysOnTime,
})
const of = (...people: number[]) => people.map((count, at) => unit(at, count))
const letters = (ids: ReadonlySet<string>) => [...ids].sort().join('')
const hidden = (...people: number[]) => letters(suppressed(of(...people), K).people)

test('nothing is hidden when everybody has k', () => expect(hidden(10, 12, 40)).toBe(''))
test('one small unit takes the smallest other with it', () => expect(hidden(4, 30, 12)).toBe('ac'))
test('two small ones that together hold k need no other', () => expect(hidden(6, 4, 30)).toBe('ab'))
test('two small ones under k take another', () => expect(hidden(2, 3, 30, 11)).toBe('abd'))
test('an empty unit is shown as empty', () => expect(hidden(0, 20, 30)).toBe(''))
test('a total under k is hidden with its parts', () =>
  expect(suppressed(of(4, 5), K)).toMatchObject({ total: { people: false, figures: false } }))
test('of equal covers the first by its official code is hidden, whatever the ids', () => {
  const named = (ids: string) => of(4, 12, 12).map((one, at) => ({ ...one, id: ids[at]! }))
  expect(letters(suppressed(named('abc'), K).people)).toBe('ab')
  expect(letters(suppressed(named('zyx'), K).people)).toBe('yz')
})
test('a unit wholly of one class has its figures hidden, not its people, and another’s with them', () => {
  const units = [unit(0, 20, 200), unit(1, 30), unit(2, 25)]
  const found = suppressed(units, K)
  expect([letters(found.people), letters(found.figures)]).toEqual(['', 'ac'])
  expect(suppressed([unit(0, 20, 0), ...units.slice(1)], K).figures.size).toBe(2)
  expect(found.total).toEqual({ people: true, figures: true })
})
test('what is hidden together is mixed: two of one class take a third', () => {
  const units = [unit(0, 20, 200), unit(1, 15, 150), unit(2, 40), unit(3, 30)]
  expect(letters(suppressed(units, K).figures)).toBe('abd')
  // One that was never on time mixes it already.
  expect(letters(suppressed([unit(0, 20, 200), unit(1, 15, 0), unit(2, 40)], K).figures)).toBe('ab')
  // The smallest does not mix it, the next does.
  expect(letters(suppressed([unit(0, 4, 40), unit(1, 15, 150), unit(2, 40)], K).figures)).toBe('abc')
})
test('where all are of one class nothing is said of the whole', () => {
  const found = suppressed([unit(0, 20, 200), unit(1, 15, 150)], K)
  expect(found.total).toEqual({ people: true, figures: false })
  expect(letters(found.figures)).toBe('ab')
})
test('a unit without a day that was due is of no class', () => {
  expect(suppressed([unit(0, 20, 0, 0), unit(1, 30)], K).figures.size).toBe(0)
})
test('whatever the counts, whoever subtracts what is shown from the whole learns of none, or of two that hold k and are mixed', () => {
  const drawn = fc.record({ people: fc.nat(40), share: fc.constantFrom(0, 1, 5, 9, 10), days: fc.constantFrom(0, 10) })
  fc.assert(
    fc.property(fc.array(drawn, { minLength: 1, maxLength: 12 }), fc.integer({ min: 5, max: 15 }), (all, k) => {
      const units = all.map(({ people, share, days }, at) =>
        unit(at, people, (people * share * days) / 10, people * days),
      )
      const { people, figures, total } = suppressed(units, k)
      const peopled = units.filter((one) => one.people > 0)
      const sum = (some: Counted[], what: 'people' | 'daysDue' | 'daysOnTime') =>
        some.reduce((a, one) => a + one[what], 0)
      for (const one of peopled) {
        if (one.people < k) expect(people.has(one.id) && figures.has(one.id)).toBe(true)
        if (one.daysDue > 0 && (one.daysOnTime === 0 || one.daysOnTime === one.daysDue))
          expect(figures.has(one.id)).toBe(true)
        if (people.has(one.id)) expect(figures.has(one.id)).toBe(true)
      }
      const unknown = peopled.filter(({ id }) => people.has(id))
      if (total.people && unknown.length > 0 && peopled.length > 1) {
        expect(unknown.length).toBeGreaterThanOrEqual(2)
        expect(sum(unknown, 'people')).toBeGreaterThanOrEqual(k)
      }
      const unsaid = peopled.filter(({ id }) => figures.has(id))
      if (total.figures && unsaid.length > 0) {
        expect(unsaid.length).toBeGreaterThanOrEqual(2)
        expect(sum(unsaid, 'people')).toBeGreaterThanOrEqual(k)
        const [due, onTime] = [sum(unsaid, 'daysDue'), sum(unsaid, 'daysOnTime')]
        expect(due > 0 && (onTime === 0 || onTime === due)).toBe(false)
      }
    }),
  )
})
