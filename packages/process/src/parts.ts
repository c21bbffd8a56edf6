/** A part of a process: what `start` made stands until `stop`. */
export interface Part {
  start(): Promise<void>
  stop(): Promise<void>
}

/** A part that others use while it stands. */
export interface Standing<T> extends Part {
  /** What was started. @throws before that, and after its end */
  readonly it: T
}

/** @param end absent: it has a `stop` of its own */
export function part<T extends { stop(): unknown }>(begin: () => T | Promise<T>): Standing<T>
export function part<T>(begin: () => T | Promise<T>, end: (it: T) => unknown): Standing<T>
export function part<T>(
  begin: () => T | Promise<T>,
  end: (it: T) => unknown = (it) => (it as { stop(): unknown }).stop(),
): Standing<T> {
  let standing: { readonly it: T } | undefined
  return {
    start: async () => {
      standing = { it: await begin() }
    },
    stop: async () => {
      const was = standing
      standing = undefined
      if (was !== undefined) await end(was.it)
    },
    get it() {
      if (standing === undefined) throw new Error('this part of the process does not stand')
      return standing.it
    },
  }
}

/** What was made while the process was put together, and is given back at its end. */
export const atEnd = (end: () => unknown): Part => part(() => undefined, end)

/**
 * Parts in the order of their start. They stop in the reverse order, doors first: nobody is let in while what he needs goes.
 * One that fails to stop does not keep the others from it; one that fails to start stops those that stand. Whoever is told to stop while he
 * starts begins nothing more.
 */
export function inOrder(parts: readonly Part[]): Part {
  const standing: Part[] = []
  let starting: Promise<void> | undefined
  let leaving = false

  const stopAll = async () => {
    const failures: unknown[] = []
    for (let last = standing.pop(); last !== undefined; last = standing.pop()) {
      try {
        await last.stop()
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures)
  }
  const startAll = async () => {
    try {
      for (const next of parts) {
        if (leaving) throw new Error('told to stop before everything stood')
        await next.start()
        standing.push(next)
      }
      if (leaving) throw new Error('told to stop before everything stood')
    } catch (error) {
      // Why it could not start is what a person wants to read: what fails while it is taken down again stands behind it.
      await stopAll().catch((failed: unknown) => {
        if (error instanceof Error) error.cause ??= failed
      })
      throw error
    }
  }
  return {
    start: () => {
      starting = startAll()
      return starting
    },
    stop: async () => {
      leaving = true
      // Not one after the other: what is being started may wait for something that goes now.
      await Promise.all([stopAll(), starting?.catch(() => undefined)])
    },
  }
}
