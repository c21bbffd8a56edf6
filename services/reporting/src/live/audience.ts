/** Who listens to what: those whom something concerns are found by it, and not by asking everybody who listens. */
export interface Audience<V> {
  readonly size: number
  /** Says to what somebody listens from now on; what he listened to before falls away. */
  listen(viewer: V, to: Iterable<string>): void
  leave(viewer: V): void
  everybody(): Iterable<V>
  of(what: string): Iterable<V>
}

export function audience<V>(): Audience<V> {
  const listening = new Map<V, readonly string[]>()
  const of = new Map<string, Set<V>>()
  const forget = (viewer: V) => {
    for (const what of listening.get(viewer) ?? []) {
      const those = of.get(what)
      those?.delete(viewer)
      if (those?.size === 0) of.delete(what)
    }
  }
  const leave = (viewer: V) => {
    forget(viewer)
    listening.delete(viewer)
  }
  return {
    get size() {
      return listening.size
    },
    listen: (viewer, to) => {
      forget(viewer)
      const all = [...new Set(to)]
      listening.set(viewer, all)
      for (const what of all) {
        const those = of.get(what)
        if (those === undefined) of.set(what, new Set([viewer]))
        else those.add(viewer)
      }
    },
    leave,
    everybody: () => listening.keys(),
    of: (what) => of.get(what) ?? [],
  }
}
