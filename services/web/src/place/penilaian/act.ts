import type { AstroGlobal } from 'astro'
import { Rating as RatingCode } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import { isRefusal } from '@timbang/contracts/refusal'
import { isPeriod } from '@timbang/rules/civil-date'
import type { Rating } from '@timbang/rules/kernel/1/predicate'
import { taken, type Taken, unavailable } from '../data-saya/act.ts'
import type { Answer, Refused } from '../shared/answer.ts'
import { keepForm, readForm, type Kept } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { page, refusedBy, tokenOf, type Reader } from '../shared/reader.ts'
import { statusOf } from '../shared/status.ts'
import { assessFieldsOf, faultOfSentence, lookFieldsOf, readAssessment, seenDraftIn, seenIn, typedIn } from './form.ts'
import type { Judged, Keeping, Looking } from './view.ts'

const codes: Readonly<Record<Rating, RatingCode>> = {
  below: RatingCode.RATING_BELOW,
  meets: RatingCode.RATING_MEETS,
  above: RatingCode.RATING_ABOVE,
}

export const decideAssessment = command(
  'decideAssessment',
  (reader: Reader, { employeeId, period, seen, ...judged }: Judged): Promise<Answer<Taken>> =>
    page(reader, ['assessor'], async () => {
      const judgement = { ...judged, result: codes[judged.result], behaviour: codes[judged.behaviour] }
      return taken(
        await reader.clients.assessments.decideAssessment(
          { employeeId, period, judgement, seenVersion: seen },
          tokenOf(reader),
        ),
      )
    }),
)

/** What is there then: when it was kept, or nothing. */
export const keepDraft = command(
  'keepDraft',
  (
    reader: Reader,
    { employeeId, period, typed, seen, seenDraft }: Keeping,
  ): Promise<Answer<{ keptAt: number | null; refusal: Refused | null }>> =>
    page(reader, ['assessor'], async () => {
      const code = (rating: Rating | null) => (rating === null ? RatingCode.RATING_UNSPECIFIED : codes[rating])
      const draft =
        typed === null ? undefined : { ...typed, result: code(typed.result), behaviour: code(typed.behaviour) }
      const answer = await reader.clients.assessments.keepDraft(
        {
          employeeId,
          period,
          draft,
          seenVersion: seen,
          seenKeptAt: seenDraft === null ? undefined : BigInt(seenDraft),
        },
        tokenOf(reader),
      )
      if (!isRefusal(answer))
        return { keptAt: answer.keptAt === undefined ? null : Number(answer.keptAt), refusal: null }
      return answer.code.startsWith('access.') || answer.code === 'service.unavailable'
        ? answer
        : { keptAt: null, refusal: refusedBy(answer) }
    }),
)

const looking =
  (rpc: 'lookAgain' | 'answerLook') =>
  (reader: Reader, { employeeId, period, seen, sentence }: Looking): Promise<Answer<Taken>> =>
    page(reader, ['assessor'], async () => {
      const of = { employeeId, period, seenVersion: seen }
      const { assessments } = reader.clients
      return taken(
        rpc === 'lookAgain'
          ? await assessments.lookAgain({ ...of, question: sentence }, tokenOf(reader))
          : await assessments.answerLook({ ...of, answer: sentence }, tokenOf(reader)),
      )
    })
export const lookAgain = command('lookAgain', looking('lookAgain'))
export const answerLook = command('answerLook', looking('answerLook'))

/** The form of one person: it keeps a draft, shows a suggestion, or what he will read, or sends. What was typed is kept on every way. */
export async function post(
  { request, locals, cookies, redirect, url }: AstroGlobal,
  employeeId: string,
): Promise<Response> {
  const data = await readForm(request)
  const fields = assessFieldsOf(data)
  const here = `/penilaian/${encodeURIComponent(employeeId)}`
  const period = url.searchParams.get('triwulan')
  // The page's own form names its quarter.
  if (period === null || !isPeriod(period)) return redirect(here, 303)
  const does = data.get('aksi')
  const byScript = request.headers.get('accept') === 'application/json'
  // Typed by somebody else, whose page stayed open: it is nobody's draft here.
  if (byScript && data.get('owner') !== locals.caller?.employeeId)
    return Response.json({ kind: 'sign-in' }, { status: 401 })
  if (does === 'setuju' || does === 'tanya' || does === 'jawab') {
    const said = lookFieldsOf(data)
    const keepSaid = (refusals: Kept['refusals'], errors: Kept['errors'] = []): Response =>
      redirect(
        `${here}?triwulan=${period}&${keepForm(cookies, here, `${period}-kedua`, { fields: said, errors, refusals })}`,
        303,
      )
    const sentence = said.kalimat.trim()
    const fault = does !== 'setuju' ? faultOfSentence(sentence) : sentence === '' ? null : 'beside'
    if (fault !== null) return keepSaid([], [{ field: 'kalimat', code: fault }])
    const seen = seenIn(said)
    const done = await locals.act(does === 'jawab' ? answerLook : lookAgain, { employeeId, period, seen, sentence })
    if (!done.ok) return keepSaid(done.problem.kind === 'unavailable' ? unavailable : [])
    if (done.view.refusal !== null) return keepSaid([done.view.refusal])
    return redirect(`${here}?triwulan=${period}#kedua`, 303)
  }
  const keep = (errors: Kept['errors'], refusals: Kept['refusals'], at = here, anchor = ''): Response =>
    redirect(`${at}?triwulan=${period}&${keepForm(cookies, here, period, { fields, errors, refusals })}${anchor}`, 303)
  if (does !== 'kirim' && does !== 'ubah') {
    const kept = await locals.act(keepDraft, {
      employeeId,
      period,
      typed: does === 'buang' ? null : typedIn(fields),
      seen: seenIn(fields),
      seenDraft: seenDraftIn(fields),
    })
    // The island stays where it is.
    if (byScript)
      return kept.ok ? Response.json(kept.view) : Response.json(kept.problem, { status: statusOf(kept.problem) })
    if (does === 'simpan' || does === 'buang') {
      if (!kept.ok) return keep([], kept.problem.kind === 'unavailable' ? unavailable : [])
      return kept.view.refusal === null
        ? redirect(`${here}?triwulan=${period}#draf`, 303)
        : keep([], [kept.view.refusal])
    }
    // Of something newer he is told before he sends over it.
    if (kept.ok && kept.view.refusal?.code === 'assessment.draft-changed') return keep([], [kept.view.refusal])
    // Else looking first is no reason to wait for a draft: what was typed goes along.
    if (kept.ok && kept.view.refusal === null) fields.draft = String(kept.view.keptAt ?? '')
  }
  if (does === 'saran') return keep([], [], here, '#saran')
  const read = readAssessment(fields)
  if (does === 'ubah') return keep([], [])
  if (!read.ok) return keep(read.errors, [])
  if (does !== 'kirim') return keep([], [], `${here}/periksa`)
  const done = await locals.act(decideAssessment, { employeeId, period, ...read.read })
  if (!done.ok) return keep([], done.problem.kind === 'unavailable' ? unavailable : [])
  if (done.view.refusal !== null) return keep([], [done.view.refusal])
  return redirect(`/penilaian?triwulan=${period}&dinilai=${encodeURIComponent(employeeId)}`, 303)
}
