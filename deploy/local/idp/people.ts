import { readFileSync, statSync } from 'node:fs'

/** Somebody whom the development provider can log in. Written by the loader of the sample province. */
export interface SamplePerson {
  /** The token's subject: an employee's id, or the name of an account that is nobody's workplace. */
  readonly sub: string
  readonly name: string
  readonly position: string
  readonly agency: string
  /** The agency that his own records are routed to. */
  readonly agencyId?: string
  /** Somebody who is no employee: a governor, an operator from outside. Nobody records his work, so the feeder gets no token of his. */
  readonly account?: boolean
  /** Why one would want to be this person. */
  readonly note?: { readonly id: string; readonly en: string }
  /** One of the few on the first page. */
  readonly cast?: boolean
}

/** The people of a file, read again when it has changed; nobody while it is not there. */
export function peopleFrom(file: string): () => readonly SamplePerson[] {
  let known: readonly SamplePerson[] = []
  let seen = -1
  return () => {
    const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (changed !== seen) {
      known = changed === 0 ? [] : (JSON.parse(readFileSync(file, 'utf8')) as SamplePerson[])
      seen = changed
    }
    return known
  }
}

export const MOST_FOUND = 30

/** Up to 30 whose name, position or agency holds every word. */
export function search(people: readonly SamplePerson[], words: string): readonly SamplePerson[] {
  const wanted = words
    .toLocaleLowerCase('id')
    .split(/\s+/)
    .filter((word) => word !== '')
  if (wanted.length === 0) return []
  const found: SamplePerson[] = []
  for (const person of people) {
    const text = `${person.name} ${person.position} ${person.agency}`.toLocaleLowerCase('id')
    if (wanted.every((word) => text.includes(word)) && found.push(person) === MOST_FOUND) break
  }
  return found
}
