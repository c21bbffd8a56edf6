import type { AstroGlobal } from 'astro'
import { isRefusal } from '@timbang/contracts/refusal'
import { timeOfDay } from '@timbang/rules/civil-date'
import { send } from '../catat/act.ts'
import type { Answer } from '../shared/answer.ts'
import { hashesOf, receiptOf, writtenDownAt } from '../shared/entry/ask.ts'
import { takingBack } from '../shared/entry/may.ts'
import { nextRevision } from '../shared/entry/story.ts'
import { receiptText } from '../shared/entry/words.ts'
import { keepForm, readForm, type Kept } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { ok, page, tokenOf, type Reader } from '../shared/reader.ts'
import { readers } from './ask.ts'
import type { TakenBack } from './view.ts'

/** Takes back an entry of one's own: a further revision that says the same once more. What was seen is what is taken back. */
export const takeBack = command(
  'takeBack',
  async (reader: Reader, recordId: string, revision: number): Promise<Answer<TakenBack>> => {
    const found = await page(reader, readers, async (login) => {
      const answer = await reader.clients.entries.getEntry({ recordId }, tokenOf(reader))
      if (isRefusal(answer)) return answer
      return answer.entry?.employeeId === login.employeeId
        ? answer
        : { refused: true as const, code: 'entry.not-found' as const }
    })
    if (!found.ok) return found
    const { entry, steps } = found.view
    const facts = entry!.facts!
    switch (takingBack(entry!, revision, reader.now)) {
      case 'done':
        return ok({ kind: 'received', receipt: receiptOf(entry!), recordedAt: writtenDownAt(entry!) })
      case 'gone':
        return ok({ kind: 'gone' })
    }
    return send(reader, {
      record_id: facts.recordId,
      revision: nextRevision(facts.revision, steps),
      // JSON leaves out what was not said.
      activity: {
        work_date: facts.workDate,
        sentence: entry!.sentence === '' ? '–' : entry!.sentence,
        result_id: facts.resultId,
        quantity:
          facts.quantityThousandths === undefined ? undefined : (Number(facts.quantityThousandths) / 1000).toFixed(3),
        unit: facts.unit,
        start: facts.startMinute === undefined ? undefined : timeOfDay(facts.startMinute),
        end: facts.endMinute === undefined ? undefined : timeOfDay(facts.endMinute),
        evidence_link: entry!.evidenceLink === '' ? undefined : entry!.evidenceLink,
        evidence: facts.evidenceHashes.length === 0 ? undefined : hashesOf(entry!),
        written_at: facts.writtenAt === undefined ? undefined : Number(facts.writtenAt),
        withdrawn: true,
      },
    })
  },
)

/** The interruption page's form. */
export async function withdraw(
  { request, locals, cookies, redirect }: AstroGlobal,
  recordId: string,
): Promise<Response> {
  const data = await readForm(request)
  const here = `/catatan/${encodeURIComponent(recordId)}`
  const keep = (refusals: Kept['refusals']): Response =>
    redirect(`${here}/tarik?${keepForm(cookies, here, recordId, { fields: {}, errors: [], refusals })}`, 303)
  const answer = await locals.act(takeBack, recordId, Number(data.get('revision')) || 0)
  // The entry's page says why: who may, or that it is not there.
  if (!answer.ok)
    return answer.problem.kind === 'unavailable' ? keep([{ code: 'service.unavailable' }]) : redirect(here, 303)
  switch (answer.view.kind) {
    case 'received':
      return redirect(`${here}?ditarik=${receiptText(answer.view.receipt)}&pada=${answer.view.recordedAt}`, 303)
    case 'gone':
      return redirect(`${here}?berubah=1`, 303)
    case 'refused':
      return keep(answer.view.refusals)
    case 'busy':
      return keep([{ code: 'service.unavailable', details: { seconds: answer.view.retryAfterSeconds } }])
    default:
      return answer.view satisfies never
  }
}
