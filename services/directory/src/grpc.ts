import {
  DirectoryServiceService,
  type GetLoginResponse,
  type ImportStaffRequest,
  type ImportStaffResponse,
  type StaffRow,
} from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import { may, relationsToAgency, type Operation } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { look } from '@timbang/identity/look'
import { serve } from '@timbang/process/grpc'
import type { Log } from '@timbang/process/log'
import type { SharedCount } from '@timbang/process/shared-count'
import { dateAt } from '@timbang/rules/civil-date'
import { standsInFor } from '@timbang/roster/delegation'
import { linesOn } from '@timbang/roster/line'
import { agencyOf, assignmentOf, peopleAssessedBy, personDay, rolesOf } from '@timbang/roster/read'
import { agenciesHeadedBy, relationsToMany, unitsHeadedBy } from '@timbang/roster/relations'
import { knownByDelegation } from './delegation/store.ts'
import { isNip, readNip } from './domain/nip.ts'
import { findPeople } from './find.ts'
import { importStaff, registerStructure, type Deps } from './handle.ts'
import { colleaguesOf, employeeOfLogin, listPeople, resolveNips, showPeople } from './store/person.ts'
import { loadAgencies, loadUnits, unitsNamed } from './store/state.ts'
import { toPerson, toRowProblem } from './wire.ts'

const MOST_ROWS = 250_000
const PROBLEMS_A_MESSAGE = 1_000
const PAGE = 200

/** @param finds how often each caller has looked for people, over all replicas */
export function directoryService(deps: Deps, log: Log, finds: SharedCount) {
  const { pool } = deps
  const today = () => dateAt(deps.clock.now(), deps.zone)
  return serve('directory', DirectoryServiceService, {
    registerStructure: async (request, { caller, operation }) => {
      if (!may(caller, operation)) return refuse('access.denied')
      const { changed, problems } = await registerStructure(deps)({ caller, operation }, request)
      return { changed, problems: problems.map(toRowProblem) }
    },
    importStaff: (requests, { caller, operation }) => importFile(deps, log, requests, caller, operation),
    getLogin: (_request, { caller }) => login(deps, caller),
    resolveIdentifiers: async ({ nips }, { caller, operation }) => {
      const read = nips.map((typed) => readNip(typed, today()))
      const found = new Map(
        (
          await resolveNips(
            pool,
            today(),
            read.flatMap((nip) => (isNip(nip) ? [nip.digits] : [])),
          )
        ).map((person) => [person.asked, person]),
      )
      // Who may not know of somebody is told what he would be told if nobody had the number.
      const seen = [...found.values()].filter((person) =>
        may(caller, operation, relationsToAgency(caller, person.agencyId)),
      )
      const known = new Map(seen.map((person) => [person.asked, person]))
      await look(pool, { caller, operation, subjects: seen.map((person) => person.employeeId), at: deps.clock.now() })
      return {
        resolved: nips.map((nip, at) => {
          const one = read[at]!
          const person = isNip(one) ? known.get(one.digits) : undefined
          return { nip, employeeId: person?.employeeId ?? '', agencyId: person?.agencyId ?? '' }
        }),
      }
    },
    getPeople: async ({ employeeIds }, { caller, operation }) => {
      const seen = await whomHeMayName(deps, caller, operation, employeeIds, today())
      await look(pool, { caller, operation, subjects: seen, at: deps.clock.now() })
      return { people: (await showPeople(pool, today(), seen)).map(toPerson) }
    },
    listPeople: async ({ agencyId, search, limit, after }, { caller, operation }) => {
      if (!may(caller, operation, relationsToAgency(caller, agencyId))) return refuse('access.denied')
      const size = limit < 1 || limit > PAGE ? PAGE : limit
      const people = await listPeople(pool, today(), agencyId === '' ? undefined : agencyId, {
        search: search.trim(),
        after: after === '' ? undefined : after,
        limit: size,
      })
      await look(pool, { caller, operation, subjects: people.map((person) => person.employeeId), at: deps.clock.now() })
      return { people: people.map(toPerson), next: people.length === size ? people.at(-1)!.employeeId : '' }
    },
    findPeople: findPeople(deps, finds),
    listColleagues: async (_, { caller, operation }) => {
      if (caller.employeeId === undefined) return refuse('access.denied')
      const colleagues = await colleaguesOf(pool, caller.employeeId, today())
      await look(pool, {
        caller,
        operation,
        subjects: colleagues.map((one) => one.employeeId),
        at: deps.clock.now(),
      })
      return { colleagues }
    },
    getStructure: async ({ agencyId }) => {
      const agencies = await loadAgencies(pool)
      if (agencyId === '') return { agencies, units: [] }
      return {
        agencies: agencies.filter((agency) => agency.agencyId === agencyId),
        units: await loadUnits(pool, agencyId),
      }
    },
  })
}

