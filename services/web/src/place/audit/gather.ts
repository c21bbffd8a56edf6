import type { Look } from '@timbang/contracts/gen/timbang/audit/v1/audit'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { namesOf, tokenOf, type Reader } from '../shared/reader.ts'
import type { LookLine, OnRecord } from './view.ts'

export const PAGE = 50

export type Asked = {
  subject?: string
  reader?: string
  operation?: string
  from?: number
  until?: number
  after?: { at: bigint; id: string }
}

const latestFirst = (a: Look, b: Look): number =>
  a.at === b.at ? (a.lookId < b.lookId ? 1 : a.lookId > b.lookId ? -1 : 0) : a.at < b.at ? 1 : -1

/** Every service keeps its own record: each is asked for a page, and of all of them the latest are one. A refusal is that of all. */
export async function gather(
  reader: Reader,
  asked: Asked,
  limit = PAGE,
): Promise<{ looks: Look[]; more: boolean; silent: string[] } | Refusal> {
  const request = {
    subject: asked.subject ?? '',
    reader: asked.reader ?? '',
    operation: asked.operation ?? '',
    kind: '',
    from: BigInt(asked.from ?? 0),
    until: BigInt(asked.until ?? 0),
    limit: limit + 1,
    afterAt: asked.after?.at ?? 0n,
    afterId: asked.after?.id ?? '',
  }
  const answers = await Promise.all(
    Object.entries(reader.clients.audit).map(
      async ([name, client]) =>
        [name, await client.listLooks(request, tokenOf(reader)).catch(() => undefined)] as const,
    ),
  )
  const looks: Look[] = []
  const silent: string[] = []
  for (const [name, answer] of answers) {
    if (answer === undefined || (isRefusal(answer) && answer.code === 'service.unavailable')) silent.push(name)
    else if (isRefusal(answer)) return answer
    else looks.push(...answer.looks)
  }
  looks.sort(latestFirst)
  return { looks: looks.slice(0, limit), more: looks.length > limit, silent }
}

const isKey = (text: string) => /^[0-9a-f]{8}-/.test(text)

/** Looks with the names that this reader may know. */
export async function told(reader: Reader, looks: readonly Look[]): Promise<LookLine[]> {
  const names = await namesOf(reader, looks.flatMap((one) => [one.reader, ...one.subjects.slice(0, 3)]).filter(isKey))
  const known = (key: string): OnRecord => ({
    key,
    name: names.get(key)?.name ?? null,
    position: names.get(key)?.position ?? null,
  })
  return looks.map((one) => ({
    id: one.lookId,
    kind: one.kind === 'decision' ? 'decision' : 'look',
    at: Number(one.at),
    reader: known(one.reader),
    readerRoles: one.readerRoles,
    operation: one.operation,
    subjects: one.subjects.slice(0, 3).map(known),
    people: one.people,
    object: one.object,
  }))
}
