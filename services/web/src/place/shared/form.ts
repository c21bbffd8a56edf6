import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { AstroCookies, AstroGlobal } from 'astro'
import type { Refused } from './answer.ts'

/**
 * What a form held when nothing was taken. A form never answers itself: it leads to a page that can be reloaded and gone back from,
 * and what was typed waits there in a cookie of a quarter of an hour, which only that page's address brings along.
 */
export type Kept = {
  fields: Readonly<Record<string, string>>
  /** Fields that the form itself found wrong, with the code of the sentence. */
  errors: readonly { field: string; code: string }[]
  /** What the owner of the fact said no to. */
  refusals: readonly Refused[]
}
/** A body that is no form, or too large for one: the sender's doing, answered with a page in words. */
export class BadForm extends Error {
  readonly status = 400
}

export async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch (error) {
    throw new BadForm('the body is no form', { cause: error })
  }
}

const SECONDS = 900
/** A browser keeps 4 KB a cookie; a sentence of a thousand letters in any script fits three. */
const PART = 3_600
const PARTS = 3
/** So many forms of one address wait at once; an older one makes room. */
const SLOTS = 4

const slotOf = (name: string): number => [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % SLOTS
const cookieOf = (name: string, part: number): string => `isi${slotOf(name)}.${part}`

/** @param name of this form among those of its address, e.g. its record's id  @returns `isi=<name>`, for the address that one is led to */
export function keepForm(cookies: AstroCookies, path: string, name: string, kept: Kept): string {
  const text = deflateRawSync(JSON.stringify({ name, ...kept })).toString('base64url')
  for (let part = 0; part < PARTS; part++) {
    const value = text.slice(part * PART, (part + 1) * PART)
    const options = { path, httpOnly: true, sameSite: 'strict' as const }
    if (value === '') cookies.delete(cookieOf(name, part), options)
    else cookies.set(cookieOf(name, part), value, { ...options, maxAge: SECONDS })
  }
  return `isi=${encodeURIComponent(name)}`
}

/** What `?isi=` names, or nothing: the quarter of an hour is over, or another form has taken its place. */
export function keptForm({ cookies, url }: Pick<AstroGlobal, 'cookies' | 'url'>): Kept | null {
  const name = url.searchParams.get('isi')
  if (name === null) return null
  const text = Array.from({ length: PARTS }, (_, part) => cookies.get(cookieOf(name, part))?.value ?? '').join('')
  try {
    const { name: whose, ...kept } = JSON.parse(
      inflateRawSync(Buffer.from(text, 'base64url'), { maxOutputLength: 64 * 1024 }).toString('utf8'),
    ) as Kept & { name: string }
    return whose === name ? kept : null
  } catch {
    return null
  }
}
