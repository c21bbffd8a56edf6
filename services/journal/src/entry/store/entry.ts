import { columns, type Pool, type Tx } from '@timbang/postgres/pool'
import type { Entry, Facts, State, Step, Timeliness } from '../domain/entry.ts'

/** Identity of an entry: the record's id and its person. */
export interface Key {
  readonly recordId: string
  readonly employeeId: string
}
export const keyOf = (key: Key): string => `${key.recordId} ${key.employeeId}`

interface Row {
  record_id: string
  employee_id: string
  agency_id: string
  revision: number
  work_date: string
  result_id: string | null
  quantity_thousandths: bigint | null
  unit: string | null
  start_minute: number | null
  end_minute: number | null
  written_at: bigint | null
  has_evidence: boolean
  evidence: string[]
  content_digest: Buffer
  wording_digest: Buffer
  import_id: string | null
  recorded_at: bigint
  activity_partition: number
  activity_offset: bigint
  activity_event_id: string
  source_recorded_at: bigint | null
  state: State
  timely_at: bigint | null
  arrived_after: bigint | null
  timeliness: Timeliness | null
  code: string | null
  check_codes: string[]
  reinstated_by: string | null
  opened: boolean
  verdict_version: number
  verdict_at: bigint | null
  verdict_by: string | null
  verdict_event_id: string | null
  conflicted: boolean
  decided_at: bigint
  steps: Step[]
  steps_forgotten: number
  forgotten_until: bigint | null
}

const number = (value: bigint | null) => (value === null ? undefined : Number(value))

const toEntry = (row: Row): Entry => ({
  employeeId: row.employee_id,
  agencyId: row.agency_id,
  facts: {
    recordId: row.record_id,
    revision: row.revision,
    workDate: row.work_date,
    resultId: row.result_id ?? undefined,
    quantityThousandths: number(row.quantity_thousandths),
    unit: row.unit ?? undefined,
    startMinute: row.start_minute ?? undefined,
    endMinute: row.end_minute ?? undefined,
    writtenAt: number(row.written_at),
    hasEvidence: row.has_evidence,
    contentDigest: row.content_digest.toString('hex'),
    wordingDigest: row.wording_digest.toString('hex'),
    importId: row.import_id ?? undefined,
    recordedAt: Number(row.recorded_at),
    activityPartition: row.activity_partition,
    activityOffset: row.activity_offset,
    activityEventId: row.activity_event_id,
    sourceRecordedAt: number(row.source_recorded_at),
    // A refused withdrawal leaves the facts of what stands.
    withdrawn: row.state === 'withdrawn',
    evidence: row.evidence,
  } satisfies Facts,
  state: row.state,
  timelyAt: number(row.timely_at),
  arrivedAfter: number(row.arrived_after),
  timeliness: row.timeliness ?? undefined,
  code: row.code ?? undefined,
  checkCodes: row.check_codes,
  reinstatedBy: row.reinstated_by ?? undefined,
  opened: row.opened,
  verdictVersion: row.verdict_version,
  verdictAt: number(row.verdict_at),
  verdictBy: row.verdict_by ?? undefined,
  verdictEventId: row.verdict_event_id ?? undefined,
  conflicted: row.conflicted,
  decidedAt: Number(row.decided_at),
  steps: row.steps,
  forgotten:
    row.forgotten_until === null ? undefined : { count: row.steps_forgotten, until: Number(row.forgotten_until) },
})

export const entries = ({ rows }: { rows: unknown[] }): Entry[] => (rows as Row[]).map(toEntry)

/** The entries of these keys, locked until the transaction ends. In the order of the key, so that two transactions cannot deadlock. */
export const lockEntries = async (tx: Tx, keys: readonly Key[]): Promise<Entry[]> =>
  entries(
    await tx.query(
      `select entry.* from entry join unnest($1::uuid[], $2::uuid[]) as key (record_id, employee_id) using (record_id, employee_id)
   where entry.record_id = any($1::uuid[])
   order by record_id, employee_id for update of entry`,
      columns(keys, 'recordId', 'employeeId'),
    ),
  )

