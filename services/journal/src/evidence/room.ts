import { type Refusal, refuse } from '@timbang/contracts/refusal'

/** Files in hand at once: with two megabytes each, what this process spends on those that are on their way. */
const MOST = 16
/** Of one caller; a page sends one after the other. */
const MOST_OF_ONE = 3

/** Given back once, however the request ends. */
export type Leave = () => void

/**
 * Bounds what files take of a process: so many bodies are read at once, and one file is looked into at a time (a picture takes up to 160 MB while it
 * is decoded). Asked before a body is read; who finds no room is told when to come again.
 */
export function createRoom() {
  const inHand = new Map<string, number>()
  let all = 0
  let turn: Promise<unknown> = Promise.resolve()

  return {
    held: () => all,
    enter(sub: string): Leave | Refusal {
      const own = inHand.get(sub) ?? 0
      if (own >= MOST_OF_ONE) return refuse('request.too-many', { seconds: 1 })
      if (all >= MOST) return refuse('service.busy', { seconds: 2 })
      all++
      inHand.set(sub, own + 1)
      let gone = false
      return () => {
        if (gone) return
        gone = true
        all--
        const left = inHand.get(sub)! - 1
        if (left === 0) inHand.delete(sub)
        else inHand.set(sub, left)
      }
    },
    /** One after the other, in the order in which they came. */
    oneByOne<T>(work: () => Promise<T>): Promise<T> {
      const mine = turn.then(work)
      turn = mine.catch(() => undefined)
      return mine
    },
  }
}
export type Room = ReturnType<typeof createRoom>
