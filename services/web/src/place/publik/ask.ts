import { isRefusal } from '@timbang/contracts/refusal'
import type { Answer } from '../shared/answer.ts'
import type { PublicationView } from './view.ts'
import type { SurveyAnswered, SurveyElement, SurveyView } from '../survei/view.ts'
import { ok, type Reader } from '../shared/reader.ts'

/** What is fixed in a publication; the rest of the view says where it was read. */
export type Publication = Omit<PublicationView, 'hash' | 'jsonPath' | 'others'>

const unavailable = (reader: Reader) => ({
  ok: false as const,
  problem: { kind: 'unavailable' as const, code: reader.requestId.slice(0, 8).toUpperCase(), at: reader.now },
})
const notFound = { ok: false as const, problem: { kind: 'not-found' as const } }

/** W2: as it was issued, byte for byte; the hash can be held against it. */
export async function publication(reader: Reader, code: string): Promise<Answer<PublicationView>> {
  const [answer, list] = await Promise.all([
    reader.clients.reporting.getPublicAgency({ agencyCode: code }),
    reader.clients.reporting.listPublicAgencies({}),
  ])
  if (isRefusal(answer)) return answer.code.endsWith('not-found') ? notFound : unavailable(reader)
  const published = JSON.parse(Buffer.from(answer.publication).toString('utf8')) as Publication
  return ok({
    ...published,
    hash: Buffer.from(answer.hash).toString('hex'),
    jsonPath: `/publik/${published.code}/data.json`,
    others: isRefusal(list)
      ? []
      : list.agencies.filter((agency) => agency.code !== published.code).map(({ code, name }) => ({ code, name })),
  })
}

export async function publicationJson(reader: Reader, code: string): Promise<Uint8Array | null> {
  const answer = await reader.clients.reporting.getPublicAgency({ agencyCode: code })
  return isRefusal(answer) ? null : answer.publication
}

export async function survey(reader: Reader, feedback: string, token: string): Promise<Answer<SurveyView>> {
  const response = await fetch(`${feedback}/surveys/${encodeURIComponent(token)}`, {
    signal: AbortSignal.timeout(5_000),
  }).catch(() => undefined)
  if (response === undefined || response.status >= 500) return unavailable(reader)
  return response.ok ? ok((await response.json()) as SurveyView) : notFound
}

/** @param from the citizen's address, only for the limit on how often one address may answer; it is kept nowhere */
export async function answerSurvey(
  reader: Reader,
  feedback: string,
  token: string,
  from: string,
  answers: Readonly<Partial<Record<SurveyElement, 1 | 2 | 3 | 4>>>,
): Promise<Answer<SurveyAnswered>> {
  const response = await fetch(`${feedback}/surveys/${encodeURIComponent(token)}/answers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
    body: JSON.stringify({ answers }),
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
}
