import { setTimeout as sleep } from 'node:timers/promises'
import type { PinServiceService, ResolvedPin } from '@timbang/contracts/gen/timbang/directory/v1/pin'
import type { PresenceServiceService } from '@timbang/contracts/gen/timbang/journal/v1/presence'
import { punchIdOf } from '@timbang/contracts/punch-id'
import { isRefusal, type Refusal, refuse } from '@timbang/contracts/refusal'
import type { GrpcClient } from '@timbang/process/grpc'
import { isZone, startOf, type Zone } from '@timbang/rules/civil-date'
import type { PunchKey } from '@timbang/rules/facts'
import { type Fault, faultsKept } from '../fault.ts'
import { isScan, type Scan, type ScanFile } from './scan.ts'

const BATCH = 500
const PINS_AT_ONCE = 5_000
/** What is asked again and again is waited for while it makes progress. */
const PATIENCE_MS = 60_000

/** What became of a file. Of a dry run: what would. */
export interface PresenceOutcome {
  readonly scans: number
  readonly fresh: number
  readonly same: number
  /** Scans of numbers whose nobody has said on that day. */
  readonly unknown: number
  /** Scans of whoever brings the file: somebody else does. */
  readonly own: number
  readonly faults: number
  /** The first of them. */
  readonly shown: readonly Fault[]
  /** Numbers without an owner and how many scans each has, the most first. */
  readonly pins: readonly (readonly [pin: string, scans: number])[]
}

/** A scan of somebody, as the door takes it. */
export interface Punch {
  readonly line: number
  readonly employeeId: string
  readonly at: number
  readonly key: PunchKey | undefined
}
/** What the door made of punches. */
export interface Told {
  readonly accepted: readonly Punch[]
  readonly refused: readonly (Pick<Fault, 'reason' | 'details'> & { readonly one: Punch })[]
}
export interface PresenceServices {
  readonly pins: GrpcClient<typeof PinServiceService>
  readonly journal: Pick<GrpcClient<typeof PresenceServiceService>, 'comparePunches'>
  readonly token: string
  /** Whoever brings the file, where it is a person. */
  readonly own?: string | undefined
  /** Brings punches of an agency to the door. */
  readonly tell: (agencyId: string, punches: readonly Punch[]) => Promise<Told | Refusal>
}
/** A punch as a record of the door. */
export const recordOf = (device: string, agencyId: string, { employeeId, at, key }: Punch) => ({
  employee_id: employeeId,
  agency_id: agencyId,
  punch: { device, at, ...(key === undefined ? {} : { key }) },
})

/**
 * Brings a machine's scans in. Its clock has no zone: the directory says in which it stands, and whose its numbers were on each day. What the journal has
 * already is not sent, so a file twice is once, and a mended one adds what is new.
 * @param seen is told how many scans have been looked at
 */
export async function bringPresence(
  services: PresenceServices,
  file: ScanFile,
  wish: {
    readonly device: string
    readonly dryRun: boolean
    /** A file of more scans is refused. */
    readonly most?: number
    /** After so many new ones it stops: the same file again goes on. */
    readonly stopAfter?: number
  },
  seen: (scans: number) => void = () => undefined,
): Promise<PresenceOutcome | Refusal> {
  const { device, dryRun, most = Number.POSITIVE_INFINITY, stopAfter = Number.POSITIVE_INFINITY } = wish
  const machine = await machineOf(services, device, file, most)
  if (isRefusal(machine)) return machine
  const of = { device, agencyId: machine.agencyId }
  const count = { scans: 0, fresh: 0, same: 0, unknown: 0, own: 0 }
  const unknown = new Map<string, number>()
  const faults = faultsKept()
  const send = async (punches: readonly Punch[]): Promise<Refusal | undefined> => {
    const compared = await newOf(services, of, punches)
    if (isRefusal(compared)) return compared
    const { fresh, beyond } = compared
    for (const { line } of beyond) faults.add({ line, column: 'PIN', reason: 'not-of-agency' })
    count.same += punches.length - fresh.length - beyond.length
    count.fresh += fresh.length
    if (dryRun || fresh.length === 0) return undefined
    const told = await services.tell(machine.agencyId, fresh)
    if (isRefusal(told)) return told
    count.fresh -= told.refused.length
    for (const { one, reason, details } of told.refused) faults.add({ line: one.line, reason, details })
    return folded(services, of, told.accepted)
  }
  let waiting = new Map<string, Punch>()
  for await (const scan of file.scans()) {
    count.scans++
    if (!isScan(scan)) {
      faults.add(scan)
      continue
    }
    const employeeId = machine.holderOf(scan)
    if (employeeId === undefined) {
      unknown.set(scan.pin, (unknown.get(scan.pin) ?? 0) + 1)
      count.unknown++
      continue
    }
    if (employeeId === services.own) {
      count.own++
      continue
    }
    const at = startOf(scan.date, machine.zone) + scan.second * 1000
    const id = punchIdOf({ employeeId, device, at })
    // Machines tell a scan twice.
    if (waiting.has(id)) count.same++
    else waiting.set(id, { line: scan.line, employeeId, at, key: scan.key })
    if (waiting.size === BATCH) {
      const refusal = await send([...waiting.values()])
      if (refusal !== undefined) return refusal
      waiting = new Map()
      seen(count.scans)
      if (!dryRun && count.fresh >= stopAfter) break
    }
  }
  const refusal = await send([...waiting.values()])
  if (refusal !== undefined) return refusal
  return {
    ...count,
    faults: faults.count(),
    shown: faults.kept(),
    pins: [...unknown].sort(([, a], [, b]) => b - a),
  }
}

