import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '@timbang/process/log'
import { awaitedOf, countAgency, finish, lead, type RunDeps } from './run.ts'
import { readOpen, saveAwaited, type SealRow } from './store.ts'

const EVERY_MS = 300

/** A worker of the seals; there may be any number. What is to be done are rows: whoever dies leaves them to the others. */
export function startSealing(deps: RunDeps & { readonly log: Log }): { stop(): Promise<void> } {
  const { pool, log } = deps
  const stopping = new AbortController()
  /** The runs that this worker leads: each holds a snapshot open for all who count. */
  const leading = new Map<string, Promise<void>>()

  const begin = (seal: SealRow) => {
    if (leading.has(seal.id)) return
    const led = lead(deps, seal, stopping.signal)
      .catch((error: unknown) => log.warn({ err: error, seal: seal.id }, 'a run of a seal broke off; beginning anew'))
      .finally(() => leading.delete(seal.id))
    leading.set(seal.id, led)
  }
  /** @returns whether something was done, so that more may be there */
  const work = async (seal: SealRow): Promise<boolean> => {
    if (seal.state === 'waiting') {
      const awaited = await awaitedOf(deps, seal)
      await saveAwaited(pool, seal.id, awaited)
      if (awaited.length === 0) begin(seal)
      return false
    }
    const counted = await countAgency(deps, seal)
    if (counted === 'counted') return true
    if (counted === 'begin-anew') begin(seal)
    // Others may still have agencies in hand: it ends with the last of them.
    if (counted === 'nothing-left' && (await finish(deps, seal)))
      log.info({ period: seal.period, edition: seal.edition }, 'a seal has ended')
    return false
  }
  const running = (async () => {
    while (!stopping.signal.aborted) {
      let more = false
      try {
        for (const seal of await readOpen(pool)) more = (await work(seal)) || more
      } catch (error) {
        log.warn({ err: error }, 'a seal could not be gone on with; trying again')
        more = false
      }
      if (!more) await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all([running, ...leading.values()])
    },
  }
}
