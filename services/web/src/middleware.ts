import type { APIContext } from 'astro'
import { defineMiddleware } from 'astro:middleware'
import type { RefusedStatus } from './place/shared/answer.ts'
import { DISPLAY_SECONDS, displayOf, isLanguage } from './place/shared/display.ts'
import { BadForm } from './place/shared/form.ts'
import { pagePolicy } from './policy.ts'

/** The page in words for what is no request for a page. A script that asked for JSON sees the status alone. */
const instead = async (context: APIContext, status: RefusedStatus): Promise<Response> => {
  context.locals.instead = status
  return context.request.headers.get('accept') === 'application/json'
    ? new Response(null, { status })
    : context.rewrite(new Request(new URL(`/galat/${status}`, context.url), { headers: context.request.headers }))
}

/** Language, origin and policy: what every page shares and no page may forget. */
export const onRequest = defineMiddleware(async (context, next) => {
  const { request, locals, cookies, url } = context
  const asked = url.searchParams.get('lang')
  const kept = cookies.get('lang')?.value
  locals.language = isLanguage(asked) ? asked : isLanguage(kept) ? kept : 'id'
  locals.display = displayOf((name) => cookies.get(name)?.value)
  if (isLanguage(asked))
    cookies.set('lang', asked, { path: '/', maxAge: DISPLAY_SECONDS, sameSite: 'lax', httpOnly: true })

  // One origin check for forms and for JSON alike. A request without Origin that changes something is no browser of ours.
  const sends = request.method !== 'GET' && request.method !== 'HEAD'
  const response =
    sends && request.headers.get('origin') !== locals.origin
      ? await instead(context, 403)
      : await next().catch((error: unknown) => {
          if (error instanceof BadForm) return instead(context, error.status)
          throw error
        })
  // A form is answered by a redirect: a page that answers a POST takes none.
  if (sends && response.ok && response.headers.get('content-type')?.startsWith('text/html')) {
    await response.body?.cancel()
    return instead(context, 405)
  }
  // A file that somebody attached brings a narrower one.
  if (!response.headers.has('content-security-policy'))
    response.headers.set('content-security-policy', pagePolicy(locals.providerOrigin))
  response.headers.set('referrer-policy', 'same-origin')
  response.headers.set('x-content-type-options', 'nosniff')
  // A page may name a person: no cache keeps it unless the page itself says so.
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
  return response
})
