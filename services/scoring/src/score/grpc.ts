import { SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import { ScoringServiceService, type Seal } from '@timbang/contracts/gen/timbang/scoring/v1/service'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { may } from '@timbang/identity/access'
import { look } from '@timbang/identity/look'
import type { Pool } from '@timbang/postgres/pool'
import { serve, type Served } from '@timbang/process/grpc'
import type { Log } from '@timbang/process/log'
import { relationsTo } from '@timbang/roster/relations'
import { boundsOf, dateAt, isPeriod } from '@timbang/rules/civil-date'
import { evaluate } from '@timbang/rules/kernel/1/evaluate'
import { receiptBytes } from '@timbang/rules/receipt'
import { agencyCache, contextOf } from './domain.ts'
import { quarterKey, reachOf, saltOf, treeOf } from '../seal/receipts.ts'
import { packFor, publishPack } from '../pack/handle.ts'
import { sealQuarter, type SealDeps } from '../seal/handle.ts'
import { readKnown } from './store.ts'
import { readPacks } from '../pack/store.ts'
import { partsOf } from '../fold/store/parts.ts'
import { readLeaves, readSealedReceipt, readSeals, type SealId, type SealRow } from '../seal/store.ts'

const none = Buffer.alloc(0)
const sealMessage = (seal: SealRow): Seal => ({
  period: seal.period,
  kind: seal.kind,
  edition: seal.edition,
  cutOff: BigInt(seal.cutOff),
  sealedAt: BigInt(seal.sealedAt ?? 0),
  root: Buffer.from(seal.root ?? none),
  people: seal.people ?? 0,
})

/** Trees of sealed editions: they never change, and every reader of a sealed score needs one. */
function treesOf(pool: Pool) {
  const trees = new Map<string, Promise<ReturnType<typeof treeOf>>>()
  return (seal: SealId) => {
    const key = `${seal.period}/${seal.kind}/${seal.edition}`
    let tree = trees.get(key)
    if (tree === undefined) {
      if (trees.size >= 8) trees.delete(trees.keys().next().value!)
      trees.set(key, (tree = readLeaves(pool, seal).then(treeOf)))
    }
    return tree
  }
}

export function scoringService(deps: SealDeps, log: Log): Served {
  const { pool } = deps
  const tree = treesOf(pool)
  const publish = publishPack(deps)

  return serve('scoring', ScoringServiceService, {
    async getScore({ employeeId, period }, { caller, operation }) {
      if (!isPeriod(period)) return refuse('seal.unknown', { period })
      const relations = await relationsTo(pool, caller, employeeId, dateAt(deps.now(), 'WIB'))
      if (!may(caller, operation, relations)) return refuse('access.denied')
      look(log, { caller, operation, subjects: [employeeId] })
      const sealed = await readSealedReceipt(pool, employeeId, period)
      if (sealed !== undefined) {
        const steps = (await tree(sealed.seal)).proof(employeeId)!
        return {
          receipt: Buffer.from(sealed.receipt),
          seal: sealMessage(sealed.seal),
          computedAt: BigInt(sealed.seal.cutOff),
          proof: {
            salt: Buffer.from(
              saltOf(quarterKey(deps.masterKey, period, sealed.seal.kind), employeeId, period, sealed.seal.edition),
            ),
            leaf: Buffer.from(sealed.leaf),
            steps: steps.map((step) => ({ left: step.left, hash: Buffer.from(step.hash) })),
          },
        }
      }
      const now = deps.now()
      const { from, to } = reachOf(period)
      const [known, packs] = await Promise.all([readKnown(pool, { employeeId }), readPacks(pool)])
      const packed = packFor(packs, boundsOf(period).to)
      const context = contextOf(known, employeeId, period, now, agencyCache(known, period))
      if (context === undefined || packed === undefined)
        return { receipt: none, seal: undefined, proof: undefined, computedAt: BigInt(now) }
      const parts = await partsOf(pool, [employeeId], from, to)
      return {
        receipt: Buffer.from(receiptBytes(evaluate(parts.get(employeeId) ?? new Map(), context, packed.pack))),
        seal: undefined,
        proof: undefined,
        computedAt: BigInt(now),
      }
    },

    async *sealQuarter({ period, kind }, { caller, operation, signal }) {
      if (!may(caller, operation)) return refuse('access.denied')
      const progress = sealQuarter(deps, period, kind, caller.sub, signal)
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

    async publishPack({ content }, { caller, operation }) {
      if (!may(caller, operation)) return refuse('access.denied')
      const published = await publish(content, caller.sub)
      return isRefusal(published)
        ? published
        : { name: published.name, version: published.version, hash: Buffer.from(published.hash) }
    },
  })
}
