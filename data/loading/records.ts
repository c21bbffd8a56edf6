import { setTimeout as sleep } from 'node:timers/promises'
import type { Record as Happening } from '../history.ts'

/** Lines of one request. Larger ones do not go faster (measured: 500 and 2,000 lines a request at one rate), and a retry would send more again. */
export const LINES = 500
const IN_FLIGHT = 8
/** A door that says that it is busy, or is being started again, is asked again for so long. */
const PATIENCE_MS = 180_000

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** A record as the door takes it. */
export function toLine(record: Happening, importId: string): string {
  const common = {
    record_id: record.recordId,
    employee_id: record.person.employeeId,
    agency_id: record.agencyId,
    import_id: importId,
    source_recorded_at: record.recordedAt,
  }
  if (record.kind === 'attendance')
    return JSON.stringify({
      ...common,
      attendance: {
        work_date: record.workDate,
        present: record.present,
        late_minutes: record.lateMinutes,
        early_leave_minutes: record.earlyLeaveMinutes,
      },
    })
  // Its id is made of what it is, and its instant is its own.
  if (record.kind === 'punch')
    return JSON.stringify({
      employee_id: record.person.employeeId,
      agency_id: record.agencyId,
      punch: { device: record.device, at: record.recordedAt, key: record.key },
    })
  if (record.kind === 'leave')
    return JSON.stringify({
      ...common,
      leave: { from_date: record.fromDate, to_date: record.toDate, kind: record.leaveKind },
    })
  if (record.kind === 'permission')
    return JSON.stringify({
      ...common,
      permission: {
        date: record.workDate,
        from: clock(record.fromMinute),
        until: clock(record.untilMinute % (24 * 60)),
        kind: record.reason,
      },
    })
  const { workDate, sentence, resultId, quantity, unit, startMinute, endMinute, evidenceLink } = record
  return JSON.stringify({
    ...common,
    activity: {
      work_date: workDate,
      sentence,
      result_id: resultId,
      quantity,
      unit,
      start: clock(startMinute),
      end: clock(endMinute),
      evidence_link: evidenceLink,
    },
  })
}

export interface Door {
  readonly address: string
  readonly token: () => Promise<string>
}

/** Sends records in batches, several at once. @param at is told how many the log has acknowledged */
export async function sendRecords(
  door: Door,
  records: Iterable<Happening>,
  importId: string,
  at: (sent: number) => void,
): Promise<number> {
  const batches = batchesOf(records, importId)
  let sent = 0
  const worker = async () => {
    for (let next = batches.next(); next.done !== true; next = batches.next()) {
      await sendBatch(door, next.value)
      sent += next.value.length
      at(sent)
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker))
  return sent
}

function* batchesOf(records: Iterable<Happening>, importId: string): Generator<string[]> {
  let lines: string[] = []
  for (const record of records) {
    if (lines.push(toLine(record, importId)) < LINES) continue
    yield lines
    lines = []
  }
  if (lines.length > 0) yield lines
}

/** Sending the same again is harmless, so whatever is not acknowledged for a passing reason is sent again as it was. */
export async function sendBatch({ address, token }: Door, lines: readonly string[]): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  for (let pause = 200; ; pause = Math.min(pause * 2, 5_000)) {
    const response = await fetch(`${address}/records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/x-ndjson' },
      body: `${lines.join('\n')}\n`,
      signal: AbortSignal.timeout(60_000),
    }).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
    const passing = response instanceof Error || response.status === 429 || response.status >= 500
    if (!passing) {
      const refused = (await response.text()).split('\n').find((line) => line.includes('"status":"refused"'))
      if (response.status === 202 && refused === undefined) return
      if (response.status !== 202 && refused === undefined)
        throw new Error(`the ingest refuses the sample: ${response.status}`)
      if (!refused!.includes('"code":"service.unavailable"'))
        throw new Error(`the ingest refuses a record of the sample: ${refused}`)
    }
    if (performance.now() > until)
      throw new Error(
        `the ingest does not take records: ${response instanceof Error ? response.message : response.status}`,
      )
    const wait = response instanceof Error ? 0 : Number(response.headers.get('retry-after') ?? 0) * 1_000
    await sleep(Math.max(pause, wait))
  }
}
