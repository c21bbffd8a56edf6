import { type Refusal, refuse } from '@timbang/contracts/refusal'
import type { Lane } from './lanes.ts'

/** One caller may hold this share of the memory, imports together that one: a program that went wild leaves room for people. */
const OF_ONE_CALLER = 0.25
const OF_IMPORTS = 0.5
/** A request in hand weighs several times its body: text, objects, two messages with their headers. Measured with 350-byte records: 2 to 5 times. */
const TIMES_BODY = 5
const EACH = 2_000

/**
 * What one request holds. It is given back when the request is over and the log has settled every record of it: whichever is last, and
 * however the request ends.
 */
export interface Hold {
  /** A record goes to the log. */
  sent(): void
  /** The log has settled one. */
  settled(): void
  /** The request is over: answered, refused, broken off or failed. */
  over(): void
  /** What it really weighs, once its body is there: never more than was taken. */
  weighs(bodyBytes: number): void
}

/**
 * Bounds the memory of everything that is on its way into the log. Asked before a body is read; what does not fit is refused with the
 * seconds to wait, so that the queue is with the clients (who keep their records) and never here.
 * @param bytes of memory for requests in hand
 */
export function createAdmission(bytes: number) {
  let held = 0
  let heldByImports = 0
  const heldBy = new Map<string, number>()

  const take = (sub: string, lane: Lane, weight: number) => {
    held += weight
    if (lane === 'imports') heldByImports += weight
    const own = (heldBy.get(sub) ?? 0) + weight
    if (own === 0) heldBy.delete(sub)
    else heldBy.set(sub, own)
  }

  return {
    held: () => held,
    /** Whether somebody who comes now is let in. */
    open: () => held < bytes,
    enter(sub: string, lane: Lane, bodyBytes: number): Hold | Refusal {
      let weight = EACH + bodyBytes * TIMES_BODY
      const own = heldBy.get(sub) ?? 0
      // One request alone is always let in, whatever it weighs: its size has a limit of its own.
      if (own > 0 && own + weight > bytes * OF_ONE_CALLER) return refuse('request.too-many', { seconds: 1 })
      if (held > 0 && held + weight > bytes) return refuse('service.busy', { seconds: lane === 'people' ? 2 : 10 })
      if (lane === 'imports' && heldByImports > 0 && heldByImports + weight > bytes * OF_IMPORTS)
        return refuse('service.busy', { seconds: 10 })
      take(sub, lane, weight)
      let [over, waiting, gone] = [false, 0, false]
      const leave = () => {
        if (gone || !over || waiting > 0) return
        gone = true
        take(sub, lane, -weight)
      }
      return {
        sent: () => {
          waiting++
        },
        settled: () => {
          waiting--
          leave()
        },
        over: () => {
          over = true
          leave()
        },
        weighs: (real) => {
          const less = Math.min(weight, EACH + real * TIMES_BODY)
          if (gone) return
          take(sub, lane, less - weight)
          weight = less
        },
      }
    },
  }
}
export type Admission = ReturnType<typeof createAdmission>
