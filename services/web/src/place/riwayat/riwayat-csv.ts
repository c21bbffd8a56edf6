import type { APIRoute } from 'astro'
import { csv } from '../shared/table/csv.ts'
import { statusOf } from '../shared/status.ts'
import { historyFile } from './ask.ts'
import { head, rowOf } from './file.ts'
import { readFind } from './filter.ts'

export const GET: APIRoute = async ({ locals, url }) => {
  const answer = await locals.ask(historyFile, readFind(url.searchParams).month)
  if (!answer.ok) return new Response(null, { status: statusOf(answer.problem) })
  const { month, nip, rows, cut } = answer.view
  const name = `progres-harian-${month}${cut ? `-hanya-${rows.length}-baris-terakhir` : ''}`
  return csv(
    name,
    head,
    rows.map((row) => rowOf(row, nip)),
  )
}
