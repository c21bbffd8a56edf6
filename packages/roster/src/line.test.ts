import { expect, test } from 'vitest'
import { lineOf } from './line.ts'

const rung = (positionId: string, ...holders: string[]) => ({ positionId, holders })

test('the assessor holds the post above, his superior the one above that', () => {
  expect(
    lineOf('staff', [
      rung('section', 'head'),
      rung('division', 'chief'),
      rung('agency', 'director'),
      rung('province', 'secretary'),
    ]),
  ).toEqual({ assessors: ['head'], superiors: ['chief'], above: ['director', 'secretary'] })
})

test('a vacant post is passed over', () => {
  expect(
    lineOf('staff', [rung('section'), rung('division', 'chief'), rung('agency'), rung('province', 'secretary')]),
  ).toEqual({ assessors: ['chief'], superiors: ['secretary'], above: [] })
})

test('nobody assesses himself: a Plt of his own superior is assessed further up', () => {
  expect(lineOf('chief', [rung('agency', 'chief'), rung('province', 'secretary')]).assessors).toEqual(['secretary'])
})

test('nobody is the superior of the assessor that he is himself', () => {
  expect(lineOf('staff', [rung('section', 'head'), rung('division', 'head'), rung('agency', 'director')])).toEqual({
    assessors: ['head'],
    superiors: ['director'],
    above: [],
  })
})

test('a Plh and the holder whom he stands in for may both act, the Plh is the one to address', () => {
  expect(lineOf('staff', [rung('section', 'acting', 'head'), rung('division', 'chief')])).toEqual({
    assessors: ['acting', 'head'],
    superiors: ['chief'],
    above: [],
  })
})

test('at the very top nobody assesses', () =>
  expect(lineOf('secretary', [])).toEqual({ assessors: [], superiors: [], above: [] }))