/** The machine as the directory knows it: whose its numbers were, on every day of the file. */
async function machineOf(
  { pins, token }: PresenceServices,
  device: string,
  file: ScanFile,
  most: number,
): Promise<{ agencyId: string; zone: Zone; holderOf: (scan: Scan) => string | undefined } | Refusal> {
  const numbers = new Set<string>()
  let count = 0
  for await (const scan of file.scans()) {
    if (++count > most) return refuse('request.too-many-items', { limit: most })
    if (isScan(scan)) numbers.add(scan.pin)
  }
  const holders = new Map<string, ResolvedPin[]>()
  const asked = [...numbers]
  for (let at = 0; ; at += PINS_AT_ONCE) {
    const answer = await pins.resolvePins({ device, pins: asked.slice(at, at + PINS_AT_ONCE) }, { token })
    if (isRefusal(answer)) return answer
    for (const held of answer.pins) holders.set(held.pin, [...(holders.get(held.pin) ?? []), held])
    if (at + PINS_AT_ONCE < asked.length) continue
    if (!isZone(answer.zone)) return refuse('request.value-invalid', { hint: 'WIB, WITA, WIT' }, 'zone')
    return {
      agencyId: answer.agencyId,
      zone: answer.zone,
      holderOf: ({ pin, date }) =>
        holders.get(pin)?.find(({ fromDate, toDate }) => fromDate <= date && (toDate === '' || date <= toDate))
          ?.employeeId,
    }
  }
}

interface Machine {
  readonly device: string
  readonly agencyId: string
}

/** Those that the journal does not have, and those of whom it says nothing to this caller. */
async function newOf(
  { journal, token }: PresenceServices,
  machine: Machine,
  punches: readonly Punch[],
): Promise<{ fresh: Punch[]; beyond: Punch[] } | Refusal> {
  if (punches.length === 0) return { fresh: [], beyond: [] }
  const asked = punches.map(({ employeeId, at }) => ({ employeeId, at: BigInt(at) }))
  const answer = await journal.comparePunches({ ...machine, punches: asked }, { token })
  if (isRefusal(answer)) return answer
  const { known, beyond } = answer
  return {
    fresh: punches.filter((_, at) => known[at] !== true && beyond[at] !== true),
    beyond: punches.filter((_, at) => beyond[at] === true),
  }
}

/** A batch is over when the journal has it: else the same file again would send it again. */
async function folded(
  services: PresenceServices,
  machine: Machine,
  sent: readonly Punch[],
): Promise<Refusal | undefined> {
  let waiting = sent
  for (let since = performance.now(); ; ) {
    const compared = await newOf(services, machine, waiting)
    if (isRefusal(compared)) return compared
    const { fresh: still } = compared
    if (still.length === 0) return undefined
    if (still.length < waiting.length) since = performance.now()
    waiting = still
    if (performance.now() - since > PATIENCE_MS) return refuse('service.unavailable')
    await sleep(100)
  }
}