/** The entries of these keys, as they are. */
export const findKeys = async (db: Pool | Tx, keys: readonly Key[]): Promise<Entry[]> =>
  entries(
    await db.query(
      `select entry.* from entry join unnest($1::uuid[], $2::uuid[]) as key (record_id, employee_id) using (record_id, employee_id)
   where entry.record_id = any($1::uuid[])`,
      columns(keys, 'recordId', 'employeeId'),
    ),
  )

/** Every person's entry of these record ids, locked: a verdict names only the record. */
export const lockRecords = async (tx: Tx, recordIds: readonly string[]): Promise<Entry[]> =>
  entries(
    await tx.query('select * from entry where record_id = any($1::uuid[]) order by record_id, employee_id for update', [
      recordIds,
    ]),
  )

/** Every person's entry of one record id, the first in the log first. */
export const findRecord = async (pool: Pool | Tx, recordId: string): Promise<Entry[]> =>
  entries(
    await pool.query(
      'select * from entry where record_id = $1 order by recorded_at, activity_partition, activity_offset',
      [recordId],
    ),
  )

/** What may become decidable for these people: held, or refused for a reason that knowledge can mend. Locked. */
export const lockUnsettledOf = async (
  tx: Tx,
  employeeIds: readonly string[],
  codes: readonly string[],
): Promise<Entry[]> =>
  entries(
    await tx.query(
      `select * from entry where employee_id = any($1::uuid[]) and state in ('held', 'refused') and code = any($2::text[])
   order by record_id, employee_id for update`,
      [employeeIds, codes],
    ),
  )

/**
 * What a moved window may bring back, or take again: refused for it, late, or standing by an outage or a grace period. Locked, a page at a time.
 * @param of.partition the people of one partition · of.agencyId undefined: the whole province. Of an agency also whoever
 * has ever held a post there: a transfer that was told late left his entries with the agency that they were judged by, and who is judged anew is
 * judged by what is known now. · of.employeeId of the agency only this person
 */
export const lockMovable = async (
  tx: Tx,
  of: {
    partition: number
    agencyId: string | undefined
    employeeId?: string | undefined
    from: string
    to: string
    after: Key
    limit: number
  },
): Promise<Entry[]> =>
  entries(
    await tx.query(
      `select * from entry
   where activity_partition = $1 and ((state in ('held', 'refused') and code in ('entry.window-closed', 'entry.rules-unknown')) or timeliness = 'late' or reinstated_by is not null)
     and ($2::uuid is null or agency_id = $2 or employee_id in (select a.employee_id from roster.assignment a where a.agency_id = $2)) and work_date between $3 and $4
     and ($8::uuid is null or employee_id = $8) and (record_id, employee_id) > ($5::uuid, $6::uuid)
   order by record_id, employee_id limit $7 for update`,
      [of.partition, of.agencyId, of.from, of.to, of.after.recordId, of.after.employeeId, of.limit, of.employeeId],
    ),
  )

/**
 * Which of these wordings another entry of the person has already within the span. @returns indexes into `asked`
 * @param leaving records that are just being taken back: what is verified of them stays
 */
export async function findRepeated(
  tx: Tx,
  asked: readonly { employeeId: string; wordingDigest: string; recordId: string; from: string; to: string }[],
  leaving: readonly string[],
): Promise<Set<number>> {
  const { rows } = await tx.query<{ at: bigint }>(
    `select at from unnest($1::uuid[], $2::bytea[], $3::uuid[], $4::date[], $5::date[]) with ordinality as asked (employee_id, wording_digest, record_id, from_date, to_date, at)
     where exists (select from entry where entry.employee_id = asked.employee_id and entry.wording_digest = asked.wording_digest
       and entry.work_date between asked.from_date and asked.to_date and entry.record_id <> asked.record_id and entry.state not in ('refused', 'withdrawn')
       and (entry.record_id <> all($6::uuid[]) or entry.state = 'verified'))`,
    [
      ...columns(
        asked.map((one) => ({ ...one, wordingDigest: `\\x${one.wordingDigest}` })),
        'employeeId',
        'wordingDigest',
        'recordId',
        'from',
        'to',
      ),
      leaving,
    ],
  )
  return new Set(rows.map((row) => Number(row.at) - 1))
}

