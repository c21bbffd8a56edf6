import type { APIRoute } from 'astro'
import { csv } from '../shared/table/csv.ts'
import { statusOf } from '../shared/status.ts'
import { dutyUnit } from './ask.ts'

/** The month as a file for the wall and for a spreadsheet: a row a person, a column a day. Nobody's number is in it. */
export const GET: APIRoute = async ({ locals, url, params }) => {
  const answer = await locals.ask(dutyUnit, params['code'] ?? '', url.searchParams.get('bulan'))
  if (!answer.ok) return new Response(null, { status: statusOf(answer.problem) })
  const { code, month, dates, people } = answer.view
  const head = ['nama', 'jabatan', ...dates.map((date) => String(Number(date.slice(8))))]
  return csv(
    `jadwal-jaga-${code}-${month}`,
    head,
    people.map(({ name, position, cells }) => [name, position, ...cells]),
  )
}
