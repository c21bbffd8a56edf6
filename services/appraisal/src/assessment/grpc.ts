import {
  AssessmentServiceService,
  type AssessmentOutcome,
  type LookLine,
  type ImportedAssessment as ImportedMessage,
} from '@timbang/contracts/gen/timbang/appraisal/v1/assessment'
import { Rating, SecondLook } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import { checkOf } from '@timbang/contracts/edge'
import { isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import { may, relationsToAgency } from '@timbang/identity/access'
import type { Relation } from '@timbang/identity/access/row'
import type { Caller } from '@timbang/identity/caller'
import { look } from '@timbang/identity/look'
import { serve } from '@timbang/process/grpc'
import { peopleDelegatedTo } from '@timbang/roster/delegation'
import { peopleAssessedBy } from '@timbang/roster/read'
import { agenciesHeadedBy, relationsTo } from '@timbang/roster/relations'
import { boundsOf, dateAt, type Period } from '@timbang/rules/civil-date'
import { answerLook, linesOf, lookAgain, looksAt, looksFor, unlooked, type Looked } from '../look/handle.ts'
import { looksOf } from '../look/store.ts'
import { needsLook } from '../look/domain.ts'
import { lookFromRows, toStep } from '../look/wire.ts'
import { keepDraft } from '../draft/handle.ts'
import { draftOf } from '../draft/store.ts'
import type { Deps } from '../tell.ts'
import { hindrance, windowsOf } from './domain.ts'
import {
  assessSelf,
  decideAssessment,
  importAssessments,
  loadAssessments,
  rulesOf,
  standingsTo,
  type By,
  type ImportedAssessment,
} from './handle.ts'
import { fromAnswers, fromJudgement, fromSelfWords, toDecision, toDraft, toSelf, toWindows } from './wire.ts'

const checkImported = checkOf('timbang.appraisal.v1.ImportedAssessment') as (
  one: ImportedMessage,
) => Refusal | undefined

/** Of one answer. */
const MOST_LINES = 500

/** Who reads the sentences of a self-assessment; the others of the line read its answers. */
const readers: readonly Relation[] = ['self', 'assessor', 'assessors_delegate', 'assessors_superior']

export function assessmentService(deps: Deps) {
  const { pool, clock } = deps
  const [says, decides, keeps] = [assessSelf(deps), decideAssessment(deps), keepDraft(deps)]
  const [looks, answers] = [lookAgain(deps), answerLook(deps)]
  return serve('appraisal', AssessmentServiceService, {
    assessSelf: ({ period, answers, words, seenVersion }, { caller, operation }) =>
      says(
        { caller, operation },
        { period, answers: fromAnswers(answers), words: fromSelfWords(words), seen: seenVersion },
      ),

    decideAssessment: ({ employeeId, period, judgement, seenVersion }, { caller, operation }) =>
      decides({ caller, operation }, { employeeId, period, judgement: fromJudgement(judgement), seen: seenVersion }),

    lookAgain: ({ employeeId, period, seenVersion, question }, { caller, operation }) =>
      looks(
        { caller, operation },
        // Empty it is no question; of spaces alone, one that says nothing.
        { employeeId, period, seen: seenVersion, question: question === '' ? undefined : question.trim() },
      ),

    answerLook: ({ employeeId, period, seenVersion, answer }, { caller, operation }) =>
      answers({ caller, operation }, { employeeId, period, seen: seenVersion, answer: answer.trim() }),

    listLooks: async ({ period }, { caller, operation }) => {
      const now = clock.now()
      const found = await looksFor(pool, caller, period, now)
      await look(pool, {
        caller,
        operation,
        subjects: found.map(({ employeeId }) => employeeId),
        object: period,
        at: now,
      })
      return { lines: found.map(toLine) }
    },

    listUnlooked: async ({ agencyId, period }, { caller, operation }) => {
      const now = clock.now()
      const held = new Set<Relation>(relationsToAgency(caller, agencyId))
      if ((await headedBy(deps, caller, now)).includes(agencyId)) held.add('agency_head')
      if (!may(caller, operation, held)) return refuse('access.denied')
      const found = await unlooked(pool, agencyId, period, now)
      const shown = found.slice(0, MOST_LINES)
      await look(pool, {
        caller,
        operation,
        subjects: shown.map(({ employeeId }) => employeeId),
        object: period,
        at: now,
      })
      return { lines: shown.map(toLine), more: found.length > shown.length }
    },

    keepDraft: async ({ employeeId, period, draft, seenVersion, seenKeptAt }, { caller, operation }) => {
      const kept = await keeps(
        { caller, operation },
        {
          employeeId,
          period,
          judgement: draft === undefined ? undefined : fromJudgement(draft),
          seen: seenVersion,
          seenDraft: seenKeptAt === undefined ? undefined : Number(seenKeptAt),
        },
      )
      if (isRefusal(kept)) return kept
      return { keptAt: kept.keptAt === undefined ? undefined : BigInt(kept.keptAt) }
    },

    getAssessment: async ({ employeeId, period }, { caller, operation }) => {
      const now = clock.now()
      const { relations, standing, line } = await howHeStands(deps, caller, employeeId, period, now)
      if (!may(caller, operation, relations)) return refuse('access.denied')
      await look(pool, { caller, operation, subjects: [employeeId], object: period, at: now })
      const rules = await rulesOf(pool, period, now)
      if (rules === undefined) return refuse('pack.unknown')
      const found = (await loadAssessments(pool, [employeeId], period)).get(employeeId)
      if (found === undefined) return refuse('assessment.no-post')
      const { post, assessment, decisions } = found
      const windows = windowsOf(period, rules, post.zone)
      const self = assessment.state === 'open' ? undefined : assessment.self
      const hindered = standing === undefined ? undefined : hindrance(assessment, windows, now)
      const steps = (await looksOf(pool, [employeeId], period)).filter((row) => row.assignmentId === post.assignmentId)
      const decision = assessment.state === 'decided' ? assessment.decision : undefined
      const open = decision !== undefined && needsLook(decision.judgement) && now < windows.decideUntil
      const looked = lookFromRows(steps, decision?.version ?? 0)
      const mayDecide = standing !== undefined && hindered === undefined
      const draft = mayDecide ? await draftOf(pool, { employeeId, period, writer: caller.employeeId! }) : undefined
      return {
        assignmentId: post.assignmentId,
        self:
          self === undefined
            ? undefined
            : toSelf(self, caller.roles.includes('auditor') || readers.some((one) => relations.has(one))),
        decisions: decisions.map(toDecision),
        windows: toWindows(windows),
        mayAssessSelf:
          relations.has('self') && assessment.state !== 'decided' && windows.selfFrom <= now && now < windows.selfUntil,
        mayDecide,
        hindrance: hindered?.code ?? '',
        draft: draft && toDraft(draft),
        looks: steps.map(toStep),
        mayLook: open && looked.state !== 'agreed' && looksAt(caller, line, found),
        mayAnswer:
          open && standing !== undefined && looked.state === 'asked' && steps.at(-1)?.saidBy !== caller.employeeId,
      }
    },

    listAssessments: async ({ period }, { caller, operation }) => {
      const now = clock.now()
      const rules = await rulesOf(pool, period, now)
      if (rules === undefined) return refuse('pack.unknown')
      const places = await hisPeople(deps, caller, period, now)
      const found = await loadAssessments(pool, [...places.keys()], period)
      await look(pool, { caller, operation, subjects: [...found.keys()], object: period, at: now })
      return {
        lines: [...found].map(([employeeId, { self, decisions }]) => ({
          employeeId,
          selfSaidAt: self?.saidAt,
          decidedAt: decisions[0]?.decidedAt,
          result: decisions[0]?.result ?? Rating.RATING_UNSPECIFIED,
          behaviour: decisions[0]?.behaviour ?? Rating.RATING_UNSPECIFIED,
          onBehalfOf: places.get(employeeId) ?? '',
        })),
        windows: toWindows(windowsOf(period, rules, deps.zone)),
      }
    },

    async *importAssessments(requests, { caller, operation }) {
      if (!may(caller, operation)) return refuse('access.denied')
      for await (const { assessments } of requests)
        yield { outcomes: await importMessage(deps, { caller, operation }, assessments) }
    },
  })
}

/** How a caller stands to a person's quarter: today, on its last day, and by the post above the one of that day. */
async function howHeStands({ pool }: Deps, caller: Caller, employeeId: string, period: Period, now: number) {
  const [today, { to }] = [dateAt(now, 'WIB'), boundsOf(period)]
  const relations = new Set<Relation>()
  for (const date of new Set([today, to < today ? to : today]))
    for (const relation of await relationsTo(pool, caller, employeeId, date)) relations.add(relation)
  const standing = (await standingsTo(pool, caller, [employeeId], period, now)).get(employeeId)
  if (standing !== undefined) relations.add(standing.as === 'delegate' ? 'assessors_delegate' : 'assessor')
  const line = (await linesOf(pool, [employeeId], period, now)).get(employeeId)
  if (caller.employeeId !== undefined && line?.superiors.includes(caller.employeeId))
    relations.add('assessors_superior')
  return { relations, standing, line }
}

/** Whom the caller decides on, each with the one in whose place; empty: his own. */
async function hisPeople({ pool }: Deps, caller: Caller, period: Period, now: number): Promise<Map<string, string>> {
  const own = caller.employeeId
  const places = new Map<string, string>()
  if (own === undefined) return places
  const { to } = boundsOf(period)
  for (const { employeeId } of await peopleAssessedBy(pool, own, dateAt(now, 'WIB'), to)) places.set(employeeId, '')
  for (const { delegation, people } of await peopleDelegatedTo(pool, own, now, to))
    for (const { employeeId } of people) if (!places.has(employeeId)) places.set(employeeId, delegation.employeeId)
  return places
}

const headedBy = ({ pool }: Deps, { employeeId }: Caller, now: number): Promise<string[]> =>
  employeeId === undefined ? Promise.resolve([]) : agenciesHeadedBy(pool, employeeId, dateAt(now, 'WIB'))

const toLine = ({ employeeId, decision, last }: Looked): LookLine => ({
  employeeId,
  result: decision.result,
  behaviour: decision.behaviour,
  decidedAt: decision.decidedAt,
  decidedBy: decision.decidedBy ?? '',
  look: last?.look ?? SecondLook.SECOND_LOOK_UNSPECIFIED,
})

async function importMessage(deps: Deps, by: By, messages: readonly ImportedMessage[]): Promise<AssessmentOutcome[]> {
  const read = messages.map((message) => checkImported(message) ?? fromImported(message))
  const answers = await importAssessments(deps)(
    by,
    read.filter((one): one is ImportedAssessment => !isRefusal(one)),
  )
  let at = 0
  return read.map((one, nth) => {
    const refusal = isRefusal(one) ? one : answers[at++]
    return { employeeId: messages[nth]!.employeeId, refusalCode: refusal?.code ?? '' }
  })
}

function fromImported(message: ImportedMessage): ImportedAssessment | Refusal {
  const { employeeId, period, self, selfWords, selfAt, judgement, decidedAt, agreedAt } = message
  if ((self === undefined) !== (selfAt === undefined))
    return refuse('request.value-invalid', { hint: 'self' }, 'self_at')
  if ((judgement === undefined) !== (decidedAt === undefined))
    return refuse('request.value-invalid', { hint: 'judgement' }, 'decided_at')
  if (agreedAt !== undefined && (decidedAt === undefined || agreedAt < decidedAt))
    return refuse('request.value-invalid', { hint: 'judgement' }, 'agreed_at')
  return {
    employeeId,
    period,
    self:
      self === undefined
        ? undefined
        : { answers: fromAnswers(self), words: fromSelfWords(selfWords), at: Number(selfAt) },
    decision:
      judgement === undefined
        ? undefined
        : {
            judgement: fromJudgement(judgement),
            at: Number(decidedAt),
            agreedAt: agreedAt === undefined ? undefined : Number(agreedAt),
          },
  }
}
