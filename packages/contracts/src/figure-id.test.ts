import { expect, test } from 'vitest'
import { figureIdOf } from './figure-id.ts'

const figure = { unitId: 'u', indicatorId: 'i', span: '2026-11-30' }

test('the same unit, indicator and span is the same figure, whoever tells it, and another of them is another', () => {
  // Stands on the log: it never changes.
  expect(figureIdOf(figure)).toBe('01a229c0-5400-751b-a4bb-f3a6bbc90001')
  const others = [{ unitId: 'v' }, { indicatorId: 'j' }, { span: '2026-11-29' }, { span: '2026-11' }]
  expect(new Set([figure, ...others.map((other) => ({ ...figure, ...other }))].map(figureIdOf)).size).toBe(5)
})
