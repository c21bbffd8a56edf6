import type { APIRoute } from 'astro'
import { filePolicy } from '../../policy.ts'
import { statusOf } from '../shared/status.ts'
import { evidenceFile } from './ask.ts'

/** A photo or a PDF of an entry, for whoever may read it: by itself, as what it is, and nothing in it runs. */
export const GET: APIRoute = async ({ params, locals }) => {
  const answer = await locals.ask(evidenceFile, params['id'] ?? '', params['hash'] ?? '')
  if (!answer.ok) return new Response(null, { status: statusOf(answer.problem) })
  const { bytes, mediaType } = answer.view
  return new Response(bytes, {
    headers: {
      'content-type': mediaType,
      'content-security-policy': filePolicy,
      'cache-control': 'private, no-store',
      ...(mediaType === 'application/pdf'
        ? { 'content-disposition': `attachment; filename="bukti-${params['hash']!.slice(0, 8)}.pdf"` }
        : {}),
    },
  })
}
