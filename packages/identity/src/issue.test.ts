import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, importJWK, jwtVerify, type JWK } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { callerOf } from './caller.ts'
import { createIssuing, createSealing, newSessionId, SESSION_SECONDS } from './issue.ts'

const now = Date.UTC(2026, 9, 1, 2)
let key: JWK

beforeAll(async () => {
  key = { ...(await exportJWK((await generateKeyPair('EdDSA', { extractable: true })).privateKey)), kid: 'web-1' }
})

test('a session lasts five minutes, says what its person may and never who he is', async () => {
  const issuing = await createIssuing({ issuer: 'https://timbang.test', key })
  const token = await issuing.sign(
    { sub: 'e1', employeeId: 'e1', agencyId: 'a1', roles: ['agency_head'], agencies: ['a1'], sid: 's1', amr: ['oidc'] },
    now,
  )
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', kid: 'web-1' })
  expect(decodeJwt(token)).toEqual({
    iss: 'https://timbang.test',
    aud: 'timbang',
    sub: 'e1',
    iat: now / 1000,
    exp: now / 1000 + SESSION_SECONDS,
    employee_id: 'e1',
    agency_id: 'a1',
    roles: ['agency_head'],
    agencies: ['a1'],
    sid: 's1',
    amr: ['oidc'],
  })
  expect(SESSION_SECONDS).toBe(300)
  expect(callerOf(decodeJwt(token), token)).toMatchObject({
    kind: 'person',
    employeeId: 'e1',
    agencyId: 'a1',
    roles: ['agency_head'],
    agencies: ['a1'],
  })
})

test('somebody who is no employee is a person all the same', async () => {
  const token = await (await createIssuing({ issuer: 'x', key })).sign(
    { sub: 'gubernur', roles: ['governor'], agencies: [], sid: 's2', amr: [] },
    now,
  )
  const caller = callerOf(decodeJwt(token), token)
  expect(caller.kind).toBe('person')
  expect(caller).not.toHaveProperty('employeeId')
})

test('what is published verifies a token and signs none', async () => {
  const issuing = await createIssuing({ issuer: 'x', key })
  const {
    keys: [published],
  } = await issuing.jwks()
  expect(Object.keys(published!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
  const token = await issuing.sign({ sub: 'e1', roles: [], agencies: [], sid: 's', amr: [] }, now)
  await expect(
    jwtVerify(token, await importJWK(published!, 'EdDSA'), { currentDate: new Date(now) }),
  ).resolves.toBeDefined()
})

test('an envelope opens for its maker only, while it lasts, and shows nothing from outside', async () => {
  const sealing = createSealing(new Uint8Array(32).fill(1))
  const sealed = await sealing.seal({ sub: 'e1', returnTo: '/kinerja' }, 60, now)
  expect(await sealing.open(sealed, now + 59_000)).toMatchObject({ sub: 'e1', returnTo: '/kinerja' })
  expect(await sealing.open(sealed, now + 61_000)).toBeNull()
  expect(await createSealing(new Uint8Array(32).fill(2)).open(sealed, now)).toBeNull()
  expect(await sealing.open(`${sealed.slice(0, -3)}AAA`, now)).toBeNull()
  expect(await sealing.open('nonsense', now)).toBeNull()
  expect(
    sealed
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString('latin1'))
      .join(),
  ).not.toMatch(/kinerja|e1"/)
  expect(() => createSealing(new Uint8Array(16))).toThrow(/32 bytes/)
})

test('no two sessions have one name', () => {
  expect(new Set(Array.from({ length: 100 }, newSessionId)).size).toBe(100)
})
