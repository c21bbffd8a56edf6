import type { APIRoute } from 'astro'
import { takeBack } from '../catatan/act.ts'
import { fromOutbox } from './answer.ts'

/**
 * One withdrawal from an outbox: `{owner, recordId, revision}`, the revision that its writer saw. 200 received, or gone when the entry has changed
 * since · 401, 409, 422 and 503 as of a record. The same again is answered as it was.
 */
export const POST: APIRoute = (context) =>
  fromOutbox(context, ({ recordId, revision }) =>
    typeof recordId === 'string' && Number.isSafeInteger(revision)
      ? context.locals.act(takeBack, recordId, revision as number)
      : null,
  )