const fields = [
  ['record_id', 'uuid'],
  ['employee_id', 'uuid'],
  ['agency_id', 'uuid'],
  ['revision', 'int'],
  ['work_date', 'date'],
  ['result_id', 'text'],
  ['quantity_thousandths', 'bigint'],
  ['unit', 'text'],
  ['start_minute', 'int'],
  ['end_minute', 'int'],
  ['written_at', 'bigint'],
  ['has_evidence', 'boolean'],
  ['evidence', 'text'],
  ['content_digest', 'bytea'],
  ['wording_digest', 'bytea'],
  ['import_id', 'text'],
  ['recorded_at', 'bigint'],
  ['activity_partition', 'int'],
  ['activity_offset', 'bigint'],
  ['activity_event_id', 'uuid'],
  ['source_recorded_at', 'bigint'],
  ['state', 'text'],
  ['timely_at', 'bigint'],
  ['arrived_after', 'bigint'],
  ['timeliness', 'text'],
  ['code', 'text'],
  ['check_codes', 'text'],
  ['reinstated_by', 'text'],
  ['opened', 'boolean'],
  ['verdict_version', 'int'],
  ['verdict_at', 'bigint'],
  ['verdict_by', 'text'],
  ['verdict_event_id', 'uuid'],
  ['conflicted', 'boolean'],
  ['decided_at', 'bigint'],
  ['steps', 'jsonb'],
  ['steps_forgotten', 'int'],
  ['forgotten_until', 'bigint'],
] as const

const names = fields.map(([name]) => name)
// An array of arrays cannot be unnested row by row: these travel as text with commas between.
const LISTS: readonly string[] = ['check_codes', 'evidence']
const SAVE = `insert into entry (${names.join(', ')})
  select ${names.map((name) => (LISTS.includes(name) ? `string_to_array(${name}, ',')` : name)).join(', ')}
  from unnest(${fields.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ')}) as entry (${names.join(', ')})
  on conflict (record_id, employee_id) do update set ${names
    .filter((name) => name !== 'record_id' && name !== 'employee_id')
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`

/** Writes entries whole, new ones and changed ones, in one statement. */
export const saveEntries = (tx: Tx, all: readonly Entry[]) =>
  tx.query(SAVE, [
    all.map((one) => one.facts.recordId),
    all.map((one) => one.employeeId),
    all.map((one) => one.agencyId),
    all.map((one) => one.facts.revision),
    all.map((one) => one.facts.workDate),
    all.map((one) => one.facts.resultId),
    all.map((one) => one.facts.quantityThousandths),
    all.map((one) => one.facts.unit),
    all.map((one) => one.facts.startMinute),
    all.map((one) => one.facts.endMinute),
    all.map((one) => one.facts.writtenAt),
    all.map((one) => one.facts.hasEvidence),
    all.map((one) => one.facts.evidence.join(',')),
    all.map((one) => `\\x${one.facts.contentDigest}`),
    all.map((one) => `\\x${one.facts.wordingDigest}`),
    all.map((one) => one.facts.importId),
    all.map((one) => one.facts.recordedAt),
    all.map((one) => one.facts.activityPartition),
    all.map((one) => one.facts.activityOffset),
    all.map((one) => one.facts.activityEventId),
    all.map((one) => one.facts.sourceRecordedAt),
    all.map((one) => one.state),
    all.map((one) => one.timelyAt),
    all.map((one) => one.arrivedAfter),
    all.map((one) => one.timeliness),
    all.map((one) => one.code),
    all.map((one) => one.checkCodes.join(',')),
    all.map((one) => one.reinstatedBy),
    all.map((one) => one.opened),
    all.map((one) => one.verdictVersion),
    all.map((one) => one.verdictAt),
    all.map((one) => one.verdictBy),
    all.map((one) => one.verdictEventId),
    all.map((one) => one.conflicted),
    all.map((one) => one.decidedAt),
    all.map((one) => JSON.stringify(one.steps)),
    all.map((one) => one.forgotten?.count ?? 0),
    all.map((one) => one.forgotten?.until),
  ])

