import type { AstroCookies } from 'astro'
import type { Instant } from '../shared/time.ts'
import type { EntryRef, Verdict } from './view.ts'
import type { Refused } from '../shared/answer.ts'
import { readRef, refText } from './form.ts'

/** What was just done, told once on the next page: lives as long as it can be undone. */
export type Done = {
  kind: 'verified' | 'returned' | 'undone'
  done: readonly EntryRef[]
  refused: readonly (Refused & EntryRef)[]
  undoUntil: Instant | null
}

const name = 'done'
const path = '/verifikasi'
const seconds = 10
// A cookie holds 4 KB. Of more entries only the first can be taken back this way; the island takes back all.
const most = 80

export const keepDone = (cookies: AstroCookies, done: Verdict & { kind: Done['kind'] }, now: Instant): void => {
  const first = done.refused[0]
  const text = [
    done.kind,
    done.undoUntil ?? now,
    done.undoUntil === null ? 0 : 1,
    done.done.slice(0, most).map(refText).join('.'),
    done.refused.length,
    first?.code ?? '',
  ].join('|')
  cookies.set(name, text, { path, maxAge: seconds, httpOnly: true, sameSite: 'strict' })
}

export const keptDone = (cookies: AstroCookies, now: Instant): Done | null => {
  const [kind, until, undoable, refs, refusedCount, code] = (cookies.get(name)?.value ?? '').split('|')
  if (kind !== 'verified' && kind !== 'returned' && kind !== 'undone') return null
  const undoUntil = undoable === '1' && Number(until) > now ? Number(until) : null
  return {
    kind,
    done: (refs ?? '')
      .split('.')
      .map(readRef)
      .filter((entry) => entry !== null),
    refused: Array.from({ length: Math.min(Number(refusedCount) || 0, 1000) }, () => ({
      recordId: '',
      revision: 0,
      code: code ?? '',
    })),
    undoUntil,
  }
}
