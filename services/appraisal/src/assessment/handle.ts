import { randomBytes } from 'node:crypto'
import { SecondLook, type AppraisalEvent } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import { accept, isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import { may, type Operation } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import { decided } from '@timbang/identity/look'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { standsInFor } from '@timbang/roster/delegation'
import { linesFrom } from '@timbang/roster/line'
import { assignmentsOn, personDay, type Assignment as Post } from '@timbang/roster/read'
import { packsAt } from '@timbang/rulebook/pack'
import { boundsOf, dateAt, type Period } from '@timbang/rules/civil-date'
import type { PredicatePack } from '@timbang/rules/kernel/1/pack'
import { inForce, PREDICATE } from '@timbang/rules/published'
import { dropDrafts } from '../draft/store.ts'
import { decideLook, needsLook, type LookEvent } from '../look/domain.ts'
import { looksOf } from '../look/store.ts'
import { lookFromRows, toLookEvent, type Step } from '../look/wire.ts'
import { lockAggregates } from '../plan/store.ts'
import { tell, type Deps } from '../tell.ts'
import {
  decide,
  evolve,
  initial,
  windowsOf,
  type Answers,
  type Assessment,
  type AssessmentCommand,
  type Judgement,
  type SelfWords,
  type Standing,
} from './domain.ts'
import { decisionsOf, putWords, selvesOf, type DecisionRow, type SelfRow, type WordsRow } from './store.ts'
import { decisionFromRow, selfFromRow, toEvent, type Saying } from './wire.ts'

/** Who asks for what. */
export interface By {
  readonly caller: Caller
  readonly operation: Operation
}

/** A person's quarter as it stands: his post of its last day, and what was said and decided for it. */
export interface Standings {
  readonly post: Post
  readonly assessment: Assessment
  readonly self: SelfRow | undefined
  /** Of that post, the latest first. */
  readonly decisions: readonly DecisionRow[]
}

/** @returns by employee; who held no post on the last day is absent */
export async function loadAssessments(
  reader: Tx | Pool,
  employeeIds: readonly string[],
  period: Period,
): Promise<Map<string, Standings>> {
  const { to } = boundsOf(period)
  // One after the other: a transaction is one connection.
  const posts = await assignmentsOn(
    reader,
    employeeIds.map((employeeId) => ({ employeeId, date: to })),
  )
  const selves = new Map((await selvesOf(reader, employeeIds, period)).map((row) => [row.employeeId, row]))
  const decisions = Map.groupBy(await decisionsOf(reader, employeeIds, period), ({ employeeId }) => employeeId)
  const found = new Map<string, Standings>()
  for (const employeeId of employeeIds) {
    const post = posts.get(personDay({ employeeId, date: to }))
    if (post === undefined) continue
    const self = selves.get(employeeId)
    const ofPost = (decisions.get(employeeId) ?? []).filter(({ assignmentId }) => assignmentId === post.assignmentId)
    const [latest] = ofPost
    const said = self === undefined ? undefined : selfFromRow(self)
    const assessment: Assessment =
      latest !== undefined
        ? { state: 'decided', self: said, decision: decisionFromRow(latest) }
        : said === undefined
          ? initial
          : { state: 'self-assessed', self: said }
    found.set(employeeId, { post, assessment, self, decisions: ofPost })
  }
  return found
}

/** What of a pack holds for a quarter: of the version in force on its last day. */
export async function rulesOf(reader: Tx | Pool, period: Period, now: number): Promise<PredicatePack | undefined> {
  return inForce(await packsAt(reader, now), PREDICATE, boundsOf(period).to)?.content as PredicatePack | undefined
}

/**
 * As what somebody decides on people for a quarter: who holds today the post above theirs of its last day, or stands in for him. Of whom he
 * does not, they are absent. Nobody decides on himself, whoever hands it to him.
 */
export async function standingsTo(
  reader: Tx | Pool,
  caller: Caller,
  employeeIds: readonly string[],
  period: Period,
  now: number,
): Promise<Map<string, Standing>> {
  const own = caller.employeeId
  const standings = new Map<string, Standing>()
  if (own === undefined) return standings
  const date = dateAt(now, 'WIB')
  const { to: postOn } = boundsOf(period)
  const lines = await linesFrom(
    reader,
    employeeIds.map((employeeId) => ({ employeeId, date, postOn })),
  )
  const held = await standsInFor(reader, own, now)
  for (const employeeId of employeeIds) {
    const assessors = lines.get(personDay({ employeeId, date }))?.assessors ?? []
    const delegation = held.find((one) => assessors.includes(one.employeeId))
    if (employeeId === own) continue
    if (assessors.includes(own)) standings.set(employeeId, { as: 'assessor' })
    else if (delegation !== undefined)
      standings.set(employeeId, { as: 'delegate', delegationId: delegation.delegationId })
  }
  return standings
}

export const aggregate = (employeeId: string, period: Period) => `${employeeId}/${period}`

/** One command on one person's quarter. @returns the version that holds */
async function one(
  { kafka }: Deps,
  tx: Tx,
  by: By,
  of: { readonly employeeId: string; readonly period: Period; readonly delegationId?: string | undefined },
  now: number,
  command: AssessmentCommand,
): Promise<{ version: number } | Refusal> {
  const { employeeId, period } = of
  const rules = await rulesOf(tx, period, now)
  if (rules === undefined) return refuse('pack.unknown')
  const found = (await loadAssessments(tx, [employeeId], period)).get(employeeId)
  if (found === undefined) return refuse('assessment.no-post')
  const { post, assessment } = found
  const decision = decide(assessment, command, windowsOf(period, rules, post.zone))
  if (isRefusal(decision)) return decision
  const told = decision.events.map((event) =>
    toEvent(
      {
        employeeId,
        agencyId: post.agencyId,
        period,
        assignmentId: post.assignmentId,
        actor: by.caller.employeeId ?? by.caller.sub,
        now,
        sourceRecordedAt: undefined,
        salt: randomBytes(32),
      },
      event,
    ),
  )
  if (told.length > 0) {
    await decided(tx, { ...by, subjects: [employeeId], object: of.delegationId ?? period, at: now })
    await putWords(
      tx,
      told.map(({ words }) => words),
    )
    await tell(
      tx,
      kafka,
      told.map(({ event }) => event),
    )
    // What anybody was still typing is of before it was decided. Not in the fold: a re-fold tells of decisions that are long over.
    if (command.type === 'decide') await dropDrafts(tx, [of])
  }
  const after = decision.events.reduce((known, event) => evolve(known, event, now), assessment)
  const holds =
    command.type === 'decide' ? after.state === 'decided' && after.decision : after.state !== 'open' && after.self
  return { version: holds ? holds.version : 0 }
}

/** What the caller says of himself. */
export const assessSelf =
  (deps: Deps) =>
  (
    by: By,
    { period, answers, words, seen }: { period: Period; answers: Answers; words: SelfWords; seen: number },
  ): Promise<{ version: number } | Refusal> =>
    transaction(deps.pool, async (tx) => {
      const { employeeId } = by.caller
      if (employeeId === undefined || !may(by.caller, by.operation, ['self'])) return refuse('access.denied')
      await lockAggregates(tx, [aggregate(employeeId, period)])
      // Read behind the lock: of two the later has the later instant.
      const at = deps.clock.now()
      return one(deps, tx, by, { employeeId, period }, at, { type: 'assess-self', answers, words, seen, at })
    })

/** What an assessor, or who stands in for him, decides on a person. */
export const decideAssessment =
  (deps: Deps) =>
  (
    by: By,
    { employeeId, period, judgement, seen }: { employeeId: string; period: Period; judgement: Judgement; seen: number },
  ): Promise<{ version: number } | Refusal> =>
    transaction(deps.pool, async (tx) => {
      await lockAggregates(tx, [aggregate(employeeId, period)])
      const at = deps.clock.now()
      const standing = (await standingsTo(tx, by.caller, [employeeId], period, at)).get(employeeId)
      const relation = standing?.as === 'delegate' ? 'assessors_delegate' : 'assessor'
      if (standing === undefined || !may(by.caller, by.operation, [relation])) return refuse('access.denied')
      const delegationId = standing.as === 'delegate' ? standing.delegationId : undefined
      return one(deps, tx, by, { employeeId, period, delegationId }, at, {
        type: 'decide',
        judgement,
        standing,
        seen,
        at,
      })
    })

/** An assessment of another system. Undefined parts: nothing was said, or decided. */
export interface ImportedAssessment {
  readonly employeeId: string
  readonly period: Period
  readonly self: { readonly answers: Answers; readonly words: SelfWords; readonly at: number } | undefined
  /** `agreedAt`: when somebody above agreed to it there; undefined: nobody did. */
  readonly decision:
    | { readonly judgement: Judgement; readonly at: number; readonly agreedAt: number | undefined }
    | undefined
}

/**
 * Assessments of another system, each judged by when it was there and decided by itself: a faulty one never fails its neighbours. Whose they
 * were is not invented: the actor is the import's client. @returns an answer each, in their order
 */
export const importAssessments =
  (deps: Deps) =>
  (by: By, imported: readonly ImportedAssessment[]): Promise<(Refusal | undefined)[]> =>
    transaction(deps.pool, async (tx) => {
      await lockAggregates(
        tx,
        imported.map(({ employeeId, period }) => aggregate(employeeId, period)),
      )
      const now = deps.clock.now()
      const known = new Map<string, Standings>()
      const rules = new Map<Period, PredicatePack | undefined>()
      const steps = new Map<string, Step[]>()
      for (const [period, some] of Map.groupBy(imported, (each) => each.period)) {
        rules.set(period, await rulesOf(tx, period, now))
        const ids = [...new Set(some.map(({ employeeId }) => employeeId))]
        for (const [employeeId, found] of await loadAssessments(tx, ids, period))
          known.set(aggregate(employeeId, period), found)
        for (const row of await looksOf(tx, ids, period)) {
          const at = `${row.employeeId}/${period}/${row.assignmentId}`
          steps.set(at, [...(steps.get(at) ?? []), row])
        }
      }
      const events: AppraisalEvent[] = []
      const words: WordsRow[] = []
      const answers = imported.map(({ employeeId, period, self, decision }): Refusal | undefined => {
        const key = aggregate(employeeId, period)
        const [found, pack] = [known.get(key), rules.get(period)]
        if (pack === undefined) return refuse('pack.unknown')
        if (found === undefined) return refuse('assessment.no-post')
        const { post } = found
        const windows = windowsOf(period, pack, post.zone)
        let { assessment } = found
        const told: ReturnType<typeof toEvent>[] = []
        const saying = (at: number): Saying => ({
          employeeId,
          agencyId: post.agencyId,
          period,
          assignmentId: post.assignmentId,
          actor: by.caller.sub,
          now,
          sourceRecordedAt: at,
          salt: randomBytes(32),
        })
        for (const command of commandsOf(self, decision)) {
          const taken = decide(assessment, command, windows)
          if (isRefusal(taken)) return taken
          for (const event of taken.events) {
            assessment = evolve(assessment, event, command.at)
            told.push(toEvent(saying(command.at), event))
          }
        }
        const agreedAt = decision?.agreedAt
        // Another system may sign all of them, and an agreement of its own ends no question that was asked here.
        if (agreedAt !== undefined && assessment.state === 'decided' && needsLook(assessment.decision.judgement)) {
          const at = `${employeeId}/${period}/${post.assignmentId}`
          const before = steps.get(at) ?? []
          const look = lookFromRows(before, assessment.decision.version)
          const command = { type: 'agree', seen: undefined, at: agreedAt } as const
          const taken =
            look.state === 'none' ? decideLook(look, command, assessment.decision, windows) : accept<LookEvent>()
          if (isRefusal(taken)) return taken
          for (const event of taken.events) {
            told.push(toLookEvent(saying(agreedAt), event))
            steps.set(at, [...before, { ...event, look: SecondLook.SECOND_LOOK_AGREED, words: null }])
          }
        }
        known.set(key, { ...found, assessment })
        for (const one of told) {
          events.push(one.event)
          words.push(one.words)
        }
        return undefined
      })
      const subjects = [...new Set(events.flatMap(({ employeeId }) => employeeId ?? []))]
      if (events.length > 0) {
        await decided(tx, { ...by, subjects, at: now })
        await putWords(tx, words)
        await tell(tx, deps.kafka, events)
        await dropDrafts(
          tx,
          imported.filter(({ decision }, at) => decision !== undefined && answers[at] === undefined),
        )
      }
      return answers
    })

const commandsOf = (
  self: ImportedAssessment['self'],
  decision: ImportedAssessment['decision'],
): readonly AssessmentCommand[] => [
  ...(self === undefined ? [] : [{ type: 'assess-self' as const, ...self, seen: undefined }]),
  ...(decision === undefined
    ? []
    : [{ type: 'decide' as const, ...decision, standing: { as: 'imported' as const }, seen: undefined }]),
]
