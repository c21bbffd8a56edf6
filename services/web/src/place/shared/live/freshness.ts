/** How old what is shown is. Times are the device's own; the server's instants count only as differences between each other. */
export type Freshness = { heardAt: number; lagMs: number; pausedAt: number | null }

/** Something was heard: a frame that was computed a while before it was sent, or a beat that says that nothing is newer. */
export const heard = (before: Freshness, now: number, message: { sentAt: number; computedAt?: number }): Freshness => ({
  ...before,
  heardAt: now,
  lagMs: message.computedAt === undefined ? 0 : Math.max(0, message.sentAt - message.computedAt),
})

export type Chip =
  | { kind: 'live'; ageMs: number }
  | { kind: 'late'; ageMs: number }
  | { kind: 'broken'; since: number }
  | { kind: 'paused'; since: number }
const lateAfter = 10_000
const brokenAfter = 30_000

/** A beat comes every five seconds: two missed are late, six are a cut line. Old figures are never called live. */
export const chipOf = (freshness: Freshness, now: number): Chip => {
  if (freshness.pausedAt !== null) return { kind: 'paused', since: freshness.pausedAt }
  const quiet = now - freshness.heardAt
  if (quiet >= brokenAfter) return { kind: 'broken', since: freshness.heardAt }
  return { kind: quiet >= lateAfter ? 'late' : 'live', ageMs: quiet + freshness.lagMs }
}

/** Says something at most every twenty seconds, and only what is new. */
export type Announcer = { last: string; at: number }
export const announce = (before: Announcer, text: string, now: number): { announcer: Announcer; say: string | null } =>
  text !== before.last && now - before.at >= 20_000
    ? { announcer: { last: text, at: now }, say: text }
    : { announcer: before, say: null }
