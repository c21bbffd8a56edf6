interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
}
interface Described {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>
}

const BAD_WORDS = [
  'x',
  '%00',
  'a%00b',
  '%E0%A4%A',
  '%ff',
  '2026-02-31',
  '9999-12',
  '00000000-0000-0000-0000-00000000000Z',
  '019a0000-0000-7000-8000-000000000001',
  '%E2%80%AE',
  '..%2f..%2fmetrics',
  "'%20or%201=1--",
  'a'.repeat(99),
  'a'.repeat(5_000),
]
const deep = `${'['.repeat(3_000)}${']'.repeat(3_000)}`
const BAD_BODIES = [
  '',
  'x',
  '{',
  'null',
  '[]',
  '{}',
  '"\\u0000"',
  '{"a":1}',
  '{"__proto__":{"a":1}}',
  '{"form_id":"x","answers":{}}',
  '{"form_id":"019a0000-0000-7000-8000-000000000001","answers":{"u1":1e400}}',
  '{"record_id":"\\u0000","activity":{"work_date":"2026-02-31","sentence":"\\ud800"}}',
  '{"record_id":"019a0000-0000-7000-8000-000000000001","leave":{"from_date":"9999-12-31","to_date":"0001-01-01","kind":"x"}}',
  `{"record_id":"019a0000-0000-7000-8000-000000000001","import_id":"Budi Santoso","attendance":{"work_date":"x","present":"ya"}}`,
  deep,
  `{"a":"${'x'.repeat(2 * 1024 * 1024)}"}`,
  '\ufeff{}',
]
const TYPES = ['application/json', 'application/x-ndjson', 'text/plain', 'multipart/form-data', '']
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'SEARCH']

/**
 * Walks every operation that a service describes in its `/openapi.json` with ids, texts and bodies that cannot be, as a stranger and as somebody.
 * @returns what was answered otherwise than it is described: a fault, a status or a kind of content that is not in the description, a refusal that is no problem
 */
export async function walk(address: string, token: string): Promise<{ asked: number; complaints: string[] }> {
  const description = (await (await fetch(`${address}/openapi.json`)).json()) as Description
  const complaints: string[] = []
  let asked = 0
  const ask = async (method: string, path: string, described: Described | undefined, init: RequestInit = {}) => {
    asked++
    const said = `${method} ${path.slice(0, 80)} ${JSON.stringify(init.headers ?? {})} ${String(init.body ?? '').slice(0, 60)}`
    const response = await fetch(`${address}${path}`, {
      ...init,
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
    })
    const { status } = response
    const type = response.headers.get('content-type')?.split(';', 1)[0]
    if (status < 400) {
      await response.body?.cancel()
      if (described === undefined) complaints.push(`${said}: ${status}, and nobody described it`)
      return
    }
    const text = await response.text()
    const answer = described?.responses[String(status)]
    if (status >= 500) complaints.push(`${said}: ${status} ${text}`)
    // What Node and Fastify refuse before any route is known is of every route.
    else if (described !== undefined && answer === undefined) complaints.push(`${said}: ${status} is not described`)
    else if (described === undefined && ![404, 405].includes(status)) complaints.push(`${said}: ${status}`)
    if (status === 405 && response.headers.get('allow') === null) complaints.push(`${said}: 405 without Allow`)
    if (type === 'application/x-ndjson' && answer?.content?.[type] !== undefined) return
    if (type !== 'application/problem+json') return void complaints.push(`${said}: ${status} as ${type}`)
    const problem = JSON.parse(text) as Record<string, unknown>
    for (const field of ['type', 'title', 'title_en', 'code', 'instance'])
      if (typeof problem[field] !== 'string') complaints.push(`${said}: a problem without ${field}`)
    if (problem['status'] !== status) complaints.push(`${said}: says ${problem['status']} and is ${status}`)
  }
  const somebody = { authorization: `Bearer ${token}` }
  const whoever: readonly Record<string, string>[] = [
    {},
    { authorization: 'Bearer x.y.z' },
    { authorization: 'Basic eDp5' },
    somebody,
  ]

  for (const [path, methods] of Object.entries(description.paths)) {
    const filled = (word: string) => path.replace(/\{[^}]+\}/g, word)
    for (const method of METHODS)
      if (methods[method.toLowerCase()] === undefined)
        await ask(
          method,
          filled('x'),
          undefined,
          method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } },
        )
    for (const [name, described] of Object.entries(methods)) {
      const method = name.toUpperCase()
      const query = described.parameters?.filter((one) => one.in === 'query').map((one) => one.name) ?? []
      const bodies: RequestInit[] =
        described.requestBody === undefined
          ? [{}]
          : BAD_BODIES.flatMap((body) =>
              TYPES.map((type): RequestInit => ({ body, headers: type === '' ? {} : { 'content-type': type } })),
            )
      for (const headers of whoever)
        for (const word of path.includes('{') ? BAD_WORDS : ['x'])
          await ask(
            method,
            filled(word),
            described,
            described.requestBody === undefined
              ? { headers }
              : { headers: { ...headers, 'content-type': 'application/json' }, body: '{}' },
          )
      for (const word of BAD_WORDS)
        for (const one of [...query, 'nobody-asked'])
          await ask(
            method,
            `${filled('x')}?${one}=${word}`,
            described,
            described.requestBody === undefined
              ? { headers: somebody }
              : { headers: { ...somebody, 'content-type': 'application/json' }, body: '{}' },
          )
      for (const init of bodies)
        await ask(method, filled('x'), described, { ...init, headers: { ...somebody, ...(init.headers as object) } })
    }
  }
  return { asked, complaints }
}
