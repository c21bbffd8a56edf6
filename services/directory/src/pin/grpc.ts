import { PinServiceService } from '@timbang/contracts/gen/timbang/directory/v1/pin'
import { pinOf } from '@timbang/contracts/pin'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { may, relationsToAgency } from '@timbang/identity/access'
import { look } from '@timbang/identity/look'
import { serve } from '@timbang/process/grpc'
import { isZone } from '@timbang/rules/civil-date'
import type { Deps } from '../handle.ts'
import { toRowProblem } from '../wire.ts'
import { setPins } from './handle.ts'
import { loadDevice, loadPins } from './store.ts'

export function pinService(deps: Deps) {
  const { pool, clock } = deps
  return serve('directory', PinServiceService, {
    setPins: async (request, { caller, operation }) => {
      if (!may(caller, operation, relationsToAgency(caller, request.agencyId))) return refuse('access.denied')
      if (!isZone(request.zone)) return refuse('request.value-invalid', { hint: 'WIB, WITA, WIT' }, 'zone')
      const done = await setPins(deps)({ caller, operation }, request)
      return isRefusal(done) ? done : { changed: done.changed, problems: done.problems.map(toRowProblem) }
    },
    resolvePins: async ({ device, pins }, { caller, operation }) => {
      const machine = await loadDevice(pool, device)
      // Whose machine it is not hears what he would hear if there were none.
      if (machine === undefined || !may(caller, operation, relationsToAgency(caller, machine.agencyId)))
        return refuse('pin.device-unknown')
      const found = await loadPins(pool, device, [...new Set(pins.map(pinOf))])
      const resolved = found.flatMap(({ pin, holders }) =>
        holders.map(({ employeeId, fromDate, toDate }) => ({ pin, employeeId, fromDate, toDate: toDate ?? '' })),
      )
      const subjects = [...new Set(resolved.map(({ employeeId }) => employeeId))]
      await look(pool, { caller, operation, subjects, at: clock.now() })
      return { agencyId: machine.agencyId, zone: machine.zone, pins: resolved }
    },
  })
}
