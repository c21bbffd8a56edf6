import { axe, type openChromium } from '@timbang/testkit/browser'

type Browser = Awaited<ReturnType<typeof openChromium>>
type BrowserContext = Awaited<ReturnType<Browser['newContext']>>

type Kept = { name: string; value: string; path: string }
type Form = { action: string; method: string; fields: [string, string][]; buttons: [string, string, string][] }
type Seen = {
  title: string
  lang: string
  headings: string[]
  links: string[]
  forms: Form[]
  text: string
  ways: number
}

/** One person's walk: what he was led to, and what was wrong there. */
export type Walk = { pages: number; forms: number; looked: number; wrong: string[] }

export type WalkOptions = {
  site: string
  browser: Browser
  /** His session; absent: nobody is signed in. */
  context?: BrowserContext
  /** Where he begins, beside the start page. */
  from?: readonly string[]
  /** Words that are none of his business. */
  notHis?: readonly string[]
  /** Links that are given, to be checked once by somebody who comes after. */
  looked: Set<string>
}

/** So many of one kind are like the others: `/verifikasi/<id>`, `/publik/<code>`. What is asked of a page behind its `?` is a view of it: one is like the others. */
const OF_A_KIND = 2
const mostOf = (path: string): number => (path.includes('?') ? 1 : OF_A_KIND)
const kindOf = (path: string): string =>
  path
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')
    .replace(/\/(publik|instansi|survei)\/[^/?]+/g, '/$1/<code>')
    .replace(/\d{4}-(?:Q\d|\d\d(?:-\d\d)?)/g, '<time>')
    .replace(/=[^&]*/g, '=')
/** What would end the walk, or leads out of it. */
const leaves = (path: string): boolean =>
  path.startsWith('/keluar') || path.startsWith('/masuk/mulai') || path.startsWith('/pengaturan/akhiri')

/**
 * Walks every link and sends every form that one person is offered, as a browser without script does, and looks at each kind of page in a real one.
 * Nothing may be a fault, a dead end, a page without a title, raw JSON, or another's words.
 */
