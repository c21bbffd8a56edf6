import type { ComponentChildren } from 'preact'
import { type IconName, icons } from '../shared/frame/icons.ts'
import { amount, entryWords, receiptText, refusalSentence } from '../shared/entry/words.ts'
import { outboxWords } from './words.ts'
import { clock, dayOf, shortDate, time } from '../shared/time.ts'
import type { Language } from '../../locals.ts'
import type { Zone } from '../shared/time.ts'
import type { Item } from './item.ts'

const Icon = ({ name }: { name: IconName }) => (
  <svg class="ico" viewBox="0 0 16 16" aria-hidden="true">
    <path fill-rule="evenodd" d={icons[name]} />
  </svg>
)
const State = ({ icon, class: name, children }: { icon: IconName; class?: string; children: ComponentChildren }) => (
  <span class={`st ${name ?? ''}`}>
    <Icon name={icon} />
    {children}
  </span>
)

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

type Props = { items: readonly Item[]; language: Language; zone: Zone; now: number; onMend(item: Item): void }

/** What is on this device, latest first, in the same shape as the server's list. */
export const List = ({ items, language, zone, now, onMend }: Props) => {
  const words = entryWords[language]
  const today = dayOf(now, zone)
  if (items.length === 0) return null
  return (
    <ol class="list ent kept">
      {items
        .toSorted((a, b) => b.bornAt - a.bornAt)
        .map((item) => {
          const { draft, state } = item
          return (
            <li key={item.key} data-item={draft.recordId}>
              <p class="says">{draft.sentence}</p>
              <p class="row meta">
                <span>
                  <time dateTime={new Date(item.bornAt).toISOString()}>
                    {dayOf(item.bornAt, zone) === today
                      ? time(item.bornAt, zone, language)
                      : `${shortDate(dayOf(item.bornAt, zone), language)}, ${time(item.bornAt, zone, language)}`}
                  </time>
                  {' · '}
                  {[
                    draft.workDate === today ? null : shortDate(draft.workDate, language),
                    [item.label, amount(draft.quantityThousandths, draft.unit, language)]
                      .filter((part) => part)
                      .join(', '),
                  ]
                    .filter((part) => part)
                    .join(' · ')}
                </span>
              </p>
              <p class="row">
                {state.kind === 'stored' && (
                  <State icon="device" class="dev">
                    {words.stored}
                  </State>
                )}
                {state.kind === 'sent' && (
                  <State icon="up" class="sent">
                    {words.sent} {clock(state.at, zone, language)}
                  </State>
                )}
                {state.kind === 'received' && (
                  <State icon="ok">
                    {words.received} {clock(state.at, zone, language)}
                  </State>
                )}
                {state.kind === 'mend' && (
                  <State icon="mend" class="fix">
                    {words.needsMending}
                  </State>
                )}
                {(state.kind === 'received' || state.kind === 'mend') && state.receipt && (
                  <span class="rcpt">
                    {words.receipt} <span class="n">{receiptText(state.receipt)}</span>
                  </span>
                )}
              </p>
              {state.kind === 'mend' && (
                <div class="back whole">
                  <p>{why(item, language)}</p>
                  <p>
                    <button class="quiet" type="button" onClick={() => onMend(item)}>
                      {state.why === 'conflicted' ? outboxWords[language].asNew : outboxWords[language].mend}
                    </button>
                  </p>
                </div>
              )}
            </li>
          )
        })}
    </ol>
  )
}
