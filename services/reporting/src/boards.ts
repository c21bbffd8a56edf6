import { refuse, type Refusal } from '@timbang/contracts/refusal'
import type { AgencyBoard, LongWaiting, SurveyIndex } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import { may, relationsToAgency, type Operation } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import type { Pool } from '@timbang/postgres/pool'
import { agenciesHeadedBy } from '@timbang/roster/relations'
import { dateAt, periodOf } from '@timbang/rules/civil-date'
import { surveyClass, surveyIndex } from '@timbang/rules/kernel/1/criterion/service'
import {
  agencyByCode,
  readAgencies,
  readFrames,
  readSurveys,
  readUnits,
  type AgencyRow,
  type Frame,
  type SurveyState,
} from './store.ts'
import { readLongWaiting } from './waiting.ts'

const indexOf = (survey: SurveyState): SurveyIndex => {
  const index =
    survey.answers < survey.threshold
      ? undefined
      : surveyIndex({
          answers: survey.answers,
          elements: survey.elements.length,
          sum: survey.sums.reduce((a, b) => a + b, 0),
        })
  return {
    unitId: survey.unitId,
    unitName: survey.unitName,
    period: periodOf(survey.from),
    answers: survey.answers,
    incomplete: survey.incomplete,
    closed: survey.closed,
    indexHundredths: index,
    class: index === undefined ? undefined : surveyClass(index),
  }
}

const boardOf = (
  agency: AgencyRow,
  frame: Frame | undefined,
  surveys: readonly SurveyState[],
  units: AgencyBoard['units'],
  longWaiting: LongWaiting | undefined,
): AgencyBoard => ({
  ...agency,
  figures: frame?.figures,
  units,
  surveys: surveys.map(indexOf),
  asOf: frame?.computedAt ?? 0n,
  longWaiting,
})

/** Whether a caller may see an agency's board: by a granted role, or by the post he holds. */
export async function mayWatchAgency(
  pool: Pool,
  caller: Caller,
  operation: Operation,
  agencyId: string,
  now: number,
): Promise<boolean> {
  const relations = new Set(relationsToAgency(caller, agencyId))
  if (
    caller.employeeId !== undefined &&
    (await agenciesHeadedBy(pool, caller.employeeId, dateAt(now, 'WIB'))).includes(agencyId)
  )
    relations.add('agency_head')
  return may(caller, operation, relations)
}

export async function agencyBoard(
  pool: Pool,
  caller: Caller,
  code: string,
  now: number,
): Promise<AgencyBoard | Refusal> {
  const agency = await agencyByCode(pool, code)
  if (agency === undefined) return refuse('board.not-found')
  if (!(await mayWatchAgency(pool, caller, 'reporting.GetAgencyBoard', agency.agencyId, now)))
    return refuse('access.denied')
  const [frames, surveys, units, long] = await Promise.all([
    readFrames(pool, agency.agencyId),
    readSurveys(pool, agency.agencyId),
    readUnits(pool, agency.agencyId),
    readLongWaiting(pool, agency.agencyId),
  ])
  return boardOf(
    agency,
    frames.get(agency.agencyId),
    surveys,
    units.map(({ unitId, name, parentUnitId }) => ({ unitId, name, parentUnitId: parentUnitId ?? undefined })),
    long.get(agency.agencyId),
  )
}

export async function provinceBoards(pool: Pool): Promise<AgencyBoard[]> {
  const [agencies, frames, surveys, long] = await Promise.all([
    readAgencies(pool),
    readFrames(pool),
    readSurveys(pool),
    readLongWaiting(pool),
  ])
  return agencies.map((agency) =>
    boardOf(
      agency,
      frames.get(agency.agencyId),
      surveys.filter((survey) => survey.agencyId === agency.agencyId),
      [],
      long.get(agency.agencyId),
    ),
  )
}
