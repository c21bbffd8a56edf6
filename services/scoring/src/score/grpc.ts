import { ScoreServiceService } from '@timbang/contracts/gen/timbang/scoring/v1/score'
import { refuse } from '@timbang/contracts/refusal'
import { may } from '@timbang/identity/access'
import { look } from '@timbang/identity/look'
import type { Pool } from '@timbang/postgres/pool'
import { serve, type Served } from '@timbang/process/grpc'
import { relationsTo } from '@timbang/roster/relations'
import { packsAt } from '@timbang/rulebook/pack'
import { boundsOf, dateAt, isPeriod, type Period } from '@timbang/rules/civil-date'
import type { Receipt } from '@timbang/rules/kernel/1/receipt'
import { kernelOn } from '@timbang/rules/kernels'
import { inForceBy, type Packs } from '@timbang/rules/published'
import { receiptBytes } from '@timbang/rules/canonical'
import type { ProofStep, SealTree } from '@timbang/rules/seal-tree'
import { partsOf } from '../fold/store/parts.ts'
import { agencyTree, parseReceipt, quarterKey, reachOf, receiptsOf, saltOf, treeOver } from '../seal/receipts.ts'
import { readAgenciesOf, readLeaves, readSealedReceipt } from '../seal/store.ts'
import { sealMessage } from '../seal/wire.ts'
import { agencyCache, type Known } from './domain.ts'
import { figuresBehind } from './figures.ts'
import { readKnown } from './store.ts'

const none = Buffer.alloc(0)

/** How many people a tree of one agency has at most is the agency's size: so many of them are kept. */
const MOST_TREES = 64

/** The trees above sealed receipts, agency by agency: they never change, and every reader of a sealed score needs one. */
function treesOf(pool: Pool) {
  const trees = new Map<string, Promise<SealTree>>()
  /** One that could not be read is asked for again. */
  const once = (key: string, make: () => Promise<SealTree>) => {
    let tree = trees.get(key)
    if (tree === undefined) {
      if (trees.size >= MOST_TREES) trees.delete(trees.keys().next().value!)
      tree = make()
      trees.set(key, tree)
      tree.catch(() => trees.delete(key))
    }
    return tree
  }
  /** The steps from a person's leaf to the root of all. */
  return async (run: string, agencyId: string, employeeId: string): Promise<ProofStep[]> => {
    const [below, above] = await Promise.all([
      once(`${run}/${agencyId}`, async () => agencyTree(agencyId, await readLeaves(pool, run, agencyId))),
      once(run, async () =>
        treeOver(
          (await readAgenciesOf(pool, run)).flatMap((one) =>
            one.root === null ? [] : [{ agencyId: one.agencyId, root: one.root }],
          ),
        ),
      ),
    ])
    return [...below.proof(employeeId)!, ...above.proof(agencyId)!]
  }
}

const figuresOf = (receipt: Receipt, known: Known, packs: Packs) =>
  figuresBehind(receipt, known, agencyCache(known, receipt.period as Period, kernelOn(packs, receipt.to)))

/** Of a sealed receipt: by what the log had at the cut-off. */
async function fedBy(pool: Pool, receipt: Receipt, cutOff: number) {
  const { from, to, employeeId } = receipt
  const [known, packs] = await Promise.all([
    readKnown(pool, [employeeId], { from, to, asOf: cutOff }),
    packsAt(pool, cutOff),
  ])
  return figuresOf(receipt, known, packs)
}

export function scoreService(deps: { pool: Pool; now: () => number; masterKey: Uint8Array }): Served {
  const { pool } = deps
  const proof = treesOf(pool)
  return serve('scoring', ScoreServiceService, {
    async getScore({ employeeId, period, withFigures }, { caller, operation }) {
      if (!isPeriod(period)) return refuse('seal.unknown', { period })
      const relations = await relationsTo(pool, caller, employeeId, dateAt(deps.now(), 'WIB'))
      if (!may(caller, operation, relations)) return refuse('access.denied')
      await look(pool, { caller, operation, subjects: [employeeId], at: deps.now() })
      const sealed = await readSealedReceipt(pool, employeeId, period)
      if (sealed !== undefined) {
        const steps = await proof(sealed.seal.run!, sealed.agencyId, employeeId)
        return {
          receipt: Buffer.from(sealed.receipt),
          seal: sealMessage(sealed.seal),
          computedAt: BigInt(sealed.seal.cutOff),
          fed: withFigures ? await fedBy(pool, parseReceipt(sealed.receipt), sealed.seal.cutOff) : [],
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
      const reach = reachOf(period)
      const [known, packs, parts] = await Promise.all([
        readKnown(pool, [employeeId], boundsOf(period)),
        packsAt(pool, now),
        partsOf(pool, [employeeId], reach.from, reach.to),
      ])
      const [computed] = inForceBy(packs, boundsOf(period).from)
        ? receiptsOf(known, [employeeId], parts, { period, asOf: now, packs })
        : []
      return {
        receipt: computed === undefined ? none : Buffer.from(receiptBytes(computed.receipt)),
        seal: undefined,
        proof: undefined,
        computedAt: BigInt(now),
        fed: withFigures && computed !== undefined ? figuresOf(computed.receipt, known, packs) : [],
      }
    },
  })
}
