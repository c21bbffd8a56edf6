import { setTimeout as sleep } from 'node:timers/promises'
import { topics } from '@timbang/contracts/topics'
import { owe } from '@timbang/due/owe'
import type { Kind, Work } from '@timbang/due/work'
import type { Tx } from '@timbang/postgres/pool'
import { drawLine, haveEnded, type Line } from '@timbang/postgres/writers'
import { FIRST, judgeAnew } from '../entry/handle/judge.ts'
import type { Key } from '../entry/store/entry.ts'
import type { Means } from '../tell.ts'
import { beginAnew, countAnew, cutAnew } from './store.ts'

// What a window, an outage or a grace period sets off. The command that moves it owes one row; by what it says every record is judged from
// then on, and what was judged before is judged anew, a page at a time, by any replica.

/** What was moved, and which work dates that reaches. */
export type Reach = {
  readonly id: string
  readonly version: number
  /** Null: the whole province. */
  readonly agencyId: string | null
  /** Of the agency only this person. */
  readonly employeeId?: string | undefined
  readonly from: string
  readonly to: string
}
const keyOf = ({ id, version }: Reach) => `${id}/${version}`

export async function oweAnew(tx: Tx, reach: Reach, now: number): Promise<void> {
  const { id, version, agencyId, from: fromDate, to: toDate } = reach
  await beginAnew(tx, { id, version, agencyId: agencyId ?? undefined, fromDate, toDate, askedAt: now })
  await owe(tx, [{ kind: 'moved', key: keyOf(reach), dueAt: now, payload: { reach } }])
}

const LOOK_MS = 20

export const dueKinds = (means: Means): Record<'moved' | 'anew', Kind> => ({
  /** First those end who judge by the windows of before; then it is cut up. */
  moved: {
    handle: async (tx, works) => {
      const { key, payload } = works[0]!
      const { reach, line } = payload as { reach: Reach; line?: Line }
      if (line === undefined) return [{ key, payload: { reach, line: await drawLine(means.pool) } }]
      if (!(await haveEnded(means.pool, line))) {
        await sleep(LOOK_MS)
        return [{ key }]
      }
      // The people of one partition are the same in every topic, and this one was their number when the entry was recorded.
      const parts = await means.kafka.partitions(means.kafka.name(topics.activity))
      await cutAnew(tx, reach.id, reach.version, parts)
      await owe(
        tx,
        Array.from({ length: parts }, (_, partition) => ({
          kind: 'anew',
          key: `${keyOf(reach)}/${partition}`,
          dueAt: means.clock.now(),
          payload: { reach, partition, after: { ...FIRST } },
        })),
      )
      return []
    },
  },
  anew: {
    handle: async (tx, works) => {
      const { key, payload } = works[0] as Work
      const { reach, partition, after } = payload as unknown as { reach: Reach; partition: number; after: Key }
      const { id, version, agencyId, employeeId, from, to } = reach
      const page = await judgeAnew(tx, means, {
        partition,
        agencyId: agencyId ?? undefined,
        employeeId,
        from,
        to,
        after,
      })
      const { judged, changed, last } = page
      await countAnew(tx, id, version, { judged, changed, done: last === undefined, now: means.clock.now() })
      return last === undefined ? [] : [{ key, payload: { reach, partition, after: { ...last } } }]
    },
  },
})
