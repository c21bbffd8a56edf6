import { randomUUID, randomUUIDv7 } from 'node:crypto'
import { globSync } from 'node:fs'
import { registry } from '@timbang/contracts/edge'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { access, isOperation } from '@timbang/identity/access'
import type { Relation } from '@timbang/identity/access/row'
import { grpcClient, type Method } from '@timbang/process/grpc'

type DescMessage = NonNullable<ReturnType<typeof registry.getMessage>>
type DescField = DescMessage['fields'][number]

/** Of whom others ask: what they know of her, and what they must not hear. */
export interface Asked {
  readonly employeeId: string
  readonly agencyId: string
  readonly unitId: string
  readonly recordId: string
  readonly period: string
  readonly today: string
}

/** One who is not there. Whoever has no business with her hears of her what he hears of this one. */
const nobody = (like: Asked): Asked => ({
  ...like,
  employeeId: randomUUID(),
  agencyId: randomUUID(),
  unitId: randomUUID(),
  recordId: randomUUIDv7(),
})

const MARK = '00000000-0000-4000-8000-00000000000'
/** Ids that stand nowhere else: where none of them shows, a request names nobody. */
const marked: Pick<Asked, 'employeeId' | 'agencyId' | 'unitId' | 'recordId'> = {
  employeeId: `${MARK}1`,
  agencyId: `${MARK}2`,
  unitId: `${MARK}3`,
  recordId: `${MARK}4`,
}

/** What a field is given: by its name, else by the kind of name; what is neither is empty. */
function given(field: DescField, of: Asked): unknown {
  const name = field.name.replace(/(_i?d)s$/, '$1')
  const known: Readonly<Record<string, unknown>> = {
    employee_id: of.employeeId,
    subject: of.employeeId,
    delegate_id: of.employeeId,
    agency_id: of.agencyId,
    unit_id: of.unitId,
    record_id: of.recordId,
    period: of.period,
    month: of.today.slice(0, 7),
    date: of.today,
    dry_run: true,
    kind: field.parent.name === 'KeepFileRequest' ? 'pins' : undefined,
    zone: 'WIB',
    limit: 10,
    version: 1,
    revision: 1,
    words: 'laporan',
    sentence: 'Menyusun laporan.',
    reason: 'Bukan urusannya.',
    edition: 1,
    year: 2026,
    whose: 'queue',
    row: 'post',
    pin: '101',
    reason_code: 'network',
    service_point: 'Loket 1',
    meaning_id: 'Izin terbit',
    meaning_en: 'Permits issued',
    unit: 'berkas',
    target_thousandths: 1_000n,
  }
  const value = known[name]
  if (value !== undefined && (typeof value === 'string') === (field.scalar === STRING)) return value
  if (field.enum !== undefined) return field.enum.values[1]!.number
  if (name === 'id' || name.endsWith('_id')) return randomUUIDv7()
  if (/(^|_)(date|on|from|to|until)$/.test(name) && field.scalar === STRING) return of.today
  if (/_(instant|at)$/.test(name)) return BigInt(Date.now())
  if (field.scalar === STRING && /(^|_)(code|device|role|capacity|name|title|source|version|verified_by)$/.test(name))
    return 'X'
  return undefined
}
const STRING = 9

function made(message: DescMessage, of: Asked, depth = 0): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const field of message.fields) {
    const one =
      field.message === undefined ? given(field, of) : depth > 3 ? undefined : made(field.message, of, depth + 1)
    if (one === undefined) continue
    const value = field.fieldKind === 'list' ? [one] : one
    const holder = field.oneof === undefined || field.proto.proto3Optional ? undefined : field.oneof.localName
    if (holder === undefined) fields[field.localName] = value
    else fields[holder] ??= { $case: field.localName, value }
  }
  return fields
}

/** Every rpc that any contract has, and the service that answers it. @returns path → how it is asked at an address */
async function everyRpc(): Promise<
  {
    path: string
    operation: string
    context: string
    /** Whether the request can say who is meant. */
    names: boolean
    ask(address: string, of: Asked, token: string): Promise<string>
  }[]
