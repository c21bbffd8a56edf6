import type { APIRoute } from 'astro'
import { agency } from './ask.ts'
import { whole } from '../shared/board/figures.ts'
import { csv } from '../shared/table/csv.ts'
import { statusOf } from '../shared/status.ts'

export const GET: APIRoute = async ({ locals, params }) => {
  const answer = await locals.ask(agency, params['code'] ?? '')
  if (!answer.ok) return new Response(null, { status: statusOf(answer.problem) })
  const { units, code, long } = answer.view
  const figures = answer.view.figures && whole(answer.view.figures, long)
  const name = (id: string): string => units.find((unit) => unit.unitId === id)?.name ?? id
  return csv(
    `unit-${code}`,
    [
      'unit',
      'orang',
      'hari_jatuh_tempo',
      'hari_tepat_waktu',
      'hari_terlambat',
      'orang_mencatat_hari_ini',
      'catatan_hari_ini',
      'catatan_menunggu',
    ],
    (figures?.units ?? []).map((unit) => [
      name(unit.unitId),
      unit.people,
      unit.daysDue,
      unit.daysOnTime,
      unit.daysLate,
      unit.peopleRecordedToday,
      unit.entriesToday,
      unit.entriesWaiting,
    ]),
  )
}
