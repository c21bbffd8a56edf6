import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { addDays, type CivilDate } from '@timbang/rules/civil-date'

export const DRAFT_DAYS = 7
export const KEPT_MS = DRAFT_DAYS * 86_400_000
/** So many wait for one person, and so many of one writer. */
export const MOST_FOR = 5
export const MOST_BY = 10

export interface Draft {
  readonly draftId: string
  /** Of the record that it becomes. */
  readonly recordId: string
  readonly writerId: string
  readonly employeeId: string
  readonly workDate: CivilDate
  /** Empty as soon as it does not wait any more. */
  readonly sentence: string
  readonly state: 'waiting' | 'taken' | 'dropped'
  /** Epoch milliseconds; the second excluded. */
  readonly leftAt: number
  readonly expiresAt: number
}

export interface Leaving {
  readonly draftId: string
  readonly writerId: string
  readonly employeeId: string
  readonly workDate: CivilDate
  readonly sentence: string
}

/** A work date of the last week: what is older is hers to ask grace for. */
export const firstDate = (today: CivilDate): CivilDate => addDays(today, -DRAFT_DAYS)

/**
 * Why a draft is not left; undefined: it is.
 * @param known what stands under its id @param together whether both work in one unit today @param waiting how many wait for her, and of his
 */
export function leave(
  leaving: Leaving,
  known: Draft | undefined,
  together: boolean,
  waiting: { readonly forHer: number; readonly byHim: number },
  today: CivilDate,
): Refusal | 'again' | undefined {
  const { writerId, employeeId, workDate, sentence } = leaving
  if (known !== undefined) {
    const same = known.writerId === writerId && known.employeeId === employeeId && known.workDate === workDate
    return same && (known.state !== 'waiting' || known.sentence === sentence) ? 'again' : refuse('draft.id-used')
  }
  // Of whom he does not work with he hears nothing, and not whether she is there.
  if (writerId === employeeId || !together) return refuse('draft.not-together', undefined, 'employee_id')
  if (workDate < firstDate(today) || workDate > today)
    return refuse('request.value-invalid', { hint: `${firstDate(today)} – ${today}` }, 'work_date')
  if (waiting.forHer >= MOST_FOR) return refuse('draft.too-many', { limit: MOST_FOR }, 'employee_id')
  if (waiting.byHim >= MOST_BY) return refuse('draft.too-many-left', { limit: MOST_BY })
  return undefined
}

/** Whether somebody drops it, takes nothing back, or may not know of it. */
export function drop(draft: Draft | undefined, by: string, now: number): Refusal | 'again' | undefined {
  if (draft === undefined || draft.expiresAt <= now) return refuse('draft.not-found')
  if (draft.employeeId !== by && draft.writerId !== by) return refuse('draft.not-found')
  if (draft.state === 'taken') return refuse('draft.taken')
  return draft.state === 'dropped' ? 'again' : undefined
}

/** What its writer hears of it: not whether she dropped it or let it lie. */
export const heard = ({ state, expiresAt }: Draft, now: number): 'waiting' | 'taken' | 'not-taken' =>
  state === 'taken' ? 'taken' : state === 'waiting' && expiresAt > now ? 'waiting' : 'not-taken'
