import type { Packs } from '@timbang/rules/published'
import { icons } from '../shared/frame/icons.ts'
import { count, exact } from '../shared/number.ts'
import { whyWords } from './words.ts'
import type { Language } from '../../locals.ts'
import { type Digest, type Seal, type Verified, verify } from './verify.ts'

const root = document.querySelector<HTMLElement>('[data-recompute]')
const language = (document.body.dataset['language'] ?? 'id') as Language
const words = whyWords[language]

const element = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  content: string,
  className = '',
): HTMLElementTagNameMap[Name] => {
  const made = document.createElement(name)
  made.textContent = content
  if (className) made.className = className
  return made
}
const icon = (name: 'ok' | 'mend'): SVGSVGElement => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('class', 'ico')
  svg.setAttribute('viewBox', '0 0 16 16')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  path.setAttribute('fill-rule', 'evenodd')
  path.setAttribute('d', icons[name])
  svg.append(path)
  return svg
}
const short = (hash: string): string =>
  `${(hash.slice(0, 16).match(/.{4}/g) ?? []).join(' ')} … ${(hash.slice(-8).match(/.{4}/g) ?? []).join(' ')}`

const show = (place: HTMLElement, verified: Verified, milliseconds: number): void => {
  place.replaceChildren()
  if (verified.kind === 'other-pack') {
    place.append(element('p', words.otherPack(verified.version)))
    return
  }
  const good = verified.same && verified.inSeal !== false
  const line = element('p', '')
  const state = element('span', '', good ? 'st' : 'st fix')
  state.append(icon(good ? 'ok' : 'mend'), element('strong', good ? words.same : words.differs))
  line.append(
    state,
    ` ${good ? (verified.index === null ? words.sameNoIndex : words.sameText(exact(verified.index, language))) : words.differsText}`,
  )
  const list = element('dl', '', 'kv meta')
  const add = (name: string, value: string, code = false): void => {
    const data = document.createElement('dd')
    data.append(code ? element('code', value) : value)
    list.append(element('dt', name), data)
  }
  add(words.device, short(verified.device), true)
  add(words.receiptName, short(verified.server), true)
  if (verified.inSeal !== null) add(words.sealName, verified.inSeal ? words.sealOk : words.sealNo)
  add(words.took, words.milliseconds(count(Math.max(1, Math.round(milliseconds)), language)))
  place.append(line, list)
}

if (root) {
  // A page without a secure context has no SHA-256 of its own.
  const digest: Digest = async (bytes) =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))
  const seal = root.dataset['seal'] ? (JSON.parse(root.dataset['seal']) as Seal) : null
  const packs = JSON.parse(root.dataset['packs'] ?? '[]') as Packs
  const result = element('div', '', 'stack')
  result.setAttribute('role', 'status')
  const button = element('button', words.recomputeGo, 'btn2')
  button.type = 'button'
  const line = document.createElement('p')
  line.append(button)
  button.addEventListener('click', () => {
    void (async () => {
      // The very bytes that were hashed, as anybody may download them.
      const response = await fetch(root.dataset['recompute'] ?? '').catch(() => null)
      if (!response?.ok) return result.replaceChildren(element('p', words.unreachable))
      const text = await response.text()
      const begun = performance.now()
      show(result, await verify(text, packs, seal, digest), performance.now() - begun)
      button.textContent = words.recomputeAgain
    })()
  })
  root.append(result, line)
}

const print = document.querySelector<HTMLButtonElement>('[data-print]')
if (print) {
  print.hidden = false
  print.addEventListener('click', () => window.print())
}
// A link to a row opens it.
const openTarget = (): void => {
  const target = location.hash ? document.getElementById(location.hash.slice(1)) : null
  if (target instanceof HTMLDetailsElement) target.open = true
}
addEventListener('hashchange', openTarget)
openTarget()
