import { DeviceChanged, PinChanged, type PinHolder } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { PinRow, SetPinsRequest } from '@timbang/contracts/gen/timbang/directory/v1/pin'
import { pinOf } from '@timbang/contracts/pin'
import { isRefusal, type Refusal, refuse } from '@timbang/contracts/refusal'
import { type By, decided } from '@timbang/identity/look'
import { transaction } from '@timbang/postgres/transaction'
import { isStopped, fault, type Problem } from '../domain/problem.ts'
import { commit, type Deps } from '../handle.ts'
import { loadEmployees } from '../store/state.ts'
import { changed, toEvent } from '../wire.ts'
import { give, type Holder } from './domain.ts'
import { loadDevice, loadPins, lockDevice } from './store.ts'

const toHolder = ({ employeeId, fromDate, toDate }: PinHolder): Holder => ({ employeeId, fromDate, toDate })
const holderOf = ({ employeeId, fromDate, toDate }: PinRow): Holder => ({
  employeeId,
  fromDate,
  toDate: toDate === '' ? undefined : toDate,
})

/** Numbers of one machine, all or none. Twice is once. */
export const setPins =
  ({ pool, kafka, clock }: Deps) =>
  (by: By, request: SetPinsRequest): Promise<{ changed: number; problems: Problem[] } | Refusal> =>
    transaction(pool, async (tx) => {
      const { device, agencyId, zone, rows, dryRun } = request
      await lockDevice(tx, device)
      const machine = await loadDevice(tx, device)
      if (machine !== undefined && machine.agencyId !== agencyId) return refuse('pin.device-elsewhere')
      const people = [...new Set(rows.map(({ employeeId }) => employeeId))]
      const known = new Set((await loadEmployees(tx, people)).map(({ employeeId }) => employeeId))
      const pins = [...new Set(rows.map(({ pin }) => pinOf(pin)))]
      const before = await loadPins(tx, device, pins)
      const { after, problems } = judged(rows, before, known)
      if (isStopped(problems)) return { changed: 0, problems }
      const devices = changed(
        DeviceChanged,
        machine === undefined ? [] : [machine],
        [{ device, agencyId, zone, version: 0 }],
        (state) => state.device,
      )
      const given = changed(
        PinChanged,
        before,
        [...after].map(([pin, holders]) => ({ device, pin, holders: [...holders], version: 0 })),
        (state) => state.pin,
      )
      if (dryRun || devices.length + given.length === 0) return { changed: given.length, problems }
      const now = clock.now()
      await decided(tx, { ...by, subjects: people, at: now })
      const saying = { actor: by.caller.sub, now }
      await commit(tx, kafka, [
        ...devices.map((value) => toEvent(saying, { $case: 'deviceChanged', value })),
        ...given.map((value) => toEvent(saying, { $case: 'pinChanged', value })),
      ])
      return { changed: given.length, problems }
    })

/** Each row in the order of the file, on what the rows before it made of its number. */
function judged(rows: readonly PinRow[], before: readonly PinChanged[], known: ReadonlySet<string>) {
  const after = new Map<string, readonly Holder[]>(before.map(({ pin, holders }) => [pin, holders.map(toHolder)]))
  const problems: Problem[] = []
  for (const row of rows) {
    const pin = pinOf(row.pin)
    if (!known.has(row.employeeId)) {
      problems.push(fault(row.line, 'employeeId', 'pin.person-unknown'))
      continue
    }
    const holders = give(after.get(pin) ?? [], holderOf(row))
    if (isRefusal(holders)) problems.push(fault(row.line, 'fromDate', holders.code, pin))
    else after.set(pin, holders)
  }
  return { after, problems }
}
