const ATTEMPTS = 5

/**
 * Lets something arrive that may break in the middle: it is begun again, a handful of times. A province that people use already does not end for it.
 * @param given.left when nobody waits for it any more  @param given.pause between two attempts
 * @returns whether it is in whole
 */
export async function arrive(
  load: () => Promise<void>,
  given: { left: () => boolean; say: (sentence: string) => void; pause: () => Promise<unknown> },
): Promise<boolean> {
  for (let attempt = 1; !given.left(); attempt++) {
    try {
      await load()
      return true
    } catch (error) {
      if (given.left()) break
      const why = error instanceof Error ? error.message : String(error)
      if (attempt === ATTEMPTS) {
        given.say(`The sample did not arrive whole (${why}). The province stands; the next npm start goes on with it`)
        return false
      }
      given.say(`The sample stopped arriving (${why}); going on with it`)
      await given.pause()
    }
  }
  return false
}
