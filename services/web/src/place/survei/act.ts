import { isUuid } from '@timbang/contracts/word'
import { visitorHeader } from '@timbang/identity/visitor'
import type { AstroGlobal } from 'astro'
import type { Answer } from '../shared/answer.ts'
import { keepForm, readForm, type Kept } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { notFound, ok, unavailable, type Reader } from '../shared/reader.ts'
import { survey } from './ask.ts'
import type { SurveyAnswered, SurveyElement } from './view.ts'

export const answerSurvey = command(
  'answerSurvey',
  async (
    reader: Reader,
    token: string,
    formId: string,
    answers: Readonly<Partial<Record<SurveyElement, 1 | 2 | 3 | 4>>>,
  ): Promise<Answer<SurveyAnswered>> => {
    const response = await fetch(`${reader.site.feedback}/surveys/${encodeURIComponent(token)}/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [visitorHeader]: await reader.from() },
      body: JSON.stringify({ form_id: formId, answers }),
      signal: AbortSignal.timeout(5_000),
    }).catch(() => undefined)
    if (response === undefined) return unavailable(reader)
    if (response.ok) return ok({ kind: 'counted' })
    if (response.status === 429 || response.status >= 500)
      return ok({
        kind: 'busy',
        retryAfterSeconds: Number(response.headers.get('retry-after')) || 60,
        code: response.status === 429 ? 'request.too-many' : reader.requestId.slice(0, 8).toUpperCase(),
      })
    if (response.status === 404) return notFound
    const problem = (await response.json()) as { code: string; field?: string }
    return ok({ kind: 'refused', code: problem.code, ...(problem.field === undefined ? {} : { field: problem.field }) })
  },
)

/** W4's form: counted once all questions of this survey have an answer. */
export async function answerForm(
  { request, locals, cookies, redirect }: AstroGlobal,
  token: string,
): Promise<Response> {
  const here = `/survei/${encodeURIComponent(token)}`
  const asked = await locals.ask(survey, token)
  if (!asked.ok || asked.view.state !== 'open') return redirect(here, 303)
  const data = await readForm(request)
  // Of the form: sent twice (a second tap, a reload) it is one answer. A form that carries none was not made by this page.
  const carried = String(data.get('formulir') ?? '')
  const formId = isUuid(carried) ? carried : crypto.randomUUID()
  const given: Partial<Record<SurveyElement, 1 | 2 | 3 | 4>> = {}
  for (const element of asked.view.elements) {
    const value = Number(data.get(element))
    if (value === 1 || value === 2 || value === 3 || value === 4) given[element] = value
  }
  const keep = (errors: Kept['errors'], refusals: Kept['refusals']): Response => {
    const fields = {
      formulir: formId,
      ...Object.fromEntries(Object.entries(given).map(([element, value]) => [element, String(value)])),
    }
    return redirect(`${here}?${keepForm(cookies, here, token, { fields, errors, refusals })}`, 303)
  }
  const missing = asked.view.elements.filter((element) => given[element] === undefined)
  if (missing.length > 0)
    return keep(
      missing.map((field) => ({ field, code: 'answer-this' })),
      [],
    )
  const answered = await locals.act(answerSurvey, token, formId, given)
  if (!answered.ok)
    return answered.problem.kind === 'unavailable' ? keep([], [{ code: 'service.unavailable' }]) : redirect(here, 303)
  switch (answered.view.kind) {
    case 'counted':
      return redirect(`${here}?terima=1`, 303)
    case 'busy':
      return keep(
        [],
        [
          {
            code: answered.view.code === 'request.too-many' ? 'request.too-many' : 'service.unavailable',
            details: { seconds: answered.view.retryAfterSeconds },
          },
        ],
      )
    case 'refused':
      return keep([], [answered.view])
    default:
      return answered.view satisfies never
  }
}
