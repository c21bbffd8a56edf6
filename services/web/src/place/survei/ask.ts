import type { Answer } from '../shared/answer.ts'
import { question } from '../shared/question.ts'
import { notFound, ok, unavailable, type Reader } from '../shared/reader.ts'
import type { SurveyView } from './view.ts'

export const survey = question('survey', async (reader: Reader, token: string): Promise<Answer<SurveyView>> => {
  const response = await fetch(`${reader.site.feedback}/surveys/${encodeURIComponent(token)}`, {
    signal: AbortSignal.timeout(5_000),
  }).catch(() => undefined)
  if (response === undefined || response.status >= 500) return unavailable(reader)
  return response.ok ? ok((await response.json()) as SurveyView) : notFound
})
