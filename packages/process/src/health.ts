import { setTimeout as after } from 'node:timers/promises'

/** What a process answers to whoever asks after it: live = it makes progress, ready = it can serve now. */
export interface Health {
  /** A name and a check that throws or answers false when the dependency is not there. */
  ready: Readonly<Record<string, () => Promise<boolean> | boolean>>
  /** Answers false when the process runs but gets nowhere. */
  live: Readonly<Record<string, () => boolean>>
}

/** A dependency that does not even refuse is not there. */
const ANSWERS_WITHIN_MS = 2_000

async function answers(check: () => Promise<boolean> | boolean, within: number): Promise<boolean> {
  const answered = new AbortController()
  try {
    return await Promise.race([check(), after(within, false, { signal: answered.signal, ref: false })])
  } catch {
    return false
  } finally {
    answered.abort()
  }
}

/** @param within milliseconds that a check may take */
export async function readiness(
  health: Health,
  within = ANSWERS_WITHIN_MS,
): Promise<{ ok: boolean; checks: Record<string, 'ok' | 'failing'> }> {
  const checks: Record<string, 'ok' | 'failing'> = {}
  await Promise.all(
    Object.entries(health.ready).map(async ([name, check]) => {
      checks[name] = (await answers(check, within)) ? 'ok' : 'failing'
    }),
  )
  return { ok: Object.values(checks).every((state) => state === 'ok'), checks }
}

export function liveness(health: Health): { ok: boolean; checks: Record<string, 'ok' | 'failing'> } {
  const checks = Object.fromEntries(
    Object.entries(health.live).map(([name, check]) => [name, check() ? 'ok' : 'failing'] as const),
  )
  return { ok: Object.values(checks).every((state) => state === 'ok'), checks }
}
