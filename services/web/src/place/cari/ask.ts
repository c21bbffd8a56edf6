import type { Person } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { dateAt } from '@timbang/rules/civil-date'
import type { Answer, Audience } from '../shared/answer.ts'
import { latestPeriod, scopeOf } from '../shared/frame/ask.ts'
import { question } from '../shared/question.ts'
import { page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import type { Above, Asked, FindView } from './view.ts'

const finders: readonly Audience[] = ['assessor', 'agency-head', 'personnel-officer', 'bkd', 'auditor']

const above = (person: Person | undefined): Above | null =>
  person === undefined ? null : { name: person.name, position: person.positionTitle }

export const find = question(
  'find',
  (reader: Reader, asked: Asked | null): Promise<Answer<FindView>> =>
    page(reader, finders, async (login) => {
      const scope = scopeOf(login)
      if (scope === null) return refuse('access.denied')
      const view: FindView = {
        now: reader.now,
        scope,
        asked: asked ?? { by: 'name', name: '', digits: '', after: '' },
        fault: null,
        period: await latestPeriod(reader, dateAt(reader.now, zoneOf(login))),
        hits: null,
        next: null,
      }
      if (asked === null) return view
      const found = await reader.clients.directory.findPeople(
        { words: asked.name, lastDigits: asked.digits, after: asked.after },
        tokenOf(reader),
      )
      if (isRefusal(found)) {
        const typed = found.field === 'words' || found.field === 'last_digits'
        return found.code === 'request.value-invalid' && typed ? { ...view, fault: asked.by } : found
      }
      const structure =
        found.people.length === 0
          ? undefined
          : await reader.clients.directory.getStructure({ agencyId: '' }, tokenOf(reader))
      const agencies = new Map(
        structure === undefined || isRefusal(structure)
          ? []
          : structure.agencies.map(({ agencyId, code, name }) => [agencyId, { code, name }]),
      )
      return {
        ...view,
        hits: found.people.map(({ person, assessor, superior }) => ({
          employeeId: person!.employeeId,
          name: person!.name,
          position: person!.positionTitle,
          unit: person!.unitName,
          agency: agencies.get(person!.agencyId) ?? null,
          nipTail: person!.nipTail,
          secondedFrom: person!.secondedFrom === '' ? null : person!.secondedFrom,
          assessor: above(assessor),
          superior: above(superior),
        })),
        next: found.next === '' ? null : found.next,
      }
    }),
)
