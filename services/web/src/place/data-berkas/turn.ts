import { setTimeout as sleep } from 'node:timers/promises'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { createRoom, type Leave } from '@timbang/process/room'

/** Files that this process reads at once: others read pages meanwhile. */
const room = createRoom({ most: 2, ofOne: 1 })
const OWN_PATIENCE_MS = 15_000

/** Who taps twice waits for himself, so that the second finds what the first has done; who finds all places taken is told when to come again. */
export async function turn(sub: string): Promise<Leave | Refusal> {
  for (let since = performance.now(); ; ) {
    const leave = room.enter(sub)
    const waits = isRefusal(leave) && leave.code === 'request.too-many'
    if (!waits || performance.now() - since > OWN_PATIENCE_MS) return leave
    await sleep(100)
  }
}