/** Every row is read before anything is judged, and everything is judged before anything changes. */
async function* importFile(
  deps: Deps,
  log: Log,
  requests: AsyncIterable<ImportStaffRequest>,
  caller: Caller,
  operation: Operation,
): AsyncGenerator<ImportStaffResponse, Refusal | void> {
  if (!may(caller, operation)) return refuse('access.denied')
  const lines: StaffRow[] = []
  let first: ImportStaffRequest | undefined
  let whole = false
  for await (const request of requests) {
    first ??= request
    whole = request.last
    if (lines.length + request.rows.length > MOST_ROWS) return refuse('request.too-large', { limit: MOST_ROWS })
    for (const row of request.rows) lines.push(row)
  }
  // By codes or by names: one file says it in one way.
  const national = lines.filter((row) => row.national !== undefined).length
  if (national > 0 && national < lines.length) return refuse('request.malformed')
  if (first === undefined || !whole) return refuse('request.incomplete')
  const imported = await importStaff(deps)({
    by: { caller, operation },
    importId: first.importId,
    asOf: first.asOf,
    older: first.older,
    dryRun: first.dryRun,
    sourceRecordedAt: first.sourceRecordedAt,
    lines,
  })
  if (isRefusal(imported)) return imported
  const { problems, applied, people } = imported
  log.info(
    {
      importId: first.importId,
      dryRun: first.dryRun,
      rows: lines.length,
      applied,
      faults: problems.filter((problem) => !problem.warning).length,
    },
    'a staff file was read',
  )
  const answer = { rowsRead: lines.length, people }
  for (let from = 0; from < problems.length; from += PROBLEMS_A_MESSAGE) {
    yield {
      ...answer,
      problems: problems.slice(from, from + PROBLEMS_A_MESSAGE).map(toRowProblem),
      rowsApplied: 0,
      finished: false,
    }
  }
  yield { ...answer, problems: [], rowsApplied: applied, finished: true }
}

/** People whose names the caller may know: those whom the access table opens to him, those on his own line of superiors, and who stands in for one of them. */
async function whomHeMayName(
  deps: Deps,
  caller: Caller,
  operation: Operation,
  employeeIds: readonly string[],
  today: string,
): Promise<string[]> {
  const relations = await relationsToMany(deps.pool, caller, employeeIds, today, deps.clock.now())
  const line =
    caller.employeeId === undefined
      ? undefined
      : (await linesOn(deps.pool, [{ employeeId: caller.employeeId, date: today }])).get(
          personDay({ employeeId: caller.employeeId, date: today }),
        )
  const above = new Set(line === undefined ? [] : [...line.assessors, ...line.superiors, ...line.above])
  if (caller.employeeId !== undefined)
    for (const one of await knownByDelegation(deps.pool, caller.employeeId, line?.assessors ?? [])) above.add(one)
  return [...relations]
    .filter(([employeeId, held]) => may(caller, operation, held) || above.has(employeeId))
    .map(([employeeId]) => employeeId)
}

/** The issuer of a token that was verified at the door; only an account that a table row names needs it. */
const issuerOf = (token: string): string => {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8') || '{}') as {
    iss?: string
  }
  return claims.iss ?? ''
}

/** Who the caller is here. Whoever has a valid token gets an answer; who is nobody here gets one without an employee. */
async function login({ pool, clock, zone }: Deps, caller: Caller): Promise<GetLoginResponse> {
  const today = dateAt(clock.now(), zone)
  const employeeId = await employeeOfLogin(pool, issuerOf(caller.token), caller.sub)
  const granted = await rolesOf(pool, caller.sub)
  if (employeeId !== undefined && employeeId !== caller.sub) granted.push(...(await rolesOf(pool, employeeId)))
  const roles = new Set(granted.map((role) => role.role))
  const agencies = new Set(granted.flatMap((role) => role.agencyIds))
  const answer: GetLoginResponse = {
    subject: caller.sub,
    employeeId,
    displayName: '',
    positionTitle: '',
    agencyId: '',
    agencyName: '',
    agencyCode: '',
    zone: '',
    roles: [],
    roleAgencyIds: [],
    leads: false,
    unitName: '',
    practice: false,
    headedUnits: [],
    standsIn: false,
  }
  if (employeeId !== undefined) {
    const headed = await agenciesHeadedBy(pool, employeeId, today)
    if (headed.length > 0) roles.add('agency_head')
    for (const agencyId of headed) agencies.add(agencyId)
    const [person] = await showPeople(pool, today, [employeeId])
    const assignment = await assignmentOf(pool, employeeId, today)
    const agency = assignment === undefined ? undefined : await agencyOf(pool, assignment.agencyId)
    Object.assign(answer, {
      displayName: person?.name ?? '',
      positionTitle: person?.positionTitle ?? '',
      unitName: person?.unitName ?? '',
      agencyId: assignment?.agencyId ?? '',
      agencyName: agency?.name ?? '',
      agencyCode: agency?.code ?? '',
      practice: agency?.practice ?? false,
      headedUnits: await unitsNamed(pool, await unitsHeadedBy(pool, employeeId, today)),
      zone: assignment?.zone ?? '',
      leads: (await peopleAssessedBy(pool, employeeId, today)).length > 0,
      standsIn: (await standsInFor(pool, employeeId, clock.now())).length > 0,
    } satisfies Partial<GetLoginResponse>)
  }
  return { ...answer, roles: [...roles].sort(), roleAgencyIds: [...agencies].sort() }
}
