import { setTimeout as sleep } from 'node:timers/promises'
import { PinServiceService, type ResolvedPin } from '@timbang/contracts/gen/timbang/directory/v1/pin'
import { PresenceServiceService } from '@timbang/contracts/gen/timbang/journal/v1/presence'
import { punchIdOf } from '@timbang/contracts/punch-id'
import { isRefusal } from '@timbang/contracts/refusal'
import { type GrpcClient, grpcClient } from '@timbang/process/grpc'
import { isZone, startOf, type Zone } from '@timbang/rules/civil-date'
import type { PunchKey } from '@timbang/rules/facts'
import { reasons } from '../activities/reasons.ts'
import { PATIENCE_MS, post } from '../post.ts'
import { machineToken, progress, Stopped, told } from '../province.ts'
import type { DateOrder } from '../table/date.ts'
import { type BareFormat, isScan, type Scan, type ScanFile, scanFile } from './scan.ts'

const BATCH = 500
const PINS_AT_ONCE = 5_000
/** So many faults are shown; all are counted. */
const SHOWN = 20

export interface PresenceWish {
  readonly device: string
  readonly dryRun: boolean
  readonly format?: BareFormat | undefined
  readonly dates?: DateOrder | undefined
}
/** What became of a file. Of a dry run: what would. */
export interface PresenceOutcome {
  readonly scans: number
  readonly fresh: number
  readonly same: number
  /** Scans of numbers whose nobody has said on that day. */
  readonly unknown: number
  readonly faults: number
  readonly lines: readonly string[]
}

/** A scan of somebody, as the door takes it. */
interface Punch {
  readonly line: number
  readonly employeeId: string
  readonly at: number
  readonly key: PunchKey | undefined
}

/**
 * Brings a machine's scans in. Its clock has no zone: the directory says in which it stands, and whose its numbers were on each day. What the journal has
 * already is not sent, so a file twice is once, and a mended one adds what is new.
 */
export async function importPresence(
  env: Readonly<Record<string, string>>,
  path: string,
  wish: PresenceWish,
): Promise<PresenceOutcome> {
  const file = await scanFile(path, wish)
  const token = await machineToken(env, 'importer')
  const directory = grpcClient(PinServiceService, env['DIRECTORY_GRPC']!)
  const journal = grpcClient(PresenceServiceService, env['JOURNAL_GRPC']!)
  try {
    const machine = await machineOf(directory, token, wish.device, file)
    const count = { scans: 0, fresh: 0, same: 0, unknown: 0, faults: 0 }
    const unknown = new Map<string, number>()
    const lines: string[] = [...file.notices]
    const fault = (line: number, says: string) => {
      if (count.faults++ < SHOWN) lines.push(`galat · baris ${line} · ${says}`)
    }
    const send = async (punches: readonly Punch[]) => {
      const fresh = await newOf(journal, token, wish.device, punches)
      count.same += punches.length - fresh.length
      count.fresh += fresh.length
      if (wish.dryRun || fresh.length === 0) return
      const say = ({ employeeId, at, key }: Punch) => ({
        employee_id: employeeId,
        agency_id: machine.agencyId,
        punch: { device: wish.device, at, ...(key === undefined ? {} : { key }) },
      })
      const { accepted, refused } = await post(env['ACTIVITY_INGEST_HTTP']!, token, fresh, say)
      count.fresh -= refused.length
      for (const { one, answer } of refused) fault(one.line, `${answer.title} / ${answer.title_en}`)
      await folded(journal, token, wish.device, accepted)
    }
    let waiting = new Map<string, Punch>()
    for await (const scan of file.scans()) {
      count.scans++
      if (!isScan(scan)) {
        fault(scan.line, `${scan.said === undefined ? '' : `“${scan.said}”: `}${reasons[scan.reason]}`)
        continue
      }
      const employeeId = machine.holderOf(scan)
      if (employeeId === undefined) {
        unknown.set(scan.pin, (unknown.get(scan.pin) ?? 0) + 1)
        count.unknown++
        continue
      }
      const at = startOf(scan.date, machine.zone) + scan.second * 1000
      const id = punchIdOf({ employeeId, device: wish.device, at })
      // Machines tell a scan twice.
      if (waiting.has(id)) count.same++
      else waiting.set(id, { line: scan.line, employeeId, at, key: scan.key })
      if (waiting.size === BATCH) {
        await send([...waiting.values()])
        waiting = new Map()
        progress(`${count.scans} scan`)
      }
    }
    await send([...waiting.values()])
    progress('')
    for (const [pin, scans] of [...unknown].sort(([, a], [, b]) => b - a))
      lines.push(
        `PIN ${pin}: ${scans} scan tanpa pemilik pada harinya. Tambahkan: timbang import pins. / ${scans} scans of nobody on their days.`,
      )
    return { ...count, lines }
  } finally {
    directory.close()
    journal.close()
  }
}

/** The machine as the directory knows it: whose its numbers were, on every day of the file. */
async function machineOf(
  directory: GrpcClient<typeof PinServiceService>,
  token: string,
  device: string,
  file: ScanFile,
): Promise<{ agencyId: string; zone: Zone; holderOf: (scan: Scan) => string | undefined }> {
  const pins = new Set<string>()
  for await (const scan of file.scans()) if (isScan(scan)) pins.add(scan.pin)
  const holders = new Map<string, ResolvedPin[]>()
  const asked = [...pins]
  for (let at = 0; ; at += PINS_AT_ONCE) {
    const answer = await directory.resolvePins({ device, pins: asked.slice(at, at + PINS_AT_ONCE) }, { token })
    if (isRefusal(answer)) throw new Stopped(told(answer))
    for (const held of answer.pins) holders.set(held.pin, [...(holders.get(held.pin) ?? []), held])
    if (at + PINS_AT_ONCE < asked.length) continue
    if (!isZone(answer.zone))
      throw new Stopped(`Zona mesin tidak dikenal: ${answer.zone}. / The machine's zone is unknown.`)
    return {
      agencyId: answer.agencyId,
      zone: answer.zone,
      holderOf: ({ pin, date }) =>
        holders.get(pin)?.find(({ fromDate, toDate }) => fromDate <= date && (toDate === '' || date <= toDate))
          ?.employeeId,
    }
  }
}

type Journal = GrpcClient<typeof PresenceServiceService>

/** Those that the journal does not have. */
async function newOf(journal: Journal, token: string, device: string, punches: readonly Punch[]): Promise<Punch[]> {
  if (punches.length === 0) return []
  const asked = punches.map(({ employeeId, at }) => ({ employeeId, at: BigInt(at) }))
  const answer = await journal.comparePunches({ device, punches: asked }, { token })
  if (isRefusal(answer)) throw new Stopped(told(answer))
  return punches.filter((_, at) => answer.known[at] !== true)
}

/** A batch is over when the journal has it: else the same command again would send it again. */
async function folded(journal: Journal, token: string, device: string, sent: readonly Punch[]): Promise<void> {
  let waiting = sent
  for (let since = performance.now(); ; ) {
    const still = await newOf(journal, token, device, waiting)
    if (still.length === 0) return
    if (still.length < waiting.length) since = performance.now()
    waiting = still
    if (performance.now() - since > PATIENCE_MS)
      throw new Stopped(
        'Jurnal belum selesai membaca. Ulangi perintah ini nanti. / The journal has not read everything. Run the command again later.',
      )
    await sleep(100)
  }
}
