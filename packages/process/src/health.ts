/** What a process answers to whoever asks after it: live = it makes progress, ready = it can serve now. */
export interface Health {
  /** A name and a check that throws or answers false when the dependency is not there. */
  ready: Readonly<Record<string, () => Promise<boolean> | boolean>>
  /** Answers false when the process runs but gets nowhere. */
  live: Readonly<Record<string, () => boolean>>
}

export async function readiness(health: Health): Promise<{ ok: boolean; checks: Record<string, 'ok' | 'failing'> }> {
  const checks: Record<string, 'ok' | 'failing'> = {}
  await Promise.all(
    Object.entries(health.ready).map(async ([name, check]) => {
      try {
        checks[name] = (await check()) ? 'ok' : 'failing'
      } catch {
        checks[name] = 'failing'
      }
    }),
  )
  return { ok: Object.values(checks).every((state) => state === 'ok'), checks }
}

export function liveness(health: Health): { ok: boolean; checks: Record<string, 'ok' | 'failing'> } {
  const checks = Object.fromEntries(Object.entries(health.live).map(([name, check]) => [name, check() ? 'ok' : 'failing'] as const))
  return { ok: Object.values(checks).every((state) => state === 'ok'), checks }
}
