import { AnswerServiceService, type ImportedAnswer } from '@timbang/contracts/gen/timbang/feedback/v1/answer'
import { checkOf } from '@timbang/contracts/edge'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { serve, type Served } from '@timbang/process/grpc'
import { mine } from '../allowed.ts'
import type { Deps } from '../tell.ts'
import { importAnswers } from './handle.ts'

const checkAnswer = checkOf('timbang.feedback.v1.ImportedAnswer') as (one: ImportedAnswer) => Refusal | undefined

export const answerService = (deps: Deps): Served =>
  serve('feedback', AnswerServiceService, {
    async *importAnswers(requests, { caller, operation }) {
      for await (const { importId, surveyId, answers } of requests) {
        const survey = await mine(deps, caller, operation, surveyId)
        if (isRefusal(survey)) return survey
        const good = answers.filter((one) => checkAnswer(one) === undefined)
        const done = await importAnswers(deps)({ caller, operation }, importId, surveyId, good)
        if (isRefusal(done)) return done
        yield { accepted: done.accepted, refused: done.refused + answers.length - good.length }
      }
    },
  })
