import type { GetLoginResponse } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusal, refusals, type Refusal } from '@timbang/contracts/refusal'
import type { Caller } from '@timbang/identity/caller'
import type { Log } from '@timbang/process/log'
import { isZone, type Zone } from '@timbang/rules/civil-date'
import type { Clients } from '../../clients.ts'
import type { Answer, Audience, Problem, Refused } from './answer.ts'

/** What a deployment says of itself. */
export type Site = {
  origin: string
  /** The provider's: a sign-out leads there. */
  providerOrigin: string
  sampleData: boolean
  province: string
  ingest: string
  evidence: string
  feedback: string
}

/** One request's way to the services, as its caller. */
export type Reader = {
  site: Site
  /** The browser's address, signed: only for the limit on how often one address may answer; kept nowhere. */
  from(): Promise<string>
  clients: Clients
  caller: Caller | null
  now: number
  requestId: string
  log: Log
  /** Who the caller is here; asked once a request, remembered for a minute. */
  login(): Promise<GetLoginResponse | Refusal>
}

export const tokenOf = (reader: Reader) => ({ token: reader.caller?.token ?? '' })
export const zoneOf = (login: { zone: string }): Zone => (isZone(login.zone) ? login.zone : 'WIB')
export const ok = <View>(view: View): Answer<View> => ({ ok: true, view })
export const refusedBy = (refusal: Refusal): Refused => ({
  code: refusal.code,
  ...(refusal.field === undefined ? {} : { field: refusal.field }),
  ...(refusal.details === undefined ? {} : { details: refusal.details }),
})

/** A part of ours does not answer: a code to quote. */
export const unavailable = (reader: Reader) => ({
  ok: false as const,
  problem: { kind: 'unavailable' as const, code: reader.requestId.slice(0, 8).toUpperCase(), at: reader.now },
})
export const notFound = { ok: false as const, problem: { kind: 'not-found' as const } }

/** Whether an address asks for what is not there, or for what cannot be. */
export const asksForNothing = ({ code }: Refusal): boolean => [400, 404, 422].includes(refusals[code].http)

/** What a page says when it cannot be shown. @param audience who may see it */
export function problemOf(
  reader: Reader,
  refusal: Refusal,
  audience: readonly Audience[],
): { ok: false; problem: Problem } {
  if (reader.caller === null || refusal.code.startsWith('access.token'))
    return { ok: false, problem: { kind: 'sign-in' } }
  if (refusal.code === 'access.denied') return { ok: false, problem: { kind: 'not-allowed', audience } }
  // An address that names no such thing, or nothing that could be one: to whoever follows it the page is not there.
  if (asksForNothing(refusal)) return notFound
  if (refusals[refusal.code].http === 429) return { ok: false, problem: { kind: 'refused', status: 429 } }
  reader.log.warn({ code: refusal.code, requestId: reader.requestId }, 'a page could not be read')
  return {
    ok: false,
    problem: { kind: 'unavailable', code: reader.requestId.slice(0, 8).toUpperCase(), at: reader.now },
  }
}

/** Reads one page: only for those who are signed in, every refusal a problem, every fault one line in the log and a code to quote. */
export async function page<View>(
  reader: Reader,
  audience: readonly Audience[],
  read: (login: GetLoginResponse) => Promise<View | Refusal>,
): Promise<Answer<View>> {
  if (reader.caller === null) return { ok: false, problem: { kind: 'sign-in' } }
  try {
    const login = await reader.login()
    if (isRefusal(login)) return problemOf(reader, login, audience)
    const view = await read(login)
    return isRefusal(view) ? problemOf(reader, view, audience) : ok(view)
  } catch (error) {
    reader.log.error({ err: error, requestId: reader.requestId }, 'a page failed')
    return {
      ok: false,
      problem: { kind: 'unavailable', code: reader.requestId.slice(0, 8).toUpperCase(), at: reader.now },
    }
  }
}

/** Names for keys, in one call; who is not known stays without one. */
export async function namesOf(
  reader: Reader,
  employeeIds: Iterable<string>,
): Promise<ReadonlyMap<string, { name: string; position: string }>> {
  const wanted = [...new Set(employeeIds)].filter((id) => id !== '')
  if (wanted.length === 0) return new Map()
  const answer = await reader.clients.directory.getPeople({ employeeIds: wanted }, tokenOf(reader))
  if (isRefusal(answer)) return new Map()
  return new Map(
    answer.people.map((person) => [person.employeeId, { name: person.name, position: person.positionTitle }]),
  )
}
