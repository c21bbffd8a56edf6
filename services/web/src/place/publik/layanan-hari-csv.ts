import type { APIRoute } from 'astro'
import { statusOf } from '../shared/status.ts'
import { csv, thousandths } from '../shared/table/csv.ts'
import { publication } from './ask.ts'

/** The days, or months, whose sum a promise's quarter is, and due days that nobody told; of every promise, or of the one that is named. */
export const GET: APIRoute = async ({ locals, params, url }) => {
  const answer = await locals.ask(publication, params['code'] ?? '')
  if (!answer.ok) return new Response(null, { status: statusOf(answer.problem) })
  const { code, period, promises } = answer.view
  const asked = url.searchParams.get('indikator')
  const chosen = promises.filter((promise) => asked === null || promise.code === asked)
  if (asked !== null && chosen.length === 0) return new Response(null, { status: 404 })
  return csv(
    `layanan-hari-${code}-${period}`,
    [
      'indikator',
      'arti',
      'hari_atau_bulan',
      'satuan',
      'jumlah',
      'per',
      'pembagi',
      'unit_yang_memberi',
      'unit',
      'keadaan',
    ],
    chosen.flatMap(({ code: indicator, meaning, unit, perUnit, rows, unknown }) => {
      const told = rows.map((row) => ({ ...row, state: 'diketahui' }))
      // Of several units one may have told a day that another one has not.
      const missing = unknown.map((span) => ({
        span,
        amount: null,
        per: null,
        units: null,
        unit: null,
        state: 'tanpa data',
      }))
      return [...told, ...missing]
        .sort((a, b) => (a.span < b.span ? -1 : 1))
        .map((row) => [
          indicator,
          meaning.id,
          row.span,
          unit,
          thousandths(row.amount),
          perUnit,
          thousandths(row.per),
          row.units,
          row.unit ?? null,
          row.state,
        ])
    }),
  )
}
