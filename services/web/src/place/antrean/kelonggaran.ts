import type { APIRoute } from 'astro'
import { askForGrace } from '../kelonggaran/act.ts'
import { reasonCodes, type GraceAsked } from '../kelonggaran/view.ts'
import { ok } from '../shared/reader.ts'
import { fromOutbox } from './answer.ts'

const isAsked = (value: unknown): value is GraceAsked => {
  if (typeof value !== 'object' || value === null) return false
  const { requestId, from, to, reason, note } = value as Record<keyof GraceAsked, unknown>
  return (
    [requestId, from, to, note].every((one) => typeof one === 'string') && reasonCodes.some((one) => one === reason)
  )
}

/**
 * One request for grace from an outbox: `{owner, asked}`. 200 received: the journal has it · 401, 409, 422 and 503 as of a record. Its id is born
 * with it, so the same again is the same request.
 */
export const POST: APIRoute = (context) =>
  fromOutbox(context, ({ asked }) => (isAsked(asked) ? ask(context.locals, asked) : null))

async function ask({ act, now }: Parameters<APIRoute>[0]['locals'], { requestId, from, to, reason, note }: GraceAsked) {
  const answer = await act(askForGrace, { requestId, from, to, reason, note })
  if (!answer.ok) return answer
  const { refusal } = answer.view
  return refusal === null
    ? ok({ kind: 'received' as const, receipt: null, recordedAt: now })
    : ok({ kind: 'refused' as const, refusals: [refusal] })
}
