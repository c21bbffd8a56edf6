import { type Refusal, refuse } from '@timbang/contracts/refusal'
import type { Lane } from './lanes.ts'

/** One caller may hold this share of the memory, imports together that one: a program that went wild leaves room for people. */
const OF_ONE_CALLER = 0.25
const OF_IMPORTS = 0.5
/** A request in hand weighs several times its body: text, objects, two messages with their headers. Measured with 350-byte records: 2 to 5 times. */
const TIMES_BODY = 5
const EACH = 2_000

/** Gives back what `enter` took; once. */
export type Leave = () => void

/**
 * Bounds the memory of everything that is on its way into the log. Asked before a body is read; what does not fit is refused with the
 * seconds to wait, so that the queue is with the clients (who keep their records) and never here.
 * @param bytes of memory for requests in hand
 */
export function createAdmission(bytes: number) {
  let held = 0
  let heldByImports = 0
  const heldBy = new Map<string, number>()

  return {
    held: () => held,
    enter(sub: string, lane: Lane, bodyBytes: number): Leave | Refusal {
      const weight = EACH + bodyBytes * TIMES_BODY
      const own = heldBy.get(sub) ?? 0
      // One request alone is always let in, whatever it weighs: its size has a limit of its own.
      if (own > 0 && own + weight > bytes * OF_ONE_CALLER) return refuse('request.too-many', { seconds: 1 })
      if (held > 0 && held + weight > bytes) return refuse('service.busy', { seconds: lane === 'people' ? 2 : 10 })
      if (lane === 'imports' && heldByImports > 0 && heldByImports + weight > bytes * OF_IMPORTS)
        return refuse('service.busy', { seconds: 10 })
      held += weight
      if (lane === 'imports') heldByImports += weight
      heldBy.set(sub, own + weight)
      let gone = false
      return () => {
        if (gone) return
        gone = true
        held -= weight
        if (lane === 'imports') heldByImports -= weight
        const left = heldBy.get(sub)! - weight
        if (left === 0) heldBy.delete(sub)
        else heldBy.set(sub, left)
      }
    },
  }
}