export async function walk({ site, browser, context, from = [], notHis = [], looked }: WalkOptions): Promise<Walk> {
  const wrong: string[] = []
  const kept: Kept[] = (await context?.cookies())?.map(({ name, value, path }) => ({ name, value, path })) ?? []
  const reader = await (await browser.newContext()).newPage()
  const walked = new Set<string>()
  const kinds = new Map<string, number>()
  const sent = new Set<string>()
  const result: Walk = { pages: 0, forms: 0, looked: 0, wrong }

  const ask = async (path: string, init: RequestInit = {}): Promise<{ response: Response; path: string }> => {
    for (let hops = 0; hops < 6; hops++) {
      const { pathname } = new URL(path, site)
      const cookie = kept
        .filter((one) => pathname.startsWith(one.path))
        .map((one) => `${one.name}=${one.value}`)
        .join('; ')
      const response = await fetch(new URL(path, site), {
        ...init,
        redirect: 'manual',
        headers: { ...init.headers, cookie, accept: 'text/html', ...(init.method === 'POST' ? { origin: site } : {}) },
      })
      for (const line of response.headers.getSetCookie()) {
        const [pair = '', ...attributes] = line.split('; ')
        const [name = '', value = ''] = pair.split(/=(.*)/s)
        const at = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/'
        const old = kept.findIndex((one) => one.name === name && one.path === at)
        if (old >= 0) kept.splice(old, 1)
        if (value !== '' && !/max-age=0/i.test(line) && !/1970/.test(line)) kept.push({ name, value, path: at })
      }
      if (response.status < 300 || response.status >= 400) return { response, path }
      const to = new URL(response.headers.get('location') ?? '/', new URL(path, site))
      await response.body?.cancel()
      if (to.origin !== site) return { response, path: to.href }
      path = to.pathname + to.search
      init = {}
    }
    throw new Error(`${path} leads round and round`)
  }
  const read = (html: string, at: string): Promise<Seen> =>
    reader.evaluate(
      ([text, base]: readonly [string, string]): Seen => {
        // Of a browser, whose types the platform's programs do without.
        const { DOMParser, HTMLSelectElement, HTMLTextAreaElement, HTMLInputElement, HTMLButtonElement } =
          globalThis as any
        const page = new DOMParser().parseFromString(text, 'text/html')
        const all = (selector: string): any[] => [...page.querySelectorAll(selector)]
        const local = (href: string): string => {
          const to = new URL(href, base)
          return to.origin === new URL(base).origin ? to.pathname + to.search : ''
        }
        const given = (field: any): [string, string][] => {
          if (!field.name || field.disabled || field instanceof HTMLButtonElement) return []
          if (field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement)
            return [[field.name, field.value]]
          if (!(field instanceof HTMLInputElement)) return []
          return ['checkbox', 'radio'].includes(field.type) && !field.checked ? [] : [[field.name, field.value]]
        }
        const address = (element: any, name: string): string => local(element.getAttribute(name) ?? '')
        return {
          title: page.title,
          lang: page.documentElement.lang,
          headings: all('h1').map((one) => one.textContent.trim()),
          links: all('a[href]')
            .map((one) => address(one, 'href'))
            .filter((one) => one !== ''),
          ways: all('main a[href], nav a[href], main form').length,
          forms: all('form').map((form) => ({
            action: address(form, 'action'),
            method: (form.getAttribute('method') ?? 'get').toUpperCase(),
            fields: [...form.elements].flatMap(given),
            buttons: [...form.elements].flatMap((one: any): [string, string, string][] =>
              one instanceof HTMLButtonElement && one.type === 'submit'
                ? [[one.name, one.value, one.hasAttribute('formaction') ? address(one, 'formaction') : '']]
                : [],
            ),
          })),
          text: page.body.textContent,
        }
      },
      [html, new URL(at, site).href] as const,
    )

  const check = async (
    response: Response,
    path: string,
    cause: string,
    statuses: readonly number[],
  ): Promise<Seen | null> => {
    const type = response.headers.get('content-type') ?? ''
    const said = `${cause} → ${path}`
    if (!statuses.includes(response.status)) wrong.push(`${said}: ${response.status}`)
    if (!type.startsWith('text/html')) {
      const saved = response.headers.get('content-disposition')?.startsWith('attachment')
      if (!saved) wrong.push(`${said}: ${type || 'nothing'} is shown instead of a page`)
      await response.body?.cancel()
      return null
    }
    const seen = await read(await response.text(), path)
    result.pages++
    if (!/^\S.{2,} – Timbang$/.test(seen.title)) wrong.push(`${said}: the title is “${seen.title}”`)
    if (seen.headings.length !== 1 || !seen.headings[0]) wrong.push(`${said}: ${seen.headings.length} first headings`)
    if (seen.lang !== 'id' && seen.lang !== 'en') wrong.push(`${said}: no language`)
    if (seen.ways === 0) wrong.push(`${said}: no way on`)
    if (/undefined|\[object |NaN/.test(seen.text))
      wrong.push(`${said}: ${/.{20}(?:undefined|\[object |NaN).{20}/s.exec(seen.text)?.[0]}`)
    for (const words of notHis) if (seen.text.includes(words)) wrong.push(`${said}: tells another’s words, “${words}”`)
    return seen
  }

  const page = await (context ?? (await browser.newContext())).newPage()
  const look = async (path: string): Promise<void> => {
    const kind = kindOf(path.split('?')[0]!)
    if (looked.has(kind)) return
    looked.add(kind)
    result.looked++
    const complaints: string[] = []
    const hear = (error: Error) => void complaints.push(error.message)
    page.on('pageerror', hear)
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(new URL(path, site).href)
    for (const { id, nodes } of await axe(page)) wrong.push(`${path}: axe ${id}: ${nodes[0]}`)
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
    if (wide > 360) wrong.push(`${path}: scrolls sideways, ${wide} px`)
    for (const complaint of complaints) wrong.push(`${path}: ${complaint}`)
    page.off('pageerror', hear)
  }

  const queue: { path: string; cause: string }[] = ['/', ...from].map((path) => ({ path, cause: 'begins' }))
  const found = (links: readonly string[], cause: string): void => {
    for (const path of links) {
      if (walked.has(path) || leaves(path)) continue
      walked.add(path)
      const kind = kindOf(path)
      const many = (kinds.get(kind) ?? 0) + 1
      kinds.set(kind, many)
      if (many <= mostOf(path)) queue.push({ path, cause })
    }
  }
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { response, path } = await ask(next.path)
    const seen = await check(response, path, next.cause, [200])
    if (seen === null) continue
    await look(next.path)
    found(seen.links, next.path)
    for (const form of seen.forms) {
      const buttons = form.buttons.length === 0 ? [['', '', ''] as [string, string, string]] : form.buttons
      for (const [name, value, formaction] of buttons) {
        const action = formaction || form.action
        const key = `${form.method} ${kindOf(action)} ${name}=${value}`
        if (leaves(action) || sent.has(key)) continue
        sent.add(key)
        result.forms++
        const pressed: [string, string][] = name === '' ? [] : [[name, value]]
        const body = new URLSearchParams([...form.fields, ...pressed])
        if (form.method === 'GET') {
          found([`${action.split('?')[0]}?${body}`], `a form of ${next.path}`)
          continue
        }
        const answer = await ask(action, { method: 'POST', body })
        const after = await check(answer.response, answer.path, `${key} on ${next.path}`, [200])
        if (after === null) continue
        found(after.links, key)
        // It can be reloaded, and says the same.
        const again = await ask(answer.path)
        await check(again.response, again.path, `reload after ${key}`, [200])
      }
    }
  }
  await page.close()
  await reader.context().close()
  return result
}
