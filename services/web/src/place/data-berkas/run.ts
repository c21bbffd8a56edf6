import type { GetFileResponse } from '@timbang/contracts/gen/timbang/directory/v1/file'
import { isRefusal, isRefusalCode, type Refusal, refuse } from '@timbang/contracts/refusal'
import type { Fault } from '@timbang/intake/fault'
import { bringLines, lineForm, MOST_LINES } from '@timbang/intake/lines/bring'
import { bringPins } from '@timbang/intake/pins/bring'
import { pinForm } from '@timbang/intake/pins/file'
import { bringPresence, type Punch, recordOf, type Told } from '@timbang/intake/presence/bring'
import { scanFile } from '@timbang/intake/presence/scan'
import { lookAt } from '@timbang/intake/table/file'
import { Unreadable } from '@timbang/intake/table/unreadable'
import { refusedBy, tokenOf, type Reader } from '../shared/reader.ts'
import { AT_ONCE, MOST_ROWS, type Reading } from './form.ts'
import { turn } from './turn.ts'
import type { FaultView, Trial } from './view.ts'

const SHOWN = 20
const DOOR_MS = 30_000

/** Reads a file as it would be taken, or takes it: the same run, so that the one says what the other does. */
export async function run(reader: Reader, file: GetFileResponse, reading: Reading, dryRun: boolean): Promise<Trial> {
  const leave = await turn(reader.caller?.sub ?? '')
  if (isRefusal(leave)) return { state: 'busy', seconds: Number(leave.details?.['seconds'] ?? 2) }
  try {
    const tried =
      file.kind === 'pins'
        ? await pins(reader, file, reading, dryRun)
        : file.kind === 'lines'
          ? await lines(reader, file, dryRun)
          : await presence(reader, file, reading, dryRun)
    return isRefusal(tried) ? { state: 'refused', refusal: refusedBy(tried) } : tried
  } catch (error) {
    if (error instanceof Unreadable) return { state: 'unread', why: error.why }
    throw error
  } finally {
    leave()
  }
}

const faultView = ({ line, column, reason, said, details }: Fault): FaultView => ({
  line,
  column: column ?? null,
  reason,
  said: said ?? '',
  details,
})

async function pins(
  reader: Reader,
  { content, agencyId, device, zone }: GetFileResponse,
  { dates }: Reading,
  dryRun: boolean,
): Promise<Trial | Refusal> {
  const looked = await lookAt(content, pinForm, dates)
  if (!looked.ok) return { state: 'unread', why: looked.why }
  if (looked.rows > MOST_ROWS) return refuse('request.too-many-items', { limit: MOST_ROWS })
  const { directory, pins: service } = reader.clients
  const done = await bringPins(
    { directory, pins: service, ...tokenOf(reader) },
    content,
    looked,
    { device, agencyId, zone },
    { dryRun },
  )
  if (isRefusal(done)) return done
  const { rows, fresh, same, changed, faults, told } = done
  return {
    state: 'tried',
    rows,
    fresh,
    same,
    changed,
    faults: faults.length,
    shown: faults.slice(0, SHOWN).map(faultView),
    own: 0,
    unknown: 0,
    pins: [],
    takes: faults.length === 0 && told > 0,
  }
}

async function lines(
  reader: Reader,
  { content, agencyId }: GetFileResponse,
  dryRun: boolean,
): Promise<Trial | Refusal> {
  const looked = await lookAt(content, lineForm)
  if (!looked.ok) return { state: 'unread', why: looked.why }
  if (looked.rows > MOST_LINES) return refuse('request.too-many-items', { limit: MOST_LINES })
  const done = await bringLines({ line: reader.clients.line, ...tokenOf(reader) }, content, looked, agencyId, {
    dryRun,
  })
  if (isRefusal(done)) return done
  const { rows, changed, same, faults } = done
  return {
    state: 'tried',
    rows,
    fresh: 0,
    same,
    changed,
    faults: faults.length,
    shown: faults.slice(0, SHOWN).map(faultView),
    own: 0,
    unknown: 0,
    pins: [],
    takes: faults.length === 0 && changed > 0,
  }
}

async function presence(
  reader: Reader,
  { content, device, name }: GetFileResponse,
  reading: Reading,
  dryRun: boolean,
): Promise<Trial | Refusal> {
  const file = await scanFile(content, name, reading)
  const { pins: service, presence: journal } = reader.clients
  const done = await bringPresence(
    {
      pins: service,
      journal,
      ...tokenOf(reader),
      own: reader.caller?.employeeId,
      tell: (agencyId, punches) => tell(reader, device, agencyId, punches),
    },
    file,
    { device, dryRun, most: MOST_ROWS, stopAfter: AT_ONCE },
  )
  if (isRefusal(done)) return done
  const { scans, fresh, same, own, unknown, faults, shown, pins: numbers } = done
  return {
    state: 'tried',
    rows: scans,
    fresh,
    same,
    changed: 0,
    faults,
    shown: shown.map(faultView),
    own,
    unknown,
    pins: numbers.map(([pin, count]) => ({ pin, scans: count })),
    takes: fresh > 0,
  }
}

type Answer = { status: string; code?: string; details?: FaultView['details'] }

/** Brings punches to the door as the officer. What it does not answer may have come in: the same file again finds it. */
async function tell(
  reader: Reader,
  device: string,
  agencyId: string,
  punches: readonly Punch[],
): Promise<Told | Refusal> {
  let response: Response
  try {
    response = await fetch(`${reader.site.ingest}/records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${reader.caller?.token ?? ''}`, 'content-type': 'application/x-ndjson' },
      body: `${punches.map((one) => JSON.stringify(recordOf(device, agencyId, one))).join('\n')}\n`,
      signal: AbortSignal.timeout(DOOR_MS),
    })
  } catch (error) {
    reader.log.warn({ err: error, requestId: reader.requestId }, 'the ingest does not answer')
    return refuse('service.unavailable')
  }
  if (response.status !== 202 && response.status !== 422) {
    const { code, details } = (await response.json().catch(() => ({}))) as Pick<Answer, 'code' | 'details'>
    return code !== undefined && isRefusalCode(code) ? refuse(code, details) : refuse('service.unavailable')
  }
  const answers = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer)
  const accepted: Punch[] = []
  const refused: Told['refused'][number][] = []
  for (const [at, { status, code = 'service.unavailable', details }] of answers.entries()) {
    const one = punches[at]!
    if (status === 'accepted') accepted.push(one)
    else if (code === 'service.unavailable') return refuse(code)
    else refused.push({ one, reason: code, details })
  }
  return { accepted, refused }
}
