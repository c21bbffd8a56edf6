import type { AppraisalEvent, SecondLook } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { Period } from '@timbang/rules/civil-date'

export interface LookRow {
  readonly employeeId: string
  readonly assignmentId: string
  readonly decisionVersion: number
  readonly version: number
  readonly look: SecondLook
  readonly saidBy: string | null
  readonly saidAt: bigint
  readonly words: { readonly look?: string } | null
}

/** Second looks as events tell them: every step is kept, so the order does not matter. */
export async function applyLooks(tx: Tx, events: readonly AppraisalEvent[]): Promise<void> {
  const rows = events.flatMap(({ employeeId, agencyId, actor, body, decidedAt, sourceRecordedAt }) => {
    if (employeeId === undefined || body?.$case !== 'assessmentSecondLooked') return []
    const saidBy = sourceRecordedAt === undefined ? (actor ?? null) : null
    const wordsDigest = Buffer.from(body.value.wordsDigest)
    return [{ ...body.value, employeeId, agencyId, wordsDigest, saidBy, saidAt: sourceRecordedAt ?? decidedAt ?? 0n }]
  })
  if (rows.length === 0) return
  await tx.query(
    `insert into second_look (employee_id, period, assignment_id, decision_version, version, agency_id, look, words_digest, said_by, said_at)
     select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::integer[], $5::integer[], $6::uuid[], $7::smallint[], $8::bytea[], $9::text[], $10::bigint[])
     on conflict do nothing`,
    columns(
      rows,
      'employeeId',
      'period',
      'assignmentId',
      'decisionVersion',
      'version',
      'agencyId',
      'look',
      'wordsDigest',
      'saidBy',
      'saidAt',
    ),
  )
}

/** The steps of people's second looks of a quarter, the first first. */
export const looksOf = async (reader: Tx | Pool, employeeIds: readonly string[], period: Period): Promise<LookRow[]> =>
  (
    await reader.query<LookRow>(
      `select l.employee_id as "employeeId", l.assignment_id as "assignmentId", l.decision_version as "decisionVersion", l.version,
         l.look, l.said_by as "saidBy", l.said_at as "saidAt", w.words
       from second_look l left join assessment_words w on w.employee_id = l.employee_id and w.digest = l.words_digest
       where l.employee_id = any ($1::uuid[]) and l.period = $2 order by l.employee_id, l.version`,
      [employeeIds, period],
    )
  ).rows

/** People of an agency of whom the last decision of a post is not as expected and nobody above has agreed to it. */
export const unlookedOf = async (reader: Tx | Pool, agencyId: string, period: Period): Promise<string[]> =>
  (
    await reader.query<{ employeeId: string }>(
      `select distinct d.employee_id as "employeeId" from assessment_decision d
       where d.agency_id = $1 and d.period = $2 and (d.result <> 2 or d.behaviour <> 2)
         and not exists (select from assessment_decision later where later.employee_id = d.employee_id and later.period = d.period
           and later.assignment_id = d.assignment_id and later.version > d.version)
         and not exists (select from second_look l where l.employee_id = d.employee_id and l.period = d.period
           and l.assignment_id = d.assignment_id and l.decision_version = d.version and l.look = 1)
       order by 1`,
      [agencyId, period],
    )
  ).rows.map(({ employeeId }) => employeeId)
