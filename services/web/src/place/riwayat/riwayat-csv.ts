import type { APIRoute } from 'astro'
import { csv } from '../shared/table/csv.ts'
import { statusOf } from '../shared/status.ts'
import { historyFile } from './ask.ts'
import { head, rowOf } from './file.ts'
import { readFind } from './filter.ts'

export const GET: APIRoute = async ({ locals, url }) => {
  const answer = await locals.ask(historyFile, readFind(url.searchParams).month)
  if (!answer.ok) return new Response(null, { status: statusOf(answer.problem) })
  const { month, rows, cut } = answer.view
  return csv(`progres-harian-${month}${cut ? `-hanya-${rows.length}-baris-terakhir` : ''}`, head, rows.map(rowOf))
}
