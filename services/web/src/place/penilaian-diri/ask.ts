import { isRefusal } from '@timbang/contracts/refusal'
import { dateAt } from '@timbang/rules/civil-date'
import type { Answer } from '../shared/answer.ts'
import { answersOf, assessedPeriod } from '../shared/assessment/answers.ts'
import { question } from '../shared/question.ts'
import { page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import type { SelfView } from './view.ts'

export const selfAssessment = question(
  'selfAssessment',
  (reader: Reader, named: string | null): Promise<Answer<SelfView>> =>
    page(reader, ['employee'], async (login) => {
      const { employeeId } = login
      if (employeeId === undefined) return { refused: true, code: 'access.denied' }
      const zone = zoneOf(login)
      const period = assessedPeriod(named, dateAt(reader.now, zone))
      const found = await reader.clients.assessments.getAssessment({ employeeId, period }, tokenOf(reader))
      if (isRefusal(found)) return found
      const { self } = found
      return {
        now: reader.now,
        zone,
        period,
        from: Number(found.windows?.selfFrom),
        until: Number(found.windows?.selfUntil),
        open: found.mayAssessSelf,
        said:
          self === undefined
            ? null
            : {
                answers: answersOf(self.answers),
                words: {
                  quality: self.words?.quality ?? '',
                  teamwork: self.words?.teamwork ?? '',
                  innovation: self.words?.innovation ?? '',
                },
                version: self.version,
                at: Number(self.saidAt),
              },
        decided: found.decisions.length > 0,
      }
    }),
)
