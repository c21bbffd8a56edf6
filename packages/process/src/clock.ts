/** The only place that reads the clock. Everything else is told the time, so that a simulated year can drive it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** A clock that stands where it is put: for tests and for a simulated year. */
export function drivenClock(start: number): Clock & { set(now: number): void; advance(milliseconds: number): void } {
  let at = start
  return {
    now: () => at,
    set: (now) => {
      at = now
    },
    advance: (milliseconds) => {
      at += milliseconds
    },
  }
}
