import type { FindPeopleRequest, FindPeopleResponse } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { type Refusal, refuse } from '@timbang/contracts/refusal'
import { may, relationsToAgency, type Operation } from '@timbang/identity/access'
import type { Relation } from '@timbang/identity/access/row'
import type { Caller } from '@timbang/identity/caller'
import { searched } from '@timbang/identity/look'
import type { SharedCount } from '@timbang/process/shared-count'
import { linesOn } from '@timbang/roster/line'
import { peopleAssessedBy, personDay } from '@timbang/roster/read'
import { agenciesHeadedBy } from '@timbang/roster/relations'
import { dateAt } from '@timbang/rules/civil-date'
import type { Deps } from './handle.ts'
import { findByTail, findByWords, readWords, type Reach } from './store/find.ts'
import { showPeople } from './store/person.ts'
import { toPerson } from './wire.ts'

const HITS = 20
const MOST_WORDS = 8
/** A single letter would be the whole province, read to its end where nothing fits. */
const FEWEST_LETTERS = 2
/** Somebody who looks for people needs a few; a script that reads the province off needs thousands. */
const FINDS_A_MINUTE = 60
const MINUTE = 60_000

const invalid = (field: string, hint: string): Refusal => refuse('request.value-invalid', { hint }, field)

/** Looks for people by name or by the last three digits, among those whom the caller may know; each with who is above him today. */
export const findPeople =
  ({ pool, clock, zone }: Deps, finds: SharedCount) =>
  async (
    { words: typed, lastDigits, after }: FindPeopleRequest,
    { caller, operation }: { caller: Caller; operation: Operation },
  ): Promise<FindPeopleResponse | Refusal> => {
    const now = clock.now()
    const today = dateAt(now, zone)
    if (lastDigits !== '' && !/^\d{3}$/.test(lastDigits)) return invalid('last_digits', '000 – 999')
    const reach = await reachOf({ pool }, caller, operation, today)
    if (reach === undefined) return refuse('access.denied')
    const { count, left } = await finds.add(`find:${caller.sub}`, 1, MINUTE)
    if (count > FINDS_A_MINUTE) return refuse('request.too-many', { seconds: Math.ceil(left / 1_000) })
    const words = typed === '' ? [] : await readWords(pool, typed)
    const byName = typed !== '' || lastDigits === ''
    if (byName && (words.length > MOST_WORDS || !words.some((word) => word.length >= FEWEST_LETTERS)))
      return invalid('words', `≥ ${FEWEST_LETTERS}, ≤ ${MOST_WORDS}`)
    const page = { after: after === '' ? undefined : after, limit: HITS }
    const found = byName
      ? await findByWords(pool, today, reach, { words, lastDigits }, page)
      : await findByTail(pool, today, reach, lastDigits, page)
    const lines = await linesOn(
      pool,
      found.map(({ employeeId }) => ({ employeeId, date: today })),
    )
    const aboveOf = (employeeId: string) => {
      const line = lines.get(personDay({ employeeId, date: today }))
      return { assessor: line?.assessors[0], superior: line?.superiors[0] }
    }
    const above = new Set(
      found.flatMap(({ employeeId }) => {
        const { assessor, superior } = aboveOf(employeeId)
        return [assessor, superior].filter((one) => one !== undefined)
      }),
    )
    const named = new Map((await showPeople(pool, today, [...above])).map((one) => [one.employeeId, toPerson(one)]))
    const shown = new Set([...found.map(({ employeeId }) => employeeId), ...above])
    shown.delete(caller.employeeId ?? '')
    // Also what finds nobody: who tries names is on record.
    await searched(pool, { caller, operation, subjects: [...shown], at: now })
    return {
      people: found.map((one) => {
        const { assessor, superior } = aboveOf(one.employeeId)
        return {
          person: toPerson(one),
          assessor: assessor === undefined ? undefined : named.get(assessor),
          superior: superior === undefined ? undefined : named.get(superior),
        }
      }),
      next: found.length < HITS ? '' : found.at(-1)!.employeeId,
    }
  }

/** Among whom the caller may look: the province, the agencies of his role or of his post, the people whom he assesses; undefined: nobody. */
async function reachOf(
  { pool }: Pick<Deps, 'pool'>,
  caller: Caller,
  operation: Operation,
  today: string,
): Promise<Reach | undefined> {
  if (may(caller, operation)) return 'province'
  const own = caller.employeeId
  const headed = own === undefined ? [] : await agenciesHeadedBy(pool, own, today)
  const agencyIds = [...new Set([...caller.agencies, ...headed])].filter((agencyId) => {
    const held = new Set<Relation>(relationsToAgency(caller, agencyId))
    if (headed.includes(agencyId)) held.add('agency_head')
    return may(caller, operation, held)
  })
  const assessed = own === undefined ? [] : await peopleAssessedBy(pool, own, today)
  const employeeIds = may(caller, operation, ['assessor']) ? assessed.map((one) => one.employeeId) : []
  return agencyIds.length === 0 && employeeIds.length === 0 ? undefined : { agencyIds, employeeIds }
}
