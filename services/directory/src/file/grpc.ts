import { FileServiceService } from '@timbang/contracts/gen/timbang/directory/v1/file'
import { refuse } from '@timbang/contracts/refusal'
import { may, relationsToAgency } from '@timbang/identity/access'
import { readerOf } from '@timbang/identity/look'
import { serve } from '@timbang/process/grpc'
import type { Deps } from '../handle.ts'
import { KEPT_MS, keepFile } from './handle.ts'
import { dropFile, loadFile } from './store.ts'

const kinds: readonly string[] = ['presence', 'pins', 'lines']

export function fileService(deps: Deps) {
  const { pool, clock } = deps
  return serve('directory', FileServiceService, {
    keepFile: async (file, { caller, operation }) => {
      if (!may(caller, operation, relationsToAgency(caller, file.agencyId))) return refuse('access.denied')
      if (!kinds.includes(file.kind)) return refuse('request.value-invalid', { hint: kinds.join(', ') }, 'kind')
      if ((file.device === '') !== (file.kind === 'lines'))
        return refuse('request.value-invalid', { hint: '' }, 'device')
      if (file.content.length === 0) return refuse('request.value-invalid', { hint: '> 0' }, 'content')
      return { fileId: await keepFile(deps)({ caller, operation }, file) }
    },
    getFile: async ({ fileId }, { caller, operation }) => {
      const file = await loadFile(pool, { fileId, owner: readerOf(caller), since: clock.now() - KEPT_MS })
      // Who has lost his role meanwhile hears what he would hear of another one's file.
      if (file === undefined || !may(caller, operation, relationsToAgency(caller, file.agencyId)))
        return refuse('file.gone')
      return { ...file, keptAt: BigInt(file.keptAt) }
    },
    forgetFile: async ({ fileId }, { caller }) =>
      (await dropFile(pool, fileId, readerOf(caller))) ? {} : refuse('file.gone'),
  })
}
