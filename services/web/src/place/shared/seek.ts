import type { AstroGlobal } from 'astro'
import { keepForm, readForm, type Kept } from './form.ts'

/**
 * A search whose words name a person comes by POST: the words wait beside the address of what they find, and no address, history or log has them.
 * @param field of the words; the others that are named go into the address as they stand
 */
export async function seek(
  { request, cookies, redirect }: Pick<AstroGlobal, 'request' | 'cookies' | 'redirect'>,
  path: string,
  field: string,
  others: readonly string[] = [],
): Promise<Response> {
  const form = await readForm(request)
  const text = (name: string): string => {
    const value = form.get(name)
    return typeof value === 'string' ? value.trim().slice(0, MOST_LETTERS) : ''
  }
  const query = new URLSearchParams(others.map((name) => [name, text(name)]).filter(([, value]) => value !== ''))
  const kept = keepForm(cookies, path, field, { fields: { [field]: text(field) }, errors: [], refusals: [] })
  return redirect(`${path}?${[query.toString(), kept].filter((part) => part !== '').join('&')}`, 303)
}

export const MOST_LETTERS = 80

/** What was typed, if the address brings it along and its quarter of an hour is not over; null: nothing. */
export const sought = (kept: Kept | null, field: string): string | null => kept?.fields[field] ?? null
