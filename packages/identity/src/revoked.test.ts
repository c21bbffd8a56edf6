import { expect, test } from 'vitest'
import { createRevoked, hashOfSession, REVOKED_FOR_MS } from './revoked.ts'

const NOW = Date.UTC(2026, 9, 1)
const ended = (sid: string, endedAt = NOW) => ({ hash: hashOfSession(sid), endedAt })

test('as long as no list was heard, nobody is known to be allowed in', () => {
  const revoked = createRevoked()
  expect(revoked.has('s1')).toBeUndefined()
  revoked.hear([], NOW)
  expect(revoked.has('s1')).toBe(false)
})

test('who is out stays out, whatever later lists leave out, until no token of his can live', () => {
  const revoked = createRevoked()
  revoked.hear([ended('s1')], NOW)
  revoked.hear([], NOW + REVOKED_FOR_MS)
  expect(revoked.has('s1')).toBe(true)
  revoked.hear([], NOW + REVOKED_FOR_MS + 1)
  expect(revoked.has('s1')).toBe(false)
})

test('each end is heard of once, whatever is said again', () => {
  const revoked = createRevoked()
  const heard: string[] = []
  revoked.onEnd((isOf) => heard.push(...['s1', 's2', 's3'].filter(isOf)))
  revoked.hear([ended('s1')], NOW)
  revoked.hear([ended('s1'), ended('s2')], NOW)
  revoked.hear([ended('s1'), ended('s2'), ended('s3', NOW - REVOKED_FOR_MS - 1)], NOW)
  expect(heard).toEqual(['s1', 's2'])
})
