import type { AgencyBoard } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import { isRefusal } from '@timbang/contracts/refusal'
import { dateAt, periodOf } from '@timbang/rules/civil-date'
import type { Answer } from '../shared/answer.ts'
import { figuresOf, limits, longOf, surveysOf } from '../shared/board/ask.ts'
import { whole } from '../shared/board/figures.ts'
import { latestPeriod } from '../shared/frame/ask.ts'
import { lineOf } from '../shared/indicator/ask.ts'
import { question } from '../shared/question.ts'
import { page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import type { AgencyView, UnitView } from './view.ts'

/** "Dinas Penanaman Modal …" has a short name of its own in its code; anything else is short enough. */
const shortName = (board: AgencyBoard): string => (board.name.length <= 28 ? board.name : board.code)

/** The governor's view is of agencies and units; persons are for those who answer for them, and for the auditor. */
const opensPeople = (roles: readonly string[]): boolean =>
  !roles.includes('governor') || roles.some((role) => role === 'bkd' || role === 'auditor')

export const agency = question(
  'agency',
  (reader: Reader, code: string): Promise<Answer<AgencyView>> =>
    page(reader, ['agency-head', 'personnel-officer', 'bkd', 'governor'], async (login) => {
      const [answer, list, grace] = await Promise.all([
        reader.clients.reporting.getAgencyBoard({ agencyCode: code }, tokenOf(reader)),
        reader.clients.reporting.listPublicAgencies({}),
        login.roles.includes('personnel_officer')
          ? reader.clients.grace.countGraceRequests({}, tokenOf(reader))
          : undefined,
      ])
      if (isRefusal(answer)) return answer
      const board = answer.board!
      const period = periodOf(dateAt(reader.now, zoneOf(login)))
      const sums = await reader.clients.figures.sumFigures(
        { agencyId: board.agencyId, unitId: '', period },
        tokenOf(reader),
      )
      if (isRefusal(sums)) return sums
      return {
        now: reader.now,
        zone: zoneOf(login),
        code: board.code,
        name: board.name,
        shortName: shortName(board),
        figures: board.figures === undefined ? null : figuresOf(board.figures),
        long: longOf(board),
        asOf: Number(board.asOf),
        units: board.units.map(({ unitId, name }) => ({ unitId, name })),
        surveys: surveysOf(board),
        indicators: sums.indicators.flatMap((sum) =>
          sum.indicator === undefined ? [] : lineOf(sum.indicator, period, sum),
        ),
        figuresOpen: opensPeople(login.roles),
        limits,
        grace:
          grace === undefined || isRefusal(grace) || grace.waiting === 0
            ? null
            : { waiting: grace.waiting, oldestAskedAt: Number(grace.oldestAskedAt) },
        published: !isRefusal(list) && list.agencies.some((one) => one.code === board.code),
        peopleOpen: opensPeople(login.roles),
        provinceOpen: login.roles.some((role) => ['governor', 'bkd', 'auditor'].includes(role)),
      }
    }),
)

/** So many people at once, of the whole agency: the unit's are among them. */
const PAGE = 1000

/** A unit with its people, for whoever may list the people of its agency. */
export const unit = question(
  'unit',
  (reader: Reader, code: string, unitId: string): Promise<Answer<UnitView>> =>
    page(reader, ['agency-head', 'personnel-officer', 'bkd', 'auditor'], async (login) => {
      if (!opensPeople(login.roles)) return { refused: true, code: 'access.denied' }
      const answer = await reader.clients.reporting.getAgencyBoard({ agencyCode: code }, tokenOf(reader))
      if (isRefusal(answer)) return answer
      const board = answer.board!
      const named = board.units.find((one) => one.unitId === unitId)
      if (named === undefined) return { refused: true, code: 'request.not-found' }
      const people: UnitView['people'][number][] = []
      for (let after = '', more = true; more; ) {
        const list = await reader.clients.directory.listPeople(
          { agencyId: board.agencyId, search: '', limit: PAGE, after },
          tokenOf(reader),
        )
        if (isRefusal(list)) return list
        for (const person of list.people)
          if (person.unitName === named.name)
            people.push({ employeeId: person.employeeId, name: person.name, position: person.positionTitle })
        after = list.next
        more = after !== ''
      }
      return {
        now: reader.now,
        zone: zoneOf(login),
        code: board.code,
        agencyName: board.name,
        name: named.name,
        figures:
          (board.figures && whole(figuresOf(board.figures), longOf(board)))?.units.find(
            (one) => one.unitId === unitId,
          ) ?? null,
        asOf: Number(board.asOf),
        period: await latestPeriod(reader, dateAt(reader.now, zoneOf(login))),
        people: people.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      }
    }),
)
