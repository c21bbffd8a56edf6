import type { PinRow, PinServiceService, ResolvedPin } from '@timbang/contracts/gen/timbang/directory/v1/pin'
import type { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import type { GrpcClient } from '@timbang/process/grpc'
import type { Fault } from '../fault.ts'
import { peopleBy } from '../people.ts'
import type { Readable } from '../table/file.ts'
import type { Source } from '../table/source.ts'
import { type PinColumn, pinLines } from './file.ts'

const AT_ONCE = 5_000

export interface Machine {
  readonly device: string
  readonly agencyId: string
  readonly zone: string
}
export interface PinServices {
  readonly directory: Pick<GrpcClient<typeof DirectoryServiceService>, 'resolveIdentifiers'>
  readonly pins: GrpcClient<typeof PinServiceService>
  readonly token: string
}
/** What became of a list of numbers. Of a dry run: what would. */
export interface PinsOutcome {
  readonly rows: number
  /** Rows of numbers that nobody has yet. */
  readonly fresh: number
  /** Rows that say what stands. */
  readonly same: number
  /** Rows that change whose a number is, or how long. */
  readonly changed: number
  /** In the order of the lines; with any of them nothing changes. */
  readonly faults: readonly Fault[]
  /** Numbers that the directory changed, or would. */
  readonly told: number
}

/** How a row stands to whose its number is. An end that is left blank opens nothing again. */
export function standingOf(
  { employeeId, fromDate, toDate }: Pick<PinRow, 'employeeId' | 'fromDate' | 'toDate'>,
  holders: readonly Pick<ResolvedPin, 'employeeId' | 'fromDate' | 'toDate'>[],
): 'fresh' | 'same' | 'changed' {
  if (holders.length === 0) return 'fresh'
  const stands = holders.some(
    (one) => one.employeeId === employeeId && one.fromDate === fromDate && (toDate === '' || toDate === one.toDate),
  )
  return stands ? 'same' : 'changed'
}

/** Tells the directory whose the numbers of a machine are: judged whole, and nothing changes where a line is faulty. */
export async function bringPins(
  services: PinServices,
  source: Source,
  looked: Readable<PinColumn>,
  machine: Machine,
  wish: { readonly dryRun: boolean },
): Promise<PinsOutcome | Refusal> {
  const { pins, directory, token } = services
  const { lines, faults } = await pinLines(source, looked)
  const people = await peopleBy(directory, token, [...new Set(lines.map(({ nip }) => nip))])
  if (isRefusal(people)) return people
  const rows: PinRow[] = []
  for (const { nip, ...row } of lines) {
    const person = people.get(nip)
    if (person === undefined) faults.push({ line: row.line, column: 'NIP', reason: 'nip-unknown' })
    else rows.push({ ...row, employeeId: person.employeeId })
  }
  const count = await counted(services, machine, rows)
  if (isRefusal(count)) return count
  // All of it is judged before the first of it changes anything.
  let told = 0
  for (const dryRun of [true, false]) {
    if (!dryRun && (wish.dryRun || faults.length > 0)) break
    told = 0
    for (let at = 0; at === 0 || at < rows.length; at += AT_ONCE) {
      const some = rows.slice(at, at + AT_ONCE)
      const answer = await pins.setPins({ ...machine, rows: some, dryRun }, { token, deadline: 30_000 })
      if (isRefusal(answer)) return answer
      told += answer.changed
      for (const { line, code, value } of answer.problems) faults.push({ line, reason: code, said: value })
    }
  }
  faults.sort((a, b) => a.line - b.line)
  return { rows: looked.rows, ...count, faults, told: faults.length > 0 ? 0 : told }
}

/** How many rows are of each standing. Of a machine that nobody has told of every number is fresh. */
async function counted(
  { pins, token }: PinServices,
  { device }: Machine,
  rows: readonly PinRow[],
): Promise<Record<'fresh' | 'same' | 'changed', number> | Refusal> {
  const count = { fresh: 0, same: 0, changed: 0 }
  const numbers = [...new Set(rows.map(({ pin }) => pin))]
  const holders = new Map<string, ResolvedPin[]>()
  for (let at = 0; at < numbers.length; at += AT_ONCE) {
    const answer = await pins.resolvePins(
      { device, pins: numbers.slice(at, at + AT_ONCE) },
      { token, deadline: 30_000 },
    )
    if (isRefusal(answer)) {
      if (answer.code === 'pin.device-unknown') break
      return answer
    }
    for (const held of answer.pins) holders.set(held.pin, [...(holders.get(held.pin) ?? []), held])
  }
  for (const row of rows) count[standingOf(row, holders.get(row.pin) ?? [])]++
  return count
}
