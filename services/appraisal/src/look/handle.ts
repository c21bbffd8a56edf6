import { randomBytes } from 'node:crypto'
import { SecondLook } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import { isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import { may } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { decided } from '@timbang/identity/look'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { peopleBelow } from '@timbang/roster/below'
import { linesFrom, type Line } from '@timbang/roster/line'
import { personDay } from '@timbang/roster/read'
import { boundsOf, dateAt, type Period } from '@timbang/rules/civil-date'
import { decisionFromRow, judgementFromRow } from '../assessment/wire.ts'
import { windowsOf } from '../assessment/domain.ts'
import { aggregate, loadAssessments, rulesOf, standingsTo, type By, type Standings } from '../assessment/handle.ts'
import { putWords } from '../assessment/store.ts'
import { lockAggregates } from '../plan/store.ts'
import { tell, type Deps } from '../tell.ts'
import { decideLook, needsLook, type LookCommand } from './domain.ts'
import { looksOf, unlookedOf, type LookRow } from './store.ts'
import { lookFromRows, toLookEvent } from './wire.ts'

export interface OfDecision {
  readonly employeeId: string
  readonly period: Period
  readonly seen: number
}

/** Those above people today, from the posts that they held on a quarter's last day. */
export async function linesOf(
  reader: Tx | Pool,
  employeeIds: readonly string[],
  period: Period,
  now: number,
): Promise<Map<string, Line>> {
  const [date, { to: postOn }] = [dateAt(now, 'WIB'), boundsOf(period)]
  const lines = await linesFrom(
    reader,
    employeeIds.map((employeeId) => ({ employeeId, date, postOn })),
  )
  return new Map(
    employeeIds.flatMap((employeeId) => {
      const line = lines.get(personDay({ employeeId, date }))
      return line === undefined ? [] : [[employeeId, line]]
    }),
  )
}

/** Whether somebody looks again at a decision: the superior of whoever decides, where he has not decided it himself. */
export const looksAt = (caller: Caller, line: Line | undefined, { decisions: [last] }: Standings): boolean =>
  caller.employeeId !== undefined &&
  line?.superiors.includes(caller.employeeId) === true &&
  last?.decidedBy !== caller.employeeId

/** The superior of whoever decided agrees, or asks back. */
export const lookAgain =
  (deps: Deps) =>
  (
    by: By,
    { question, ...of }: OfDecision & { readonly question: string | undefined },
  ): Promise<{ version: number } | Refusal> =>
    transaction(deps.pool, async (tx) => {
      await lockAggregates(tx, [aggregate(of.employeeId, of.period)])
      const at = deps.clock.now()
      const line = (await linesOf(tx, [of.employeeId], of.period, at)).get(of.employeeId)
      const found = (await loadAssessments(tx, [of.employeeId], of.period)).get(of.employeeId)
      if (
        found === undefined ||
        !looksAt(by.caller, line, found) ||
        !may(by.caller, by.operation, ['assessors_superior'])
      )
        return refuse('access.denied')
      const { seen } = of
      return one(
        deps,
        tx,
        by,
        of,
        found,
        question === undefined ? { type: 'agree', seen, at } : { type: 'ask', question, seen, at },
      )
    })

/** Whoever decides answers a question, and keeps what he decided. To change it he decides anew. */
export const answerLook =
  (deps: Deps) =>
  (by: By, { answer, ...of }: OfDecision & { readonly answer: string }): Promise<{ version: number } | Refusal> =>
    transaction(deps.pool, async (tx) => {
      await lockAggregates(tx, [aggregate(of.employeeId, of.period)])
      const at = deps.clock.now()
      const standing = (await standingsTo(tx, by.caller, [of.employeeId], of.period, at)).get(of.employeeId)
      const relation = standing?.as === 'delegate' ? 'assessors_delegate' : 'assessor'
      if (standing === undefined || !may(by.caller, by.operation, [relation])) return refuse('access.denied')
      const found = (await loadAssessments(tx, [of.employeeId], of.period)).get(of.employeeId)
      if (found === undefined) return refuse('assessment.no-post')
      return one(deps, tx, by, of, found, { type: 'keep', answer, seen: of.seen, at })
    })

async function one(
  { kafka }: Deps,
  tx: Tx,
  by: By,
  { employeeId, period }: OfDecision,
  { post, decisions: [last] }: Standings,
  command: LookCommand,
): Promise<{ version: number } | Refusal> {
  const rules = await rulesOf(tx, period, command.at)
  if (rules === undefined) return refuse('pack.unknown')
  const rows = (await looksOf(tx, [employeeId], period)).filter((row) => row.assignmentId === post.assignmentId)
  const known = lookFromRows(rows, last?.version ?? 0)
  // He who asked, and stands in for the assessor by now, does not answer himself.
  const asker = known.state === 'asked' ? rows.at(-1)?.saidBy : undefined
  if (command.type === 'keep' && asker === by.caller.employeeId) return refuse('look.not-asked')
  const taken = decideLook(known, command, last && decisionFromRow(last), windowsOf(period, rules, post.zone))
  if (isRefusal(taken)) return taken
  const [event] = taken.events
  if (event === undefined) return { version: known.version }
  const about = { employeeId, agencyId: post.agencyId, period, assignmentId: post.assignmentId }
  const actor = by.caller.employeeId ?? by.caller.sub
  const saying = { ...about, actor, now: command.at, sourceRecordedAt: undefined, salt: randomBytes(32) }
  const told = toLookEvent(saying, event)
  await decided(tx, { ...by, subjects: [employeeId], object: period, at: command.at })
  await putWords(tx, [told.words])
  await tell(tx, kafka, [told.event])
  return { version: event.version }
}

/** A decision that is not as expected, and how far somebody above has looked at it. */
export interface Looked {
  readonly employeeId: string
  readonly decision: Standings['decisions'][number]
  /** The last step at it; undefined: none. */
  readonly last: LookRow | undefined
}

async function lookedOf(
  reader: Tx | Pool,
  employeeIds: readonly string[],
  period: Period,
  isMeant: (line: Line | undefined, found: Standings) => boolean,
  now: number,
): Promise<Looked[]> {
  const found = await loadAssessments(reader, employeeIds, period)
  const odd = [...found].filter(
    ([
      ,
      {
        decisions: [last],
      },
    ]) => last !== undefined && needsLook(judgementFromRow(last)),
  )
  const ids = odd.map(([employeeId]) => employeeId)
  const lines = await linesOf(reader, ids, period, now)
  const looks = Map.groupBy(await looksOf(reader, ids, period), ({ employeeId }) => employeeId)
  return odd.flatMap(([employeeId, standings]) => {
    const [decision] = standings.decisions
    if (decision === undefined || !isMeant(lines.get(employeeId), standings)) return []
    const of = (looks.get(employeeId) ?? []).filter(
      (row) => row.assignmentId === decision.assignmentId && row.decisionVersion === decision.version,
    )
    return [{ employeeId, decision, last: of.at(-1) }]
  })
}

/** What the caller looks at, or has looked at, for a quarter. */
export async function looksFor(reader: Pool, caller: Caller, period: Period, now: number): Promise<Looked[]> {
  if (caller.employeeId === undefined) return []
  const below = await peopleBelow(reader, caller.employeeId, dateAt(now, 'WIB'), boundsOf(period).to)
  return lookedOf(reader, below, period, (line, found) => looksAt(caller, line, found), now)
}

/** What nobody above has agreed to, of an agency; where nobody but he who decided stands above whoever decides nothing is missing. */
export async function unlooked(reader: Pool, agencyId: string, period: Period, now: number): Promise<Looked[]> {
  const ids = await unlookedOf(reader, agencyId, period)
  const isMissing = (line: Line | undefined, { post, decisions: [last] }: Standings) =>
    post.agencyId === agencyId && line?.superiors.some((superior) => superior !== last?.decidedBy) === true
  return (await lookedOf(reader, ids, period, isMissing, now)).filter(
    ({ last }) => last?.look !== SecondLook.SECOND_LOOK_AGREED,
  )
}
