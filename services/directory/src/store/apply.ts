import type {
  DeviceChanged,
  DirectoryEvent,
  IndicatorChanged,
  PinChanged,
  RoleRequestChanged,
  ShiftsChanged,
} from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { Tx } from '@timbang/postgres/pool'
import { foldDirectory } from '@timbang/roster/fold'
import { putShifts } from '../duty/store.ts'
import { putIndicators } from '../indicator/store.ts'
import { putPins } from '../pin/store.ts'
import { putRequests } from '../role/store.ts'

/**
 * The one writer of the directory's tables, for commands, re-folds and recovery alike (names and NIPs are on no log, see person.ts).
 * What others keep too is written by the very function with which they keep it, so their copies cannot differ from the original.
 */
export async function apply(tx: Tx, events: readonly DirectoryEvent[]): Promise<void> {
  await foldDirectory(tx, events)
  const requests = new Map<string, RoleRequestChanged>()
  const lists = new Map<string, ShiftsChanged>()
  const indicators = new Map<string, IndicatorChanged>()
  const devices = new Map<string, DeviceChanged>()
  const pins = new Map<string, PinChanged>()
  for (const { body } of events) {
    if (body?.$case === 'roleRequestChanged') keepNewest(requests, body.value.requestId, body.value)
    if (body?.$case === 'shiftsChanged') keepNewest(lists, body.value.agencyId, body.value)
    if (body?.$case === 'indicatorChanged') keepNewest(indicators, body.value.indicatorId, body.value)
    if (body?.$case === 'deviceChanged') keepNewest(devices, body.value.device, body.value)
    if (body?.$case === 'pinChanged') keepNewest(pins, `${body.value.device} ${body.value.pin}`, body.value)
  }
  if (requests.size > 0) await putRequests(tx, [...requests.values()])
  if (lists.size > 0) await putShifts(tx, [...lists.values()])
  if (indicators.size > 0) await putIndicators(tx, [...indicators.values()])
  await putPins(tx, [...devices.values()], [...pins.values()])
}

/** One statement may touch a row only once. */
function keepNewest<S extends { version: number }>(kept: Map<string, S>, key: string, state: S): void {
  const known = kept.get(key)
  if (known === undefined || known.version < state.version) kept.set(key, state)
}

// Any number, the same for ever.
const CHART = 5_911_026n

/**
 * Waits for its turn with the chart: structure and staff files are judged against the whole of it, so what was loaded after this cannot change until
 * the transaction ends, and its events leave in the order in which they were decided. Roles and sessions go on meanwhile.
 */
export const lockChart = async (tx: Tx): Promise<void> => {
  await tx.query('select pg_advisory_xact_lock($1)', [CHART])
}
