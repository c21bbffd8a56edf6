import type { AstroGlobal } from 'astro'
import { isRefusal } from '@timbang/contracts/refusal'
import { isPeriod } from '@timbang/rules/civil-date'
import type { Answer, Refused } from '../shared/answer.ts'
import { keepForm, readForm, type Kept } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { page, refusedBy, tokenOf, type Reader } from '../shared/reader.ts'
import { readSelf, selfFieldsOf } from './form.ts'
import type { SelfSaid } from './view.ts'

export const assessSelf = command(
  'assessSelf',
  (reader: Reader, { period, answers, words, seen }: SelfSaid): Promise<Answer<{ refusal: Refused | null }>> =>
    page(reader, ['employee'], async () => {
      const answer = await reader.clients.assessments.assessSelf(
        { period, answers, words, seenVersion: seen },
        tokenOf(reader),
      )
      if (!isRefusal(answer)) return { refusal: null }
      return answer.code.startsWith('access.') || answer.code === 'service.unavailable'
        ? answer
        : { refusal: refusedBy(answer) }
    }),
)

/** The form: it ends in the page that says that it is in. */
export async function post({ request, locals, cookies, redirect, url }: AstroGlobal): Promise<Response> {
  const fields = selfFieldsOf(await readForm(request))
  const here = '/penilaian-diri'
  const period = url.searchParams.get('triwulan')
  // The page's own form names its quarter.
  if (period === null || !isPeriod(period)) return redirect(here, 303)
  const keep = (errors: Kept['errors'], refusals: Kept['refusals']): Response =>
    redirect(`${here}?triwulan=${period}&${keepForm(cookies, here, period, { fields, errors, refusals })}`, 303)
  const read = readSelf(fields)
  if (!read.ok) return keep(read.errors, [])
  const { answers, words, seen } = read
  const done = await locals.act(assessSelf, { period, answers, words, seen })
  if (!done.ok) return keep([], done.problem.kind === 'unavailable' ? [{ code: 'service.unavailable' }] : [])
  return done.view.refusal === null
    ? redirect(`${here}?triwulan=${period}&masuk=1`, 303)
    : keep([], [done.view.refusal])
}