/** Which of a person's entries are meant. The index gives those of his days; what is looked for in their words is looked for in these alone. */
export interface Search {
  readonly employeeId: string
  readonly from: string
  readonly to: string
  /** In lower case, each somewhere in the sentence; none: whatever it says. */
  readonly words: readonly string[]
  /** Null: whatever they are for. */
  readonly resultId: string | 'none' | null
}

const FOUND = `employee_id = $1 and work_date between $2 and $3
     and ($5::text is null or coalesce(result_id, 'none') = $5)
     and (cardinality($4::text[]) = 0 or exists (select from entry_words said where said.event_id = entry.activity_event_id
       and (select bool_and(position(word in lower(said.sentence)) > 0) from unnest($4::text[]) as asked (word))))`
const asked = (search: Search) => [search.employeeId, search.from, search.to, search.words, search.resultId]

/** A person's entries over a span, newest first, with a cursor. @param states empty: all */
export const listEntries = async (
  pool: Pool,
  search: Search,
  of: {
    states: readonly State[]
    after: { workDate: string; recordId: string } | undefined
    limit: number
  },
): Promise<Entry[]> =>
  entries(
    await pool.query(
      `select * from entry
   where ${FOUND} and (cardinality($6::text[]) = 0 or state = any($6))
     and ($7::date is null or (work_date, record_id) < ($7::date, $8::uuid))
   order by work_date desc, record_id desc limit $9`,
      [...asked(search), of.states, of.after?.workDate, of.after?.recordId, of.limit],
    ),
  )

/** How many of them there are in each state. */
export const countStates = async (pool: Pool, search: Search): Promise<{ state: State; entries: number }[]> =>
  (
    await pool.query<{ state: State; entries: number }>(
      `select state, count(*)::int as entries from entry where ${FOUND} group by state order by state`,
      asked(search),
    )
  ).rows

/** Exactly these records of a person: the evidence of a score's row. */
export const findEntries = async (pool: Pool, employeeId: string, recordIds: readonly string[]): Promise<Entry[]> =>
  entries(
    await pool.query(
      'select * from entry where employee_id = $1 and record_id = any($2::uuid[]) order by work_date desc, record_id desc',
      [employeeId, recordIds],
    ),
  )

export interface DayCount {
  readonly date: string
  readonly entries: number
  readonly verified: number
  readonly toMend: number
  readonly inTime: boolean
  readonly late: boolean
}

/** What stands on each day of a span; days without an entry are absent, and what was taken back stands on none. */
export const countDays = async (pool: Pool, employeeId: string, from: string, to: string): Promise<DayCount[]> =>
  (
    await pool.query<{
      work_date: string
      entries: number
      verified: number
      to_mend: number
      in_time: boolean
      late: boolean
    }>(
      `select work_date, count(*)::int as entries, count(*) filter (where state = 'verified')::int as verified, count(*) filter (where state in ('returned', 'refused') or conflicted)::int as to_mend,
       coalesce(bool_or(timeliness = 'in-time'), false) as in_time, coalesce(bool_or(timeliness = 'late'), false) as late
     from entry where employee_id = $1 and work_date between $2 and $3 and state <> 'withdrawn' group by work_date`,
      [employeeId, from, to],
    )
  ).rows.map((row) => ({
    date: row.work_date,
    entries: row.entries,
    verified: row.verified,
    toMend: row.to_mend,
    inTime: row.in_time,
    late: row.late,
  }))
