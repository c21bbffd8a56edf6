import { defineMiddleware } from 'astro:middleware'
import { pagePolicy } from './policy.ts'
import type { Language } from './locals.ts'

const isLanguage = (text: string | undefined | null): text is Language => text === 'id' || text === 'en'

/** Language, origin and policy: what every page shares and no page may forget. */
export const onRequest = defineMiddleware(async (context, next) => {
  const { request, locals, cookies, url } = context
  // One origin check for forms and for JSON alike. A request without Origin that changes something is no browser of ours.
  if (request.method !== 'GET' && request.method !== 'HEAD' && request.headers.get('origin') !== locals.origin) {
    return new Response(null, { status: 403 })
  }

  const asked = url.searchParams.get('lang')
  const kept = cookies.get('lang')?.value
  locals.language = isLanguage(asked) ? asked : isLanguage(kept) ? kept : 'id'
  if (isLanguage(asked)) cookies.set('lang', asked, { path: '/', maxAge: 31_536_000, sameSite: 'lax', httpOnly: true })

  const response = await next()
  response.headers.set('content-security-policy', pagePolicy)
  response.headers.set('referrer-policy', 'same-origin')
  response.headers.set('x-content-type-options', 'nosniff')
  // A page may name a person: no cache keeps it unless the page itself says so.
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
  return response
})
