import type { AgencyBoard, GetOperatorBoardResponse } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import type { AgencyFigures as Figures } from '@timbang/contracts/gen/timbang/scoring/v1/live'
import { isRefusal } from '@timbang/contracts/refusal'
import type { AgencyView, Limits } from '../../instansi/view.ts'
import type { Answer } from '../answer.ts'
import type { AgencyFigures, SurveyIndex } from './figures.ts'
import type { OperatorFigures, OperatorView } from '../../operator/view.ts'
import type { ProvinceView } from '../../provinsi/view.ts'
import { page, tokenOf, zoneOf, type Reader } from '../reader.ts'

/** Past these a figure asks for attention; told on the page. 76.61 is where class B begins (PermenPANRB 14/2017). */
const limits: Limits = { onTimePercent: 80, waitingHours: 72, surveyIndexHundredths: 7661 }

export const figuresOf = (figures: Figures): AgencyFigures => ({
  ...figures,
  oldestWaitingAt: Number(figures.oldestWaitingAt),
})

const surveysOf = (board: AgencyBoard): SurveyIndex[] =>
  board.surveys.map((survey) => ({
    unitId: survey.unitId,
    unitName: survey.unitName,
    period: survey.period,
    answers: survey.answers,
    incomplete: survey.incomplete,
    indexHundredths: survey.indexHundredths ?? null,
    class: (survey.class as SurveyIndex['class'] | undefined) ?? null,
    closed: survey.closed,
  }))

/** "Dinas Penanaman Modal …" has a short name of its own in its code; anything else is short enough. */
const shortName = (board: AgencyBoard): string => (board.name.length <= 28 ? board.name : board.code)

export const agency = (reader: Reader, code: string): Promise<Answer<AgencyView>> =>
  page(reader, ['agency-head', 'personnel-officer', 'bkd', 'governor'], async (login) => {
    const answer = await reader.clients.reporting.getAgencyBoard({ agencyCode: code }, tokenOf(reader))
    if (isRefusal(answer)) return answer
    const board = answer.board!
    return {
      now: reader.now,
      zone: zoneOf(login),
      code: board.code,
      name: board.name,
      shortName: shortName(board),
      figures: board.figures === undefined ? null : figuresOf(board.figures),
      asOf: Number(board.asOf),
      units: board.units.map(({ unitId, name }) => ({ unitId, name })),
      surveys: surveysOf(board),
      limits,
      provinceOpen: login.roles.some((role) => ['governor', 'bkd', 'auditor'].includes(role)),
    }
  })

export const province = (reader: Reader, name: string): Promise<Answer<ProvinceView>> =>
  page(reader, ['governor', 'bkd', 'auditor'], async (login) => {
    const answer = await reader.clients.reporting.getProvinceBoard({}, tokenOf(reader))
    if (isRefusal(answer)) return answer
    return {
      now: reader.now,
      zone: zoneOf(login),
      name,
      limits,
      agencies: answer.boards.map((board) => ({
        agencyId: board.agencyId,
        code: board.code,
        name: board.name,
        figures: board.figures === undefined ? null : figuresOf(board.figures),
        asOf: Number(board.asOf),
        surveys: surveysOf(board),
      })),
    }
  })

export const operatorFigures = (board: GetOperatorBoardResponse): OperatorFigures => ({
  arrivals: board.arrivals.map(({ minute, count }) => ({ minute: Number(minute), count: Number(count) })),
  consumers: board.consumers.map((one) => ({
    consumer: one.consumer,
    topic: one.topic,
    recordsBehind: Number(one.recordsBehind),
    lagMs: Number(one.lagMs),
    lastSeenAt: Number(one.lastSeenAt),
  })),
  oldestUnprocessedMs: Number(board.oldestUnprocessedMs),
  acceptedToday: Number(board.acceptedToday),
  dead: board.dead.map(({ consumer, count }) => ({ consumer, count: Number(count) })),
})

export const operator = (reader: Reader): Promise<Answer<OperatorView>> =>
  page(reader, ['operator', 'auditor'], async (login) => {
    const answer = await reader.clients.reporting.getOperatorBoard({}, tokenOf(reader))
    if (isRefusal(answer)) return answer
    return {
      now: reader.now,
      zone: zoneOf(login),
      asOf: Number(answer.asOf),
      figures: operatorFigures(answer),
      limits: { oldestSeconds: 5, silentSeconds: 30 },
    }
  })
