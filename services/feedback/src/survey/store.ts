import type { Pool, Tx } from '@timbang/postgres/pool'
import type { Survey } from './domain.ts'

const surveyColumns = `survey_id as "surveyId", unit_id as "unitId", agency_id as "agencyId", from_date as "fromDate", to_date as "toDate", elements, threshold, closed_on as "closedOn", version`
const whole = (row: Survey & { closedOn: string | null }): Survey => ({ ...row, closedOn: row.closedOn ?? undefined })

/** @param lock for a command: answers and releases of one survey go one after the other */
export async function loadSurvey(reader: Tx | Pool, surveyId: string, lock = false): Promise<Survey | undefined> {
  const { rows } = await reader.query<Survey & { closedOn: string | null }>(
    `select ${surveyColumns} from survey where survey_id = $1 ${lock ? 'for update' : ''}`,
    [surveyId],
  )
  return rows[0] === undefined ? undefined : whole(rows[0])
}

/** Nobody else opens or closes this survey, also while there is none: a row that is not there cannot be locked. */
export const lockSurvey = (tx: Tx, surveyId: string) =>
  tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [SURVEYS, surveyId])
const SURVEYS = 7_411_003

/** Surveys with the names of their unit, the earliest first. @param of.agencies absent: of every agency */
export async function listSurveys(
  reader: Tx | Pool,
  of: {
    agencies: readonly string[] | undefined
    after: { fromDate: string; surveyId: string } | undefined
    limit: number
  },
): Promise<(Survey & { unitName: string })[]> {
  const { rows } = await reader.query<Survey & { closedOn: string | null; unitName: string | null }>(
    `select ${surveyColumns}, (select name from roster.unit where unit.unit_id = survey.unit_id) as "unitName" from survey
     where ($1::uuid[] is null or agency_id = any($1)) and ($2::date is null or (from_date, survey_id) > ($2, $3::uuid))
     order by from_date, survey_id limit $4`,
    [of.agencies, of.after?.fromDate, of.after?.surveyId, of.limit],
  )
  return rows.map((row) => ({ ...whole(row), unitName: row.unitName ?? '' }))
}

export async function namesOf(
  reader: Tx | Pool,
  survey: Survey,
): Promise<{ unitName: string; agencyName: string; agencyCode: string }> {
  const { rows } = await reader.query<{ unitName: string; agencyName: string; agencyCode: string }>(
    `select u.name as "unitName", a.name as "agencyName", a.code as "agencyCode" from roster.unit u join roster.agency a on a.agency_id = u.agency_id where u.unit_id = $1`,
    [survey.unitId],
  )
  return rows[0] ?? { unitName: '', agencyName: '', agencyCode: '' }
}
