import type { APIRoute } from 'astro'
import { statusOf } from '../shared/status.ts'
import { csv } from '../shared/table/csv.ts'
import { askedMonth, figureMonth } from './ask.ts'

/** The month as the file that `timbang import figures` reads: mended in a spreadsheet, it comes back as the next revisions. */
export const GET: APIRoute = async ({ locals, url }) => {
  const answer = await locals.ask(figureMonth, askedMonth(url.searchParams))
  if (!answer.ok) return new Response(null, { status: statusOf(answer.problem) })
  const { agency, unit, indicator, month, days, whole } = answer.view
  const number = (value: number | null): string => (value === null ? '' : String(value / 1000))
  return csv(
    `angka-${indicator.code.replace(/[^0-9A-Za-z-]/g, '-')}-${month}`,
    ['opd', 'unit', 'indikator', 'tanggal', 'bulan', 'jumlah', 'per'],
    [...days, whole].flatMap(({ span, figure }) =>
      figure === null
        ? []
        : [
            [
              agency.code,
              unit.code,
              indicator.code,
              ...(span.length === 7 ? ['', span] : [span, '']),
              number(figure.amount),
              number(figure.per),
            ],
          ],
    ),
  )
}
