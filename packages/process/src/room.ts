import { type Refusal, refuse } from '@timbang/contracts/refusal'

/** Given back once, however the request ends. */
export type Leave = () => void

/**
 * Bounds what large bodies take of a process. Asked before a body is read; who finds no room is told when to come again.
 * @param most bodies in hand at once · ofOne of them of one caller
 */
export function createRoom({ most, ofOne }: { most: number; ofOne: number }) {
  const inHand = new Map<string, number>()
  let all = 0
  return {
    held: () => all,
    enter(sub: string): Leave | Refusal {
      const own = inHand.get(sub) ?? 0
      if (own >= ofOne) return refuse('request.too-many', { seconds: 1 })
      if (all >= most) return refuse('service.busy', { seconds: 2 })
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
  }
}
