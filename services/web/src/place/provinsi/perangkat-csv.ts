import type { APIRoute } from 'astro'
import { province } from './ask.ts'
import { wholeProvince } from './board.ts'
import { lowestSurvey } from '../instansi/board.ts'
import { csv } from '../shared/table/csv.ts'
import { statusOf } from '../shared/status.ts'

export const GET: APIRoute = async ({ locals }) => {
  const answer = await locals.ask(province)
  if (!answer.ok) return new Response(null, { status: statusOf(answer.problem) })
  return csv(
    'perangkat-daerah',
    [
      'kode',
      'perangkat_daerah',
      'orang',
      'orang_mencatat_hari_ini',
      'hari_jatuh_tempo',
      'hari_tepat_waktu',
      'hari_terlambat',
      'catatan_28_hari',
      'catatan_disetujui',
      'catatan_menunggu',
      'indeks_kepuasan_terendah',
      'jawaban',
    ],
    wholeProvince(answer.view).agencies.map(({ code, name, figures, surveys }) => {
      const survey = lowestSurvey(surveys)
      return [
        code,
        name,
        figures?.people ?? null,
        figures?.peopleRecordedToday ?? null,
        figures?.daysDue ?? null,
        figures?.daysOnTime ?? null,
        figures?.daysLate ?? null,
        figures?.entries ?? null,
        figures?.entriesVerified ?? null,
        figures?.entriesWaiting ?? null,
        survey?.indexHundredths == null ? null : survey.indexHundredths / 100,
        survey?.answers ?? null,
      ]
    }),
  )
}
