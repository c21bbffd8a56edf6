import type { AppraisalEvent, Rating, Standing } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { Period } from '@timbang/rules/civil-date'

/** Self-assessments and decisions as events tell them: every version is kept, so the order does not matter. Words are on no log. */
export async function applyAssessments(tx: Tx, events: readonly AppraisalEvent[]): Promise<void> {
  const selves: Omit<SelfRow, 'words'>[] = []
  const decisions: Omit<DecisionRow, 'words'>[] = []
  for (const { employeeId, agencyId, actor, body, decidedAt, sourceRecordedAt } of events) {
    if (employeeId === undefined) continue
    const at = sourceRecordedAt ?? decidedAt ?? 0n
    if (body?.$case === 'selfAssessed') {
      const { period, answers, wordsDigest, version } = body.value
      selves.push({ employeeId, agencyId, period, ...answers!, wordsDigest, version, saidAt: at })
    }
    if (body?.$case === 'assessmentDecided') {
      const { period, assignmentId, answers, result, behaviour, reasonsDigest, standing, version } = body.value
      const by = {
        delegationId: body.value.delegationId ?? null,
        decidedBy: sourceRecordedAt === undefined ? (actor ?? null) : null,
      }
      const { quality, teamwork, innovation } = answers!
      const of = { employeeId, agencyId, period, assignmentId, quality, teamwork, innovation }
      decisions.push({ ...of, result, behaviour, reasonsDigest, standing, ...by, version, decidedAt: at })
    }
  }
  if (selves.length > 0) await putSelves(tx, selves)
  if (decisions.length > 0) await putDecisions(tx, decisions)
}

const putSelves = (tx: Tx, rows: readonly Omit<SelfRow, 'words'>[]) =>
  tx.query(
    `insert into self_assessment (employee_id, period, version, agency_id, quality, teamwork, innovation, words_digest, said_at)
     select * from unnest($1::uuid[], $2::text[], $3::integer[], $4::uuid[], $5::smallint[], $6::smallint[], $7::smallint[], $8::bytea[], $9::bigint[])
     on conflict do nothing`,
    columns(
      rows.map((row) => ({ ...row, wordsDigest: Buffer.from(row.wordsDigest) })),
      'employeeId',
      'period',
      'version',
      'agencyId',
      'quality',
      'teamwork',
      'innovation',
      'wordsDigest',
      'saidAt',
    ),
  )

const putDecisions = (tx: Tx, rows: readonly Omit<DecisionRow, 'words'>[]) =>
  tx.query(
    `insert into assessment_decision (employee_id, period, assignment_id, version, agency_id, quality, teamwork, innovation, result, behaviour,
       reasons_digest, standing, delegation_id, decided_by, decided_at)
     select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::integer[], $5::uuid[], $6::smallint[], $7::smallint[], $8::smallint[], $9::smallint[],
       $10::smallint[], $11::bytea[], $12::smallint[], $13::uuid[], $14::text[], $15::bigint[])
     on conflict do nothing`,
    columns(
      rows.map((row) => ({ ...row, reasonsDigest: Buffer.from(row.reasonsDigest) })),
      'employeeId',
      'period',
      'assignmentId',
      'version',
      'agencyId',
      'quality',
      'teamwork',
      'innovation',
      'result',
      'behaviour',
      'reasonsDigest',
      'standing',
      'delegationId',
      'decidedBy',
      'decidedAt',
    ),
  )

export interface WordsRow {
  readonly employeeId: string
  readonly digest: Buffer
  readonly salt: Buffer
  /** JSON, by what each sentence is about. */
  readonly words: string
}
/** Sentences are on no log. */
export const putWords = (tx: Tx, rows: readonly WordsRow[]) =>
  tx.query(
    `insert into assessment_words (employee_id, digest, salt, words)
     select * from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::jsonb[]) on conflict do nothing`,
    columns(rows, 'employeeId', 'digest', 'salt', 'words'),
  )

/** By what each sentence is about. */
type Words = Readonly<Partial<Record<'quality' | 'teamwork' | 'innovation' | 'result' | 'behaviour', string>>> | null
export interface SelfRow {
  readonly employeeId: string
  readonly period: Period
  readonly version: number
  readonly agencyId: string
  readonly quality: number
  readonly teamwork: number
  readonly innovation: number
  readonly wordsDigest: Uint8Array
  readonly saidAt: bigint
  readonly words: Words
}
export interface DecisionRow {
  readonly employeeId: string
  readonly period: Period
  readonly assignmentId: string
  readonly version: number
  readonly agencyId: string
  readonly quality: number
  readonly teamwork: number
  readonly innovation: number
  readonly result: Rating
  readonly behaviour: Rating
  readonly reasonsDigest: Uint8Array
  readonly standing: Standing
  readonly delegationId: string | null
  readonly decidedBy: string | null
  readonly decidedAt: bigint
  readonly words: Words
}

/** What people said of themselves for a quarter: the latest version of each. */
export const selvesOf = async (reader: Tx | Pool, employeeIds: readonly string[], period: Period): Promise<SelfRow[]> =>
  (
    await reader.query<SelfRow>(
      `select distinct on (s.employee_id) s.employee_id as "employeeId", s.period, s.version, s.agency_id as "agencyId", s.quality, s.teamwork, s.innovation,
         s.words_digest as "wordsDigest", s.said_at as "saidAt", w.words
       from self_assessment s left join assessment_words w on w.employee_id = s.employee_id and w.digest = s.words_digest
       where s.employee_id = any ($1::uuid[]) and s.period = $2 order by s.employee_id, s.version desc`,
      [employeeIds, period],
    )
  ).rows

/** What was decided on people for a quarter, every version, the latest first. */
export const decisionsOf = async (
  reader: Tx | Pool,
  employeeIds: readonly string[],
  period: Period,
): Promise<DecisionRow[]> =>
  (
    await reader.query<DecisionRow>(
      `select d.employee_id as "employeeId", d.period, d.assignment_id as "assignmentId", d.version, d.agency_id as "agencyId", d.quality, d.teamwork, d.innovation,
         d.result, d.behaviour, d.reasons_digest as "reasonsDigest", d.standing, d.delegation_id as "delegationId", d.decided_by as "decidedBy",
         d.decided_at as "decidedAt", w.words
       from assessment_decision d left join assessment_words w on w.employee_id = d.employee_id and w.digest = d.reasons_digest
       where d.employee_id = any ($1::uuid[]) and d.period = $2 order by d.employee_id, d.version desc`,
      [employeeIds, period],
    )
  ).rows
