import { expect, test } from 'vitest'
import type { ScoringEvent } from '../gen/timbang/scoring/v1/events.ts'
import { NO_AGENCY, said } from './said.ts'

const body = { $case: 'sealRequested' as const, value: { period: '2026-Q3', kind: 1 as const, edition: 1, cutOff: 5n } }

test('a decision occurs when it is made, unless the person says otherwise', () => {
  expect(said<ScoringEvent>(body, { decidedAt: 7 })).toMatchObject({ occurredAt: 7n, decidedAt: 7n, body })
  expect(said<ScoringEvent>(body, { decidedAt: 7, occurredAt: 3 })).toMatchObject({ occurredAt: 3n, decidedAt: 7n })
  expect(said<ScoringEvent>(body, { occurredAt: 3n })).toMatchObject({ occurredAt: 3n, decidedAt: undefined })
})
test('what belongs to nobody is said by nobody, about nobody, under no agency, and each saying has an id of its own', () => {
  const [one, other] = [said<ScoringEvent>(body, { decidedAt: 7 }), said<ScoringEvent>(body, { decidedAt: 7 })]
  expect(one).toMatchObject({ agencyId: NO_AGENCY, employeeId: undefined, actor: undefined })
  expect(one.eventId).not.toBe(other.eventId)
})
