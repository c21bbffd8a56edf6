import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { may, relationsToAgency, type Operation } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { agenciesHeadedBy } from '@timbang/roster/relations'
import type { Survey } from './survey/domain.ts'
import { loadSurvey } from './survey/store.ts'
import { type Deps, today } from './tell.ts'

const headed = (deps: Deps, caller: Caller): Promise<string[]> =>
  caller.employeeId === undefined ? Promise.resolve([]) : agenciesHeadedBy(deps.pool, caller.employeeId, today(deps))

export async function allowed(deps: Deps, caller: Caller, operation: Operation, agencyId: string): Promise<boolean> {
  const relations = new Set(relationsToAgency(caller, agencyId))
  if ((await headed(deps, caller)).includes(agencyId)) relations.add('agency_head')
  return may(caller, operation, relations)
}

/** The agencies on which he may do it; undefined: on every one. */
export async function agenciesFor(
  deps: Deps,
  caller: Caller,
  operation: Operation,
): Promise<readonly string[] | undefined> {
  if (may(caller, operation)) return undefined
  const heads = await headed(deps, caller)
  return [...new Set([...caller.agencies, ...heads])].filter((agencyId) =>
    may(caller, operation, [
      ...relationsToAgency(caller, agencyId),
      ...(heads.includes(agencyId) ? (['agency_head'] as const) : []),
    ]),
  )
}

/** The survey that a command is about, when the caller may give it. Who may not learns nothing: not even that it is there. */
export async function mine(
  deps: Deps,
  caller: Caller,
  operation: Operation,
  surveyId: string,
): Promise<Survey | Refusal> {
  const survey = await loadSurvey(deps.pool, surveyId)
  return survey !== undefined && (await allowed(deps, caller, operation, survey.agencyId))
    ? survey
    : refuse('survey.not-found')
}
