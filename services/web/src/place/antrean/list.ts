import type { Language } from '../../locals.ts'
import { amount, entryWords, receiptText, refusalSentence } from '../shared/entry/words.ts'
import { type IconName, icons } from '../shared/frame/icons.ts'
import { clock, dayAndMonth, dayOf, shortDate, time, type Zone } from '../shared/time.ts'
import { type Item, rests } from './item.ts'
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
  const { withdrawal } = outboxWords[language]
  if (item.state.why === 'changed') return withdrawal.changed
  if (item.state.why === 'too-late') return withdrawal.tooLate
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

type Shown = {
  language: Language
  zone: Zone
  now: number
  onMend(item: Item): void
  onDrop(item: Item): void
  onTakeBack(item: Item): void
}

/** What it says, and what it is about. */
const headOf = (item: Item, language: Language, today: string): { says: Node; about: readonly (string | null)[] } => {
  const onDay = (date: string): string | null => (date === today ? null : shortDate(date, language))
  switch (item.kind) {
    case 'entry': {
      const { draft, label } = item
      return {
        says: element('p', { class: 'says', lang: 'id' }, draft.sentence),
        about: [
          onDay(draft.workDate),
          [label, amount(draft.quantityThousandths, draft.unit, language)].filter((part) => part).join(', '),
        ],
      }
    }
    case 'withdrawal':
      return {
        says: element(
          'p',
          { class: 'says' },
          outboxWords[language].withdrawal.says,
          element('span', { lang: 'id' }, item.seen.sentence),
        ),
        about: [onDay(item.seen.workDate)],
      }
    case 'grace': {
      const { from, to } = item.asked
      const days = [from, ...(to === from ? [] : [to])].map((date) => dayAndMonth(date, language)).join(' – ')
      return { says: element('p', { class: 'says' }, outboxWords[language].grace.says(days)), about: [] }
    }
    default:
      return item satisfies never
  }
}

const buttonOf = (text: string, press: () => void): HTMLElement => {
  const button = element('button', { class: 'quiet', type: 'button' }, text)
  button.addEventListener('click', press)
  return button
}

/** Taking back what is on its way is asked once, where it stands: no page of the server's need be reached for it. */
const takeBackOf = (item: Item, { language, onTakeBack }: Shown): HTMLElement => {
  const { withdrawal } = outboxWords[language]
  const place = element('div', { class: 'whole' })
  const offer = (focus: boolean): void => {
    const button = buttonOf(withdrawal.take, ask)
    if (item.kind === 'entry') button.setAttribute('aria-label', withdrawal.takeOf(item.draft.sentence))
    place.replaceChildren(element('p', {}, button))
    if (focus) button.focus()
  }
  const ask = (): void => {
    const go = buttonOf(withdrawal.go, () => onTakeBack(item))
    place.replaceChildren(
      element('p', {}, withdrawal.sure),
      element(
        'p',
        { class: 'row' },
        go,
        buttonOf(withdrawal.leave, () => offer(true)),
      ),
    )
    go.focus()
  }
  offer(false)
  return place
}

const mendOf = (item: Item, { language, onMend, onDrop }: Shown): HTMLElement => {
  const words = outboxWords[language]
  const act = element('p', { class: 'row' })
  if (item.kind === 'entry')
    act.append(
      buttonOf(item.state.kind === 'mend' && item.state.why === 'conflicted' ? words.asNew : words.mend, () =>
        onMend(item),
      ),
    )
  else {
    if (item.kind === 'grace') act.append(buttonOf(words.mend, () => onMend(item)))
    else act.append(element('a', { class: 'quiet', href: `/catatan/${item.seen.recordId}` }, words.withdrawal.look))
    act.append(buttonOf(words.drop, () => onDrop(item)))
  }
  return element('div', { class: 'back whole' }, element('p', {}, why(item, language)), act)
}

const rowOf = (item: Item, items: readonly Item[], shown: Shown): HTMLElement => {
  const { language, zone, now } = shown
  const { state } = item
  const words = entryWords[language]
  const today = dayOf(now, zone)
  const born = time(item.bornAt, zone, language)
  const { says, about } = headOf(item, language, today)
  const receipt = (state.kind === 'received' || state.kind === 'mend') && state.receipt
  const row = element(
    'li',
    { 'data-item': item.key },
    says,
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
        ...about.filter((part) => part).map((part) => ` · ${part}`),
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
  if (item.kind === 'entry' && item.files.length > 0)
    row.append(element('p', { class: 'meta whole' }, outboxWords[language].filesWait(item.files.length)))
  if (state.kind === 'stored' && rests(item, items))
    row.append(element('p', { class: 'meta whole' }, outboxWords[language].withdrawal.rests))
  if (state.kind === 'mend') row.append(mendOf(item, shown))
  if (mayTakeBack(item, items)) row.append(takeBackOf(item, shown))
  return row
}

/** An entry of this device that was not refused, and that nobody is taking back already. */
const mayTakeBack = (item: Item, items: readonly Item[]): boolean =>
  item.kind === 'entry' &&
  item.state.kind !== 'mend' &&
  !items.some((one) => one.kind === 'withdrawal' && one.seen.recordId === item.draft.recordId)

/** What each row shows, to tell whether it still does. */
const shows = new WeakMap<Element, string>()

/**
 * Draws what is on this device, latest first, in the same shape as the server's list. A row of which nothing changed stays as it is, with the
 * focus that may lie in it.
 * @param all of this person that is on this device, drawn here or not
 */
export const drawList = (root: HTMLElement, items: readonly Item[], all: readonly Item[], shown: Shown): void => {
  if (items.length === 0) return root.replaceChildren()
  const list = root.querySelector('ol') ?? element('ol', { class: 'list ent kept' })
  const before = new Map([...list.children].map((row) => [shows.get(row), row]))
  const rows = items
    .toSorted((a, b) => b.bornAt - a.bornAt)
    .map((item) => {
      const is = JSON.stringify([item, dayOf(shown.now, shown.zone), rests(item, all), mayTakeBack(item, all)])
      const row = before.get(is) ?? rowOf(item, all, shown)
      shows.set(row, is)
      return row
    })
  // Only where another row stands: whatever is moved loses its focus.
  for (const [at, row] of rows.entries())
    if (list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null)
  while (list.children.length > rows.length) list.lastElementChild?.remove()
  if (list.parentElement !== root) root.replaceChildren(list)
}
