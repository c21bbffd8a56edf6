import { SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import { SealServiceService } from '@timbang/contracts/gen/timbang/scoring/v1/seal'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { may } from '@timbang/identity/access'
import { serve, type Served } from '@timbang/process/grpc'
import { sealQuarter, type SealDeps } from './handle.ts'
import { quarterKey } from './receipts.ts'
import { readSeals } from './store.ts'
import { sealMessage } from './wire.ts'

export function sealService(deps: SealDeps): Served {
  const { pool } = deps
  return serve('scoring', SealServiceService, {
    async *sealQuarter({ period, kind }, { caller, operation, signal }) {
      if (!may(caller, operation)) return refuse('access.denied')
      const progress = sealQuarter(deps, period, kind, caller.sub, signal)
      try {
        for (;;) {
          const { value, done } = await progress.next()
          if (done === true) return isRefusal(value) ? value : undefined
          yield {
            stage: value!.stage,
            done: value!.done,
            total: value!.total,
            seal: value!.seal === undefined ? undefined : sealMessage(value!.seal),
            awaited: [...value!.awaited],
          }
        }
      } finally {
        // Whoever leaves takes the transaction with him that the seal reads in.
        await progress.return(undefined)
      }
    },

    async listSeals() {
      return { seals: (await readSeals(pool)).filter((seal) => seal.sealedAt !== undefined).map(sealMessage) }
    },

    async getAuditBundle({ period, kind, edition }, { caller, operation }) {
      if (!may(caller, operation)) return refuse('access.denied')
      const wanted = kind === SealKind.SEAL_KIND_UNSPECIFIED ? SealKind.SEAL_KIND_EVIDENCE : kind
      const seal = (await readSeals(pool, period))
        .filter(
          (one) =>
            one.kind === wanted && one.sealedAt !== undefined && (edition === undefined || one.edition === edition),
        )
        .at(-1)
      if (seal === undefined) return refuse('seal.not-found')
      const { d: _secret, ...published } = deps.signingKey
      return {
        manifest: Buffer.from(seal.manifest!),
        signature: seal.signature!,
        quarterKey: Buffer.from(quarterKey(deps.masterKey, period, wanted)),
        publicKeyJwk: Buffer.from(JSON.stringify(published)),
      }
    },
  })
}
