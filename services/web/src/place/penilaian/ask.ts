import type {
  AssessmentLine,
  Draft,
  ListAssessmentsResponse,
  LookLine,
} from '@timbang/contracts/gen/timbang/appraisal/v1/assessment'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { dateAt } from '@timbang/rules/civil-date'
import { isUuid } from '@timbang/contracts/word'
import type { Answer, Audience } from '../shared/answer.ts'
import { answersOf, assessedPeriod } from '../shared/assessment/answers.ts'
import { decidedLine, lookedLines, lookOf, ratingOf } from '../shared/assessment/decided.ts'
import { packsOf } from '../kinerja/ask.ts'
import { numberOf } from '../shared/entry/ask.ts'
import { question } from '../shared/question.ts'
import { namesOf, page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import type { AssessListView, AssessOneView, AssessState } from './view.ts'

const audience: readonly Audience[] = ['self', 'assessor', 'agency-head', 'personnel-officer', 'bkd', 'auditor']

function stateOf(line: AssessmentLine, { windows }: ListAssessmentsResponse, now: number): AssessState {
  if (line.decidedAt !== undefined) return 'decided'
  if (now >= Number(windows?.decideUntil)) return 'closed'
  return line.selfSaidAt !== undefined || now >= Number(windows?.selfUntil) ? 'ready' : 'waits'
}

/** Whom the caller decides on, by name; those who wait for it first. */
async function listed(
  reader: Reader,
  period: string,
): Promise<Omit<AssessListView, 'now' | 'zone' | 'period' | 'looks' | 'missing'> | Refusal> {
  const answer = await reader.clients.assessments.listAssessments({ period }, tokenOf(reader))
  if (isRefusal(answer)) return answer
  const names = await namesOf(
    reader,
    answer.lines.flatMap(({ employeeId, onBehalfOf }) => [employeeId, onBehalfOf]),
  )
  const order: readonly AssessState[] = ['ready', 'waits', 'decided', 'closed']
  return {
    selfFrom: Number(answer.windows?.selfFrom),
    selfUntil: Number(answer.windows?.selfUntil),
    decideUntil: Number(answer.windows?.decideUntil),
    people: answer.lines
      .map((line) => ({
        employeeId: line.employeeId,
        name: names.get(line.employeeId)?.name ?? '–',
        position: names.get(line.employeeId)?.position ?? '',
        state: stateOf(line, answer, reader.now),
        selfAt: numberOf(line.selfSaidAt),
        decidedAt: numberOf(line.decidedAt),
        result: ratingOf[line.result] ?? null,
        behaviour: ratingOf[line.behaviour] ?? null,
        onBehalfOf: line.onBehalfOf === '' ? null : (names.get(line.onBehalfOf)?.name ?? '–'),
      }))
      .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.name.localeCompare(b.name, 'id')),
  }
}

/** Decisions that are not as expected; those that wait for a look first. */
async function lookedAt(reader: Reader, lines: readonly LookLine[]): Promise<AssessListView['looks']> {
  const names = await namesOf(
    reader,
    lines.flatMap(({ employeeId, decidedBy }) => [employeeId, decidedBy]),
  )
  return lines
    .map((line) => ({
      employeeId: line.employeeId,
      name: names.get(line.employeeId)?.name ?? '–',
      position: names.get(line.employeeId)?.position ?? '',
      result: ratingOf[line.result] ?? ('meets' as const),
      behaviour: ratingOf[line.behaviour] ?? ('meets' as const),
      decidedAt: Number(line.decidedAt),
      by: names.get(line.decidedBy)?.name ?? null,
      state: lookOf[line.look] ?? null,
    }))
    .sort((a, b) => Number(a.state === 'agreed') - Number(b.state === 'agreed') || a.name.localeCompare(b.name, 'id'))
}

/** Whom the caller looks at again. */
async function looking(reader: Reader, period: string): Promise<AssessListView['looks'] | Refusal> {
  const answer = await reader.clients.assessments.listLooks({ period }, tokenOf(reader))
  return isRefusal(answer) ? answer : lookedAt(reader, answer.lines)
}

/** What nobody above has agreed to in the agency that an officer keeps. */
async function missing(reader: Reader, agencyId: string, period: string): Promise<AssessListView['missing'] | Refusal> {
  const answer = await reader.clients.assessments.listUnlooked({ agencyId, period }, tokenOf(reader))
  return isRefusal(answer) ? answer : { lines: await lookedAt(reader, answer.lines), more: answer.more }
}