> {
  const gen = new URL('../../packages/contracts/gen/timbang/', import.meta.url)
  const modules: Record<string, object>[] = await Promise.all(
    globSync('*/v1/*.ts', { cwd: gen }).map((file) => import(new URL(file, gen).href)),
  )
  return modules.flatMap((module) =>
    Object.entries(module)
      .filter(([name]) => name.endsWith('ServiceService'))
      .flatMap(([, definition]) =>
        Object.entries(definition as Record<string, Method>).map(([name, method]) => {
          const [, service, title] = method.path.split('/') as [string, string, string]
          const context = service.split('.')[1]!
          const { input } = registry.getService(service)!.methods.find((one) => one.name === title)!
          const type = module[input.name] as { fromPartial(fields: object): never }
          return {
            path: method.path,
            operation: `${context === 'activity' ? 'activity-ingest' : context}.${title}`,
            context,
            names: JSON.stringify(made(input, { ...marked, period: '2026-Q3', today: '2026-01-01' }), plain).includes(
              MARK,
            ),
            ask: async (address: string, of: Asked, token: string) => {
              const client = grpcClient(definition, address) as unknown as Record<string, Ask> & { close(): void }
              const request = type.fromPartial(made(input, of))
              const sent = method.requestStream ? stream(request) : request
              try {
                return await heard(client[name]!(sent, { token, signal: AbortSignal.timeout(20_000) }), method, of)
              } finally {
                client.close()
              }
            },
          }
        }),
      ),
  )
}
type Streamed = AsyncIterable<unknown> & { refusal(): Refusal | undefined }
type Ask = (request: unknown, options: { token: string; signal: AbortSignal }) => Promise<unknown> | Streamed
async function* stream(request: unknown) {
  yield request
}

const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)
const codeOf = (refusal: Refusal | undefined) => refusal && { refusalCode: refusal.code, field: refusal.field }

/** The answer as text; what was asked with, and what moves by itself, stands there as a sign. */
async function heard(answer: Promise<unknown> | Streamed, method: Method, of: Asked): Promise<string> {
  const parts: unknown[] = []
  if (method.responseStream) {
    for await (const part of answer as Streamed) parts.push(part)
    parts.push(codeOf((answer as Streamed).refusal()))
  } else {
    const one = await (answer as Promise<unknown>)
    parts.push(isRefusal(one) ? codeOf(one) : one)
  }
  let text = JSON.stringify(parts, plain)
  for (const [sign, id] of Object.entries(of)) text = text.replaceAll(id, `<${sign}>`)
  return text.replace(/\d{12,}/g, '<time>').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')
}

/**
 * Asks every rpc of every service about her, and about nobody, as somebody who has no business with her.
 * @param addressOf host and port of a service by its context
 * @param secrets words of hers that nobody else may hear
 * @returns what is wrong, a line each
 */
export async function pry(
  addressOf: (context: string) => string,
  her: Asked,
  secrets: readonly string[],
  token: string,
): Promise<{ asked: number; wrong: string[] }> {
  const wrong: string[] = []
  const rpcs = await everyRpc()
  const none = nobody(her)
  for (const { path, operation, context, names, ask } of rpcs) {
    if (!isOperation(operation)) {
      wrong.push(`${path} has no row of access`)
      continue
    }
    const address = addressOf(context)
    const [ofHer, ofNobody] = [await ask(address, her, token), await ask(address, none, token)]
    const { does, about } = access[operation]
    const who: readonly Relation[] = access[operation].who
    const open = who.some((one) => one === 'self' || one === 'anyone_signed_in' || one === 'public')
    const refused = /"refusalCode":"[^"]/.test(ofHer)
    if (names && (about === 'person' || !open) && ofHer !== ofNobody)
      wrong.push(`${path} of her: ${ofHer}; of nobody: ${ofNobody}`)
    if (does === 'writes' && !open && !refused) wrong.push(`${path} was done: ${ofHer}`)
    if (token === '' && !who.includes('public') && !ofHer.includes('access.token-missing'))
      wrong.push(`${path} without a token: ${ofHer}`)
    // What the door sends back for its form says nothing of who may.
    if (ofHer.includes('request.value-invalid')) wrong.push(`${path} was asked with nonsense: ${ofHer}`)
    for (const word of secrets) if (ofHer.includes(word)) wrong.push(`${path} tells ${word.slice(0, 12)}…`)
  }
  return { asked: rpcs.length, wrong }
}
