import { owe } from '@timbang/due/owe'
import type { Kind } from '@timbang/due/work'
import { type Actor, decided } from '@timbang/identity/look'
import type { Tx } from '@timbang/postgres/pool'
import { type Means, tell, told } from '../tell.ts'
import { decide } from './domain.ts'
import { type Covered, lockCovered } from './store.ts'

// A grace of a unit or of an agency answers every open request whose days it covers. The command answers the one that it was given for and owes
// a row; the others are answered behind it, a page at a time, by any replica.

interface Answering {
  readonly graceId: string
  readonly untilInstant: number
  readonly by: Actor
  readonly covered: Covered
}

export const oweAnswers = (tx: Tx, { graceId, untilInstant, by, covered }: Answering, now: number) =>
  owe(tx, [
    {
      kind: 'answer',
      key: graceId,
      dueAt: now,
      payload: {
        graceId,
        untilInstant,
        by: { sub: by.sub, employeeId: by.employeeId ?? null, roles: [...by.roles], sid: by.sid ?? null },
        covered: { ...covered, unitId: covered.unitId ?? null, but: covered.but ?? null },
      },
    },
  ])

const PAGE = 200

export const answers = (means: Means): Kind => ({
  handle: async (tx, works) => {
    const { key, payload } = works[0]!
    const { graceId, untilInstant, by, covered } = payload as unknown as Answering
    const caller = { ...by, employeeId: by.employeeId ?? undefined, sid: by.sid ?? undefined }
    const page = await lockCovered(tx, covered, PAGE)
    const now = means.clock.now()
    const actor = caller.employeeId ?? caller.sub
    const events = page.flatMap((request) => {
      const decision = decide(request, request.requestId, { type: 'answer', graceId, untilInstant, by: actor })
      if (decision.refused) return []
      return decision.events.map((event) =>
        told(event, {
          employeeId: request.employeeId,
          agencyId: request.agencyId,
          decidedAt: now,
          sourceRecordedAt: undefined,
          actor,
        }),
      )
    })
    if (events.length > 0)
      await decided(tx, {
        caller,
        operation: 'journal.DecideGraceRequest',
        subjects: [...new Set(page.map(({ employeeId }) => employeeId))],
        object: graceId,
        agencyId: covered.agencyId,
        at: now,
      })
    await tell(tx, means.kafka, events)
    return page.length < PAGE ? [] : [{ key }]
  },
})
