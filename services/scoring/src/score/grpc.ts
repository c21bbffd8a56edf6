import { ScoreServiceService } from '@timbang/contracts/gen/timbang/scoring/v1/score'
import { refuse } from '@timbang/contracts/refusal'
import { may } from '@timbang/identity/access'
import { look } from '@timbang/identity/look'
import type { Pool } from '@timbang/postgres/pool'
import { serve, type Served } from '@timbang/process/grpc'
import type { Log } from '@timbang/process/log'
import { relationsTo } from '@timbang/roster/relations'
import { packsAt } from '@timbang/rulebook/pack'
import { dateAt, isPeriod } from '@timbang/rules/civil-date'
import { kernelOn } from '@timbang/rules/kernels'
import { noParts } from '@timbang/rules/parts'
import { inForceBy } from '@timbang/rules/published'
import { receiptBytes } from '@timbang/rules/receipt'
import { partsOf } from '../fold/store/parts.ts'
import type { SealDeps } from '../seal/handle.ts'
import { quarterKey, reachOf, saltOf, treeOf } from '../seal/receipts.ts'
import { readLeaves, readSealedReceipt, type SealId } from '../seal/store.ts'
import { sealMessage } from '../seal/wire.ts'
import { agencyCache, contextOf } from './domain.ts'
import { readKnown } from './store.ts'

const none = Buffer.alloc(0)

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

export function scoreService(deps: Pick<SealDeps, 'pool' | 'now' | 'masterKey'>, log: Log): Served {
  const { pool } = deps
  const tree = treesOf(pool)
  return serve('scoring', ScoreServiceService, {
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
      const [known, packs] = await Promise.all([readKnown(pool, { employeeId }), packsAt(pool, now)])
      const cache = agencyCache(known, period)
      const context = contextOf(known, employeeId, period, cache)
      if (context === undefined || !inForceBy(packs, context.to))
        return { receipt: none, seal: undefined, proof: undefined, computedAt: BigInt(now) }
      const own = (await partsOf(pool, [employeeId], from, to)).get(employeeId) ?? noParts
      const { receipt } = kernelOn(packs, context.to).evaluate(own, cache.units, context, packs, now)
      return {
        receipt: Buffer.from(receiptBytes(receipt)),
        seal: undefined,
        proof: undefined,
        computedAt: BigInt(now),
      }
    },
  })
}
