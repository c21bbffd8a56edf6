import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { said } from '@timbang/contracts/said'
import { topics } from '@timbang/contracts/topics'
import { decided, type By } from '@timbang/identity/look'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { packsAt } from '@timbang/rulebook/pack'
import { boundsOf, isPeriod } from '@timbang/rules/civil-date'
import type { AgencyContext } from '@timbang/rules/context'
import { inForceBy, type Packs } from '@timbang/rules/published'
import type { Kafka } from '@timbang/stream/kafka'
import { enqueue } from '@timbang/stream/outbox'
import { agencyContext } from '../score/domain.ts'
import { agenciesToSeal, peopleOfAgency, readAgencies, readKnown, readPersonalGraces, yearsOf } from '../score/store.ts'
import { tooEarly } from './domain.ts'
import {
  insertCommand,
  insertSeal,
  lockQuarter,
  progressOf,
  readSeal,
  readSealOfCommand,
  readSealsOf,
  type SealRow,
} from './store.ts'

export interface SealDeps {
  readonly pool: Pool
  readonly kafka: Kafka
  readonly now: () => number
}

/** People of an agency that are looked at together. */
const PAGE = 500

/** Whether anybody held a post in an agency in a quarter. */
async function hasPeople(reader: Tx | Pool, agencyId: string, span: { from: string; to: string }, asOf: number) {
  for (let after = NOBODY, page: string[]; ; after = page.at(-1)!) {
    page = await peopleOfAgency(reader, agencyId, after, PAGE)
    if (page.length === 0) return false
    const { assignments } = await readKnown(reader, page, { ...span, asOf })
    for (const post of [...assignments.values()].flat())
      if (
        post.agencyId === agencyId &&
        !post.withdrawn &&
        post.fromDate <= span.to &&
        (post.toDate === undefined || post.toDate >= span.from)
      )
        return true
  }
}
const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * Why a quarter cannot be sealed as it is known at an instant: there is no pack, windows are still open, or an agency has no calendar for the
 * year: nothing is sealed then, rather than everything but its people.
 */
export async function hindrance(
  reader: Tx | Pool,
  period: string,
  packs: Packs,
  asOf: number,
): Promise<Refusal | undefined> {
  const span = boundsOf(period)
  if (!inForceBy(packs, span.from)) return refuse('pack.unknown')
  const agencyIds = (await agenciesToSeal(reader, asOf)).map(({ agencyId }) => agencyId)
  const known = await readAgencies(reader, agencyIds, yearsOf(span), BigInt(asOf))
  await readPersonalGraces(reader, agencyIds, BigInt(asOf), known)
  const agencies: AgencyContext[] = []
  const without: string[] = []
  for (const agencyId of agencyIds) {
    const context = agencyContext(known, agencyId, span)
    if (context !== undefined) agencies.push(context)
    else if (await hasPeople(reader, agencyId, span, asOf)) without.push(known.agencies.get(agencyId)?.name ?? agencyId)
  }
  if (without.length > 0)
    return refuse('seal.calendar-missing', { year: span.to.slice(0, 4), agencies: without.sort().join(', ') })
  return tooEarly(asOf, period, packs, agencies)
}

/** Asks the owners for their markers, or goes on with a request that is open already. The same command again gets the same answer. */
export const requestSeal =
  (deps: SealDeps) =>
  async (command: { commandId: string; period: string; kind: SealKind }, by: By): Promise<SealRow | Refusal> => {
    const { commandId, period, kind } = command
    if (!isPeriod(period) || kind !== SealKind.SEAL_KIND_EVIDENCE) return refuse('seal.unknown', { period })
    return transaction(deps.pool, async (tx): Promise<SealRow | Refusal> => {
      await lockQuarter(tx, period, kind)
      const asked = await readSealOfCommand(tx, commandId)
      if (asked !== undefined)
        return asked.period === period && asked.kind === kind ? asked : refuse('seal.command-taken')
      const mine = await readSealsOf(tx, period, kind)
      const open = mine.find(({ state }) => state === 'waiting' || state === 'counting')
      if (open !== undefined) {
        await insertCommand(tx, commandId, open.id)
        return open
      }
      const cutOff = deps.now()
      const hindered = await hindrance(tx, period, await packsAt(tx, cutOff), cutOff)
      if (hindered !== undefined) return hindered
      const edition = Math.max(0, ...mine.filter(({ state }) => state === 'sealed').map((seal) => seal.edition)) + 1
      const id = randomUUID()
      await decided(tx, { ...by, subjects: [], object: `${period} ${edition}`, at: cutOff })
      await insertSeal(tx, { id, period, kind, edition, cutOff, requestedBy: by.caller.sub })
      await insertCommand(tx, commandId, id)
      await enqueue(tx, deps.kafka, topics.scoring, [
        said(
          { $case: 'sealRequested', value: { period, kind, edition, cutOff: BigInt(cutOff) } },
          { decidedAt: cutOff, actor: by.caller.sub },
        ),
      ])
      return (await readSeal(tx, id))!
    })
  }

const LOOK_MS = 300

/** Tells how far a seal is until it has ended. It only looks at rows: whoever leaves leaves nothing behind. */
export async function* watchSeal(
  pool: Pool,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<{ seal: SealRow; done: number; total: number }, Refusal | undefined> {
  for (let told = ''; !signal.aborted; ) {
    const seal = await readSeal(pool, id)
    if (seal === undefined) return refuse('seal.not-found')
    if (seal.state === 'refused') return seal.refusal
    const progress = seal.run === undefined ? { done: 0, total: 0 } : await progressOf(pool, seal.run)
    const now = JSON.stringify([seal.state, seal.awaited, progress])
    if (now !== told) yield { seal, ...progress }
    told = now
    if (seal.state === 'sealed' || seal.state === 'unchanged') return undefined
    await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined)
  }
  return undefined
}
