import type { Language } from '../../locals.ts'
import { amount, entryWords, receiptText, refusalSentence } from '../shared/entry/words.ts'
import { type IconName, icons } from '../shared/frame/icons.ts'
import { clock, dayOf, shortDate, time, type Zone } from '../shared/time.ts'
import type { Item } from './item.ts'
import { outboxWords } from './words.ts'

type Content = Node | string
const element = (tag: string, attributes: Record<string, string>, ...content: Content[]): HTMLElement => {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...content)
  return made
}
const SVG = 'http://www.w3.org/2000/svg'
const icon = (name: IconName): SVGElement => {
  const drawing = document.createElementNS(SVG, 'svg')
  drawing.setAttribute('class', 'ico')
  drawing.setAttribute('viewBox', '0 0 16 16')
  drawing.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('fill-rule', 'evenodd')
  path.setAttribute('d', icons[name])
  drawing.append(path)
  return drawing
}

const why = (item: Item, language: Language): string => {
  if (item.state.kind !== 'mend') return ''
  const words = entryWords[language]
  if (item.state.why === 'conflicted') return words.conflict
  if (item.state.why === 'returned')
    return [
      words.reasons[item.state.refusals[0]?.code ?? ''] ?? words.reasons['other'],
      item.state.note ? `“${item.state.note}”` : '',
    ].join(' ')
  return `${item.state.refusals.map((refusal) => refusalSentence(refusal, language)).join(' ')} ${words.safe}`
}

const stateOf = ({ state }: Item, language: Language, zone: Zone): HTMLElement => {
  const words = entryWords[language]
  switch (state.kind) {
    case 'stored':
      return element('span', { class: 'st dev' }, icon('device'), words.stored)
    case 'sent':
      return element('span', { class: 'st sent' }, icon('up'), `${words.sent} ${clock(state.at, zone, language)}`)
    case 'received':
      return element('span', { class: 'st' }, icon('ok'), `${words.received} ${clock(state.at, zone, language)}`)
    case 'mend':
      return element('span', { class: 'st fix' }, icon('mend'), words.needsMending)
  }
}

type Shown = { language: Language; zone: Zone; now: number; onMend(item: Item): void }

const rowOf = (item: Item, { language, zone, now, onMend }: Shown): HTMLElement => {
  const { draft, state } = item
  const words = entryWords[language]
  const today = dayOf(now, zone)
  const born = time(item.bornAt, zone, language)
  const said = [
    draft.workDate === today ? null : shortDate(draft.workDate, language),
    [item.label, amount(draft.quantityThousandths, draft.unit, language)].filter((part) => part).join(', '),
  ]
  const receipt = (state.kind === 'received' || state.kind === 'mend') && state.receipt
  const row = element(
    'li',
    { 'data-item': draft.recordId },
    element('p', { class: 'says', lang: 'id' }, draft.sentence),
    element(
      'p',
      { class: 'row meta' },
      element(
        'span',
        {},
        element(
          'time',
          { datetime: new Date(item.bornAt).toISOString() },
          dayOf(item.bornAt, zone) === today ? born : `${shortDate(dayOf(item.bornAt, zone), language)}, ${born}`,
        ),
        ` · ${said.filter((part) => part).join(' · ')}`,
      ),
    ),
    element(
      'p',
      { class: 'row' },
      stateOf(item, language, zone),
      ...(receipt
        ? [
            element(
              'span',
              { class: 'rcpt' },
              `${words.receipt} `,
              element('span', { class: 'n' }, receiptText(receipt)),
            ),
          ]
        : []),
    ),
  )
  if (item.files.length > 0)
    row.append(element('p', { class: 'meta whole' }, outboxWords[language].filesWait(item.files.length)))
  if (state.kind === 'mend') {
    const { mend, asNew } = outboxWords[language]
    const button = element('button', { class: 'quiet', type: 'button' }, state.why === 'conflicted' ? asNew : mend)
    button.addEventListener('click', () => onMend(item))
    row.append(element('div', { class: 'back whole' }, element('p', {}, why(item, language)), element('p', {}, button)))
  }
  return row
}

/** What each row shows, to tell whether it still does. */
const shows = new WeakMap<Element, string>()

/**
 * Draws what is on this device, latest first, in the same shape as the server's list. A row of which nothing changed stays as it is, with the
 * focus that may lie in it.
 */
export const drawList = (root: HTMLElement, items: readonly Item[], shown: Shown): void => {
  if (items.length === 0) return root.replaceChildren()
  const list = root.querySelector('ol') ?? element('ol', { class: 'list ent kept' })
  const before = new Map([...list.children].map((row) => [shows.get(row), row]))
  const rows = items
    .toSorted((a, b) => b.bornAt - a.bornAt)
    .map((item) => {
      const is = JSON.stringify([item, dayOf(shown.now, shown.zone)])
      const row = before.get(is) ?? rowOf(item, shown)
      shows.set(row, is)
      return row
    })
  // Only where another row stands: whatever is moved loses its focus.
  for (const [at, row] of rows.entries())
    if (list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null)
  while (list.children.length > rows.length) list.lastElementChild?.remove()
  if (list.parentElement !== root) root.replaceChildren(list)
}
