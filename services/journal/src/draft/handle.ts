import { randomUUIDv7 } from 'node:crypto'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { owe } from '@timbang/due/owe'
import type { Kind } from '@timbang/due/work'
import type { Caller } from '@timbang/identity/caller'
import { type By, decided, look } from '@timbang/identity/look'
import { transaction } from '@timbang/postgres/transaction'
import { assignmentsOn, personDay } from '@timbang/roster/read'
import { type CivilDate, dateAt } from '@timbang/rules/civil-date'
import type { Means } from '../tell.ts'
import { type Draft, drop, heard, KEPT_MS, leave, type Leaving } from './domain.ts'
import { countWaiting, dropDraft, forgetDrafts, leftBy, lockCounts, lockDraft, saveDraft, waitingFor } from './store.ts'

/** Whoever calls as somebody who works here. */
export type Employee = By & { readonly caller: Caller & { readonly employeeId: string } }

const FORGET = 'draft'

/** A colleague leaves a draft for somebody of his unit. Sent again it has been left once. */
export const leaveDraft =
  ({ pool, clock }: Means) =>
  ({ caller, operation }: Employee, wanted: Omit<Leaving, 'writerId'>): Promise<{ expiresAt: number } | Refusal> =>
    transaction(pool, async (tx) => {
      const leaving = { ...wanted, writerId: caller.employeeId, sentence: wanted.sentence.trim().normalize('NFC') }
      const { draftId, employeeId, writerId } = leaving
      await lockCounts(tx, [employeeId, writerId])
      const now = clock.now()
      const known = await lockDraft(tx, draftId)
      // Both work where the day is the later one's: a draft is of a day that has begun for her.
      const days = [employeeId, writerId].map((one) => ({ employeeId: one, date: dateAt(now, 'WIB') }))
      const posts = await assignmentsOn(tx, days)
      const [hers, his] = days.map((day) => posts.get(personDay(day)))
      const together = hers !== undefined && hers.unitId === his?.unitId
      const today = dateAt(now, hers?.zone ?? 'WIB')
      const answer = leave(leaving, known, together, await countWaiting(tx, employeeId, writerId, now), today)
      if (answer === 'again') return { expiresAt: known!.expiresAt }
      if (answer !== undefined) return answer
      const expiresAt = now + KEPT_MS
      await saveDraft(tx, { ...leaving, recordId: randomUUIDv7(), state: 'waiting', leftAt: now, expiresAt })
      await owe(tx, [{ kind: FORGET, key: draftId, dueAt: expiresAt }])
      await decided(tx, { caller, operation, subjects: [employeeId], object: draftId, at: now })
      return { expiresAt }
    })

/** Its words are gone at once, and it waits for nobody. */
export const dropLeft =
  ({ pool, clock }: Means) =>
  ({ caller, operation }: Employee, draftId: string): Promise<Refusal | undefined> =>
    transaction(pool, async (tx) => {
      const draft = await lockDraft(tx, draftId)
      const now = clock.now()
      const answer = drop(draft, caller.employeeId, now)
      if (isRefusal(answer)) return answer
      if (answer === 'again') return undefined
      await dropDraft(tx, draftId)
      const subjects = [caller.employeeId === draft!.employeeId ? draft!.writerId : draft!.employeeId]
      await decided(tx, { caller, operation, subjects, object: draftId, at: now })
      return undefined
    })

export interface Drafts {
  readonly waiting: readonly Draft[]
  readonly left: readonly (Draft & { readonly heard: ReturnType<typeof heard> })[]
  readonly today: CivilDate
}

/** What waits for somebody, and what became of what he has left. Who else it names is on record. */
export const listDrafts =
  ({ pool, clock }: Means) =>
  async ({ caller, operation }: Employee): Promise<Drafts> => {
    const now = clock.now()
    const { employeeId } = caller
    const [waiting, left] = [await waitingFor(pool, employeeId, now), await leftBy(pool, employeeId, now)]
    const subjects = [...waiting.map((one) => one.writerId), ...left.map((one) => one.employeeId)]
    await look(pool, { caller, operation, subjects: [...new Set(subjects)], at: now })
    const own = { employeeId, date: dateAt(now, 'WIB') }
    const post = (await assignmentsOn(pool, [own])).get(personDay(own))
    return {
      waiting,
      left: left.map((draft) => ({ ...draft, heard: heard(draft, now) })),
      today: dateAt(now, post?.zone ?? 'WIB'),
    }
  }

/** A week after it was left nothing of it is here. */
export const forgettingDrafts = ({ clock }: Means): Kind => ({
  handle: async (tx, works) => {
    await forgetDrafts(
      tx,
      works.map(({ key }) => key),
      clock.now(),
    )
  },
})
