import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { PinServiceService } from '@timbang/contracts/gen/timbang/directory/v1/pin'
import { agencyIdOf } from '@timbang/contracts/official-id'
import { isRefusal } from '@timbang/contracts/refusal'
import { bringPins } from '@timbang/intake/pins/bring'
import { pinForm } from '@timbang/intake/pins/file'
import type { DateOrder } from '@timbang/intake/table/date'
import { lookAt } from '@timbang/intake/table/file'
import { grpcClient } from '@timbang/process/grpc'
import { faultLine } from '../activities/reasons.ts'
import { machineToken, Stopped, told } from '../province.ts'

export interface Machine {
  readonly device: string
  /** The code of the agency whose machine it is. */
  readonly agency: string
  readonly zone: string
}
export interface PinsOutcome {
  readonly rows: number
  readonly changed: number
  readonly errors: number
  readonly lines: readonly string[]
}

/** Tells the directory whose the numbers of a machine are. */
export async function importPins(
  env: Readonly<Record<string, string>>,
  path: string,
  { device, agency, zone }: Machine,
  options: { readonly dryRun: boolean; readonly dates?: DateOrder | undefined },
): Promise<PinsOutcome> {
  const looked = await lookAt(path, pinForm, options.dates)
  if (!looked.ok) throw new Stopped(looked.sentence)
  const token = await machineToken(env, 'importer')
  const directory = grpcClient(DirectoryServiceService, env['DIRECTORY_GRPC']!)
  const pins = grpcClient(PinServiceService, env['DIRECTORY_GRPC']!)
  try {
    const machine = { device, agencyId: agencyIdOf(agency), zone }
    const done = await bringPins({ directory, pins, token }, path, looked, machine, options)
    if (isRefusal(done)) throw new Stopped(told(done))
    return {
      rows: done.rows,
      changed: done.told,
      errors: done.faults.length,
      lines: [...looked.notices, ...done.faults.map(faultLine)],
    }
  } finally {
    directory.close()
    pins.close()
  }
}