export const assessList = question(
  'assessList',
  (reader: Reader, named: string | null): Promise<Answer<AssessListView>> =>
    page(reader, ['assessor', 'personnel-officer'], async (login) => {
      const zone = zoneOf(login)
      const period = assessedPeriod(named, dateAt(reader.now, zone))
      const list = await listed(reader, period)
      if (isRefusal(list)) return list
      const looks = login.leads ? await looking(reader, period) : []
      if (isRefusal(looks)) return looks
      const keeps = login.roles.includes('personnel_officer') ? login.roleAgencyIds[0] : undefined
      const lacks = keeps === undefined ? null : await missing(reader, keeps, period)
      if (isRefusal(lacks)) return lacks
      // Whoever decides on nobody is told so, not shown an empty list.
      if (list.people.length === 0 && !login.leads && !login.standsIn && lacks === null)
        return { refused: true, code: 'access.denied' }
      return { now: reader.now, zone, period, ...list, looks, missing: lacks }
    }),
)

const hindrances: Readonly<Record<string, AssessOneView['hindrance']>> = {
  'assessment.quarter-runs': 'quarter-runs',
  'assessment.self-awaited': 'self-awaited',
  'assessment.decision-closed': 'decision-closed',
}

const draftIn = (draft: Draft | undefined): AssessOneView['draft'] =>
  draft?.judgement === undefined
    ? null
    : {
        answers: answersOf(draft.judgement.answers),
        result: ratingOf[draft.judgement.result] ?? null,
        resultReason: draft.judgement.resultReason,
        behaviour: ratingOf[draft.judgement.behaviour] ?? null,
        behaviourReason: draft.judgement.behaviourReason,
        at: Number(draft.keptAt),
      }

/** @param beside whether the page leads on to others: their list is a look at each of them */
export const assessOne = question(
  'assessOne',
  (reader: Reader, employeeId: string, named: string | null, beside: boolean): Promise<Answer<AssessOneView>> =>
    page(reader, audience, async (login) => {
      if (!isUuid(employeeId)) return { refused: true, code: 'request.not-found' }
      const zone = zoneOf(login)
      const period = assessedPeriod(named, dateAt(reader.now, zone))
      const found = await reader.clients.assessments.getAssessment({ employeeId, period }, tokenOf(reader))
      if (isRefusal(found)) return found
      // Who stands in for an assessor decides, and does not open a score: it is left out of his page.
      const [score, list] = await Promise.all([
        reader.clients.scores.getScore(
          { employeeId, period, withFigures: false },
          { ...tokenOf(reader), deadline: 10_000 },
        ),
        beside && (login.leads || login.standsIn) ? listed(reader, period) : null,
      ])
      const receipt = isRefusal(score) || score.receipt.length === 0 ? null : score.receipt
      const packs = receipt === null ? [] : await packsOf(reader, receipt)
      const people = list === null || isRefusal(list) ? [] : list.people
      const names = await namesOf(reader, [
        employeeId,
        ...found.decisions.map(({ decidedBy }) => decidedBy),
        ...found.looks.map(({ saidBy }) => saidBy),
      ])
      const at = people.findIndex((one) => one.employeeId === employeeId)
      const neighbour = (nth: number) => {
        const one = people[nth]
        return one === undefined ? null : { employeeId: one.employeeId, name: one.name }
      }
      const { self } = found
      return {
        now: reader.now,
        zone,
        period,
        employeeId,
        name: names.get(employeeId)?.name ?? '–',
        position: names.get(employeeId)?.position ?? '',
        selfUntil: Number(found.windows?.selfUntil),
        decideUntil: Number(found.windows?.decideUntil),
        self:
          self === undefined
            ? null
            : {
                answers: answersOf(self.answers),
                words:
                  self.words === undefined
                    ? null
                    : { quality: self.words.quality, teamwork: self.words.teamwork, innovation: self.words.innovation },
                at: Number(self.saidAt),
              },
        decisions: found.decisions.map((decision) => decidedLine(decision, names)),
        draft: draftIn(found.draft),
        mayDecide: found.mayDecide,
        looks: lookedLines(found.looks, names),
        mayLook: found.mayLook,
        mayAnswer: found.mayAnswer,
        hindrance: hindrances[found.hindrance] ?? null,
        receipt: receipt === null || isRefusal(packs) ? null : Buffer.from(receipt).toString('utf8'),
        packs: isRefusal(packs) ? [] : packs,
        place:
          at === -1
            ? null
            : {
                nth: at + 1,
                of: people.length,
                decided: people.filter(({ state }) => state === 'decided').length,
                before: neighbour(at - 1),
                next: neighbour(at + 1),
              },
      }
    }),
)
