import { SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import { SealServiceService } from '@timbang/contracts/gen/timbang/scoring/v1/seal'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { may } from '@timbang/identity/access'
import { searched } from '@timbang/identity/look'
import { serve, type Served } from '@timbang/process/grpc'
import { requestSeal, watchSeal, type SealDeps } from './handle.ts'
import { quarterKey } from './receipts.ts'
import { readSealed, readSealsOf } from './store.ts'
import { progressMessage, sealMessage } from './wire.ts'

export function sealService(deps: SealDeps & { readonly masterKey: Uint8Array }): Served {
  const { pool } = deps
  const request = requestSeal(deps)
  return serve('scoring', SealServiceService, {
    async sealQuarter(command, { caller, operation }) {
      if (!may(caller, operation)) return refuse('access.denied')
      const seal = await request(command, { caller, operation })
      return isRefusal(seal) ? seal : { sealId: seal.id, edition: seal.edition, cutOff: BigInt(seal.cutOff) }
    },

    async *watchSeal({ sealId }, { caller, operation, signal }) {
      if (!may(caller, operation)) return refuse('access.denied')
      const progress = watchSeal(pool, sealId, signal)
      for (;;) {
        const { value, done } = await progress.next()
        if (done === true) return value
        yield progressMessage(value.seal, value)
      }
    },

    async listSeals() {
      return { seals: (await readSealed(pool)).map(sealMessage) }
    },

    async getAuditBundle({ period, kind, edition }, { caller, operation }) {
      if (!may(caller, operation)) return refuse('access.denied')
      // With it every receipt of the quarter can be told whose it is.
      await searched(pool, { caller, operation, subjects: [], object: period, at: deps.now() })
      const wanted = kind === SealKind.SEAL_KIND_UNSPECIFIED ? SealKind.SEAL_KIND_EVIDENCE : kind
      const sealed = (await readSealsOf(pool, period, wanted)).filter(({ state }) => state === 'sealed')
      const seal = sealed.filter((one) => edition === undefined || one.edition === edition).at(-1)
      if (seal === undefined) return refuse('seal.not-found')
      return {
        manifest: Buffer.from(seal.manifest!),
        signature: seal.signature!,
        quarterKey: Buffer.from(quarterKey(deps.masterKey, period, wanted)),
        publicKeyJwk: Buffer.from(JSON.stringify(seal.publicKey)),
        earlier: sealed
          .filter((one) => one.edition < seal.edition)
          .map((one) => ({ manifest: Buffer.from(one.manifest!), signature: one.signature! })),
      }
    },
  })
}
