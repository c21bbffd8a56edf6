/** So many items are worked on before others have their turn: reading, checking and digesting one costs some 20 µs. */
const IN_A_TURN = 256

/** Does something with each item in order, and lets the loop turn in between. */
export async function inTurns<T>(items: readonly T[], work: (item: T, at: number) => void): Promise<void> {
  for (let at = 0; at < items.length; at++) {
    if (at > 0 && at % IN_A_TURN === 0) await new Promise<void>((resolve) => setImmediate(resolve))
    work(items[at]!, at)
  }
}
