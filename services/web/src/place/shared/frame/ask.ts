import { isRefusal } from '@timbang/contracts/refusal'
import { dateAt, periodOf } from '@timbang/rules/civil-date'
import type { Answer } from '../answer.ts'
import type { Frame } from './view.ts'
import { question } from '../question.ts'
import { ok, problemOf, tokenOf, zoneOf, type Reader } from '../reader.ts'

/** The header of whoever is signed in. A service that does not answer takes its place out of the navigation, never the page. */
export const frame = question('frame', async (reader): Promise<Answer<Frame>> => {
  if (reader.caller === null) return { ok: false, problem: { kind: 'sign-in' } }
  const login = await reader.login()
  if (isRefusal(login)) return problemOf(reader, login, [])
  const roles = new Set(login.roles)
  const [queue, grace, tickets, structure] = await Promise.all([
    verifies(login)
      ? reader.clients.verdicts.listQueue({ filter: 'all', limit: 1, after: '' }, tokenOf(reader))
      : undefined,
    answersGrace(login) ? reader.clients.grace.countGraceRequests({}, tokenOf(reader)) : undefined,
    mendsData(login) ? reader.clients.tickets.countTickets({}, tokenOf(reader)) : undefined,
    roles.has('agency_head') || roles.has('personnel_officer')
      ? reader.clients.directory.getStructure({ agencyId: '' }, tokenOf(reader))
      : undefined,
  ])
  const mine =
    structure === undefined || isRefusal(structure)
      ? []
      : structure.agencies.filter((agency) => login.roleAgencyIds.includes(agency.agencyId))
  const zone = zoneOf(login)
  return ok({
    practice: login.practice,
    identity: {
      name: login.displayName,
      position: login.positionTitle,
      agency: login.agencyName === '' ? null : login.agencyName,
      agencyShort: login.agencyCode === '' ? null : login.agencyCode,
      zone,
    },
    places: {
      today: login.employeeId !== undefined,
      verification: verifies(login) ? { waiting: queue === undefined || isRefusal(queue) ? 0 : queue.total } : null,
      team: login.leads,
      graceQueue: answersGrace(login) ? { waiting: grace === undefined || isRefusal(grace) ? 0 : grace.waiting } : null,
      data: mendsData(login) ? { waiting: tickets === undefined || isRefusal(tickets) ? 0 : tickets.waiting } : null,
      duty: dutyOf(login),
      performance:
        login.employeeId === undefined ? null : { period: await latestPeriod(reader, dateAt(reader.now, zone)) },
      agencies: mine.map((agency) => ({
        code: agency.code,
        shortName: agency.name.length <= 24 ? agency.name : agency.code,
      })),
      province: ['governor', 'bkd', 'auditor'].some((role) => roles.has(role)),
      find: scopeOf(login) !== null,
      audit: roles.has('auditor'),
      operator: roles.has('operator') || roles.has('auditor'),
    },
  })
})

/** Who has a verification box: of his own people, or of those whom he verifies for somebody else. */
export const verifies = (login: { readonly leads: boolean; readonly standsIn: boolean }): boolean =>
  login.leads || login.standsIn

/** Whose work it is to answer requests for grace. */
export const answersGrace = ({ roles }: { readonly roles: readonly string[] }): boolean =>
  roles.includes('personnel_officer') || roles.includes('bkd')

/** Whose work it is to mend what is wrong about people, and to answer who says so. */
export const mendsData = ({ roles }: { readonly roles: readonly string[] }): boolean =>
  roles.includes('personnel_officer') || roles.includes('bkd')

/** Who publishes duty schedules: of his one unit at once, else by way of the list. */
export const dutyOf = (login: {
  readonly roles: readonly string[]
  readonly headedUnits: readonly { readonly code: string }[]
}): { href: string } | null => {
  if (login.roles.includes('personnel_officer') || login.headedUnits.length > 1) return { href: '/jaga/unit' }
  const [unit] = login.headedUnits
  return unit === undefined ? null : { href: `/jaga/unit/${encodeURIComponent(unit.code)}` }
}

type Scope = 'province' | 'agency' | 'team'
/** Among whom somebody looks for people; null: nowhere. The directory decides; this only says it. */
export const scopeOf = (login: { roles: readonly string[]; leads: boolean }): Scope | null => {
  const has = (...roles: string[]) => roles.some((role) => login.roles.includes(role))
  if (has('bkd', 'auditor')) return 'province'
  if (has('personnel_officer', 'agency_head')) return 'agency'
  return login.leads ? 'team' : null
}

/** The latest sealed quarter, or the running one while none is. */
export async function latestPeriod(reader: Reader, today: string): Promise<string> {
  const seals = await reader.clients.seals.listSeals({}, tokenOf(reader))
  return isRefusal(seals) || seals.seals.length === 0
    ? periodOf(today)
    : seals.seals
        .map((seal) => seal.period)
        .sort()
        .at(-1)!
}
