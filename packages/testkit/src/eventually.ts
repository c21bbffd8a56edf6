/**
 * Waits until a claim holds: runs it again and again until it stops throwing, and throws its last error when the time is over.
 * @param options.within milliseconds, 10,000 when absent
 */
export async function eventually<T>(
  claim: () => T | Promise<T>,
  options: { within?: number; every?: number } = {},
): Promise<T> {
  const until = performance.now() + (options.within ?? 10_000)
  for (;;) {
    try {
      return await claim()
    } catch (error) {
      if (performance.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, options.every ?? 25))
    }
  }
}
