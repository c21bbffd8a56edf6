import { setTimeout as sleep } from 'node:timers/promises'
import type {
  AssessmentServiceService,
  ImportedAssessment,
} from '@timbang/contracts/gen/timbang/appraisal/v1/assessment'
import { Rating } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import type { GrpcClient } from '@timbang/process/grpc'
import type { Assessment } from '../assessments.ts'
import { importIds } from '../sample.ts'
import { taken } from './staff.ts'

type Assessments = GrpcClient<typeof AssessmentServiceService>

const A_MESSAGE = 250
const PATIENCE_MS = 120_000
/** What the appraisal may not have read yet: the post, the packs. */
const NOT_YET: readonly string[] = ['assessment.no-post', 'pack.unknown']
const ratings = { below: Rating.RATING_BELOW, meets: Rating.RATING_MEETS, above: Rating.RATING_ABOVE } as const

const toMessage = ({ employeeId, period, self, decision }: Assessment): ImportedAssessment => ({
  employeeId,
  period,
  self: self && { ...self.answers },
  selfWords: self && { ...self.words },
  selfAt: self && BigInt(self.at),
  judgement: decision && {
    answers: { ...decision.answers },
    result: ratings[decision.result],
    resultReason: decision.resultReason,
    behaviour: ratings[decision.behaviour],
    behaviourReason: decision.behaviourReason,
  },
  decidedAt: decision && BigInt(decision.at),
  agreedAt: decision?.agreedAt === undefined ? undefined : BigInt(decision.agreedAt),
})

/** Brings what was said and decided of a quarter. Those whose post, or whose packs, have not reached the appraisal yet are sent again until they have. */
export async function importAssessments(
  appraisal: Assessments,
  token: string,
  assessments: readonly Assessment[],
  at: (done: number) => void,
): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  for (let left = assessments; left.length > 0; ) {
    const refused = await send(appraisal, token, left, (done) => at(assessments.length - left.length + done))
    const fault = [...refused.values()].find((code) => !NOT_YET.includes(code))
    if (fault !== undefined) throw new Error(`The appraisal refuses an assessment of the sample: ${fault}`)
    left = left.filter(({ employeeId }) => refused.has(employeeId))
    if (left.length > 0 && performance.now() > until)
      throw new Error(`The appraisal cannot place the assessments of ${left.length} people: does it read its topics?`)
    if (left.length > 0) await sleep(500)
  }
}

async function send(
  appraisal: Assessments,
  token: string,
  assessments: readonly Assessment[],
  at: (done: number) => void,
): Promise<Map<string, string>> {
  async function* messages() {
    for (let from = 0; from < assessments.length; from += A_MESSAGE)
      yield { importId: importIds.assessments, assessments: assessments.slice(from, from + A_MESSAGE).map(toMessage) }
  }
  const refused = new Map<string, string>()
  let done = 0
  const answers = appraisal.importAssessments(messages(), { token })
  for await (const { outcomes } of answers) {
    for (const { employeeId, refusalCode } of outcomes) if (refusalCode !== '') refused.set(employeeId, refusalCode)
    at((done += outcomes.length))
  }
  const refusal = answers.refusal()
  if (refusal !== undefined) taken(refusal, 'The appraisal refuses assessments')
  return refused
}
