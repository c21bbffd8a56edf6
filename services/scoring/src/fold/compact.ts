import type { Kind } from '@timbang/due/work'
import { boundsOf } from '@timbang/rules/civil-date'
import { compactQuarter, peopleWithDays } from './store/compact.ts'

/** Work that is due once a quarter is sealed: its days are laid together, some people at a time. Owed by the name of the quarter. */
export const COMPACT = 'compact'
const PEOPLE = 200

export const compacting: Kind = {
  handle: async (tx, [work]) => {
    const { from } = boundsOf(work!.key)
    const { after } = work!.payload as { after: string }
    const page = await peopleWithDays(tx, from, after, PEOPLE)
    if (page.length === 0) return []
    await compactQuarter(tx, from, page)
    return [{ key: work!.key, payload: { after: page.at(-1)! } }]
  },
}
