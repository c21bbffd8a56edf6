import type { APIRoute } from 'astro'
import { publication } from './ask.ts'
import { csv } from '../shared/table/csv.ts'
import { statusOf } from '../shared/status.ts'

/** The same figures and the same gaps as the page. */
export const GET: APIRoute = async ({ locals, params }) => {
  const answer = await locals.ask(publication, params['code'] ?? '')
  if (!answer.ok) return new Response(null, { status: statusOf(answer.problem) })
  const { code, units, period } = answer.view
  return csv(
    `unit-${code}-${period}`,
    ['unit', 'keadaan', 'orang', 'hari_jatuh_tempo', 'hari_tepat_waktu'],
    units.map(({ name, share }) =>
      share.state === 'shown'
        ? [name, 'tampil', share.people, share.daysDue, share.daysOnTime]
        : [
            name,
            share.state === 'hidden' ? 'disembunyikan' : 'kosong',
            share.state === 'hidden' ? (share.people ?? null) : null,
            null,
            null,
          ],
    ),
  )
}
