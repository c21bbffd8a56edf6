import { type Answer, post } from '../post.ts'
import { columnOf, reasonOf } from './reasons.ts'
import type { Told } from './report.ts'
import type { Ready } from './resolve.ts'

/** A record on its way, in the revision that it has. */
export interface Sending extends Ready {
  readonly revision: number
}

/** @returns those that the log has, and what the door refused */
export async function send(
  address: string,
  token: string,
  records: readonly Sending[],
): Promise<{ accepted: readonly Sending[]; refused: readonly Told[] }> {
  const done = await post(address, token, records, ({ record, revision }) => ({ ...record, revision }))
  return { accepted: done.accepted, refused: done.refused.map(({ one, answer }) => refusedBy(one, answer)) }
}

function refusedBy({ line, candidate }: Sending, { code = 'request.malformed', field = '', ...said }: Answer): Told {
  const reason = reasonOf(field, code)
  return {
    line,
    column: columnOf(field, code),
    reason,
    recordId: candidate.recordId,
    ...(reason === code && said.title !== undefined ? { sentence: `${said.title} / ${said.title_en}` } : {}),
  }
}
