import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { addDays, startOf } from '@timbang/rules/civil-date'
import type { Answer } from '../shared/answer.ts'
import { question } from '../shared/question.ts'
import { namesOf, page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import { gather, told } from './gather.ts'
import type { AuditView, LookFilter, OnRecord } from './view.ts'

const MOST_FITTING = 20

/** @param after as the page before said it */
export const looks = question(
  'looks',
  (reader: Reader, filter: LookFilter, after: string): Promise<Answer<AuditView>> =>
    page(reader, ['auditor'], async (login) => {
      if (!login.roles.includes('auditor')) return refuse('access.denied')
      const zone = zoneOf(login)
      const view = { now: reader.now, zone, filter, chosen: null, fitting: [], lines: [], next: null, silent: [] }
      let person = filter.person
      if (person === '' && filter.name !== '') {
        const fitting = await whoIs(reader, filter.name)
        if (fitting.length !== 1) return { ...view, fitting }
        person = fitting[0]!.key
      }
      const [, at, id] = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(after) ?? []
      const found = await gather(reader, {
        ...(person === '' ? {} : filter.side === 'seen' ? { subject: person } : { reader: person }),
        ...(filter.operation === '' ? {} : { operation: filter.operation }),
        ...(filter.day === '' ? {} : { from: startOf(filter.day, zone), until: startOf(addDays(filter.day, 1), zone) }),
        ...(at === undefined || id === undefined ? {} : { after: { at: BigInt(at), id } }),
      })
      if (isRefusal(found)) return found
      const last = found.looks.at(-1)
      const name = person === '' ? undefined : (await namesOf(reader, [person])).get(person)
      return {
        ...view,
        filter: { ...filter, person },
        chosen: person === '' ? null : { key: person, name: name?.name ?? null, position: name?.position ?? null },
        lines: await told(reader, found.looks),
        next: found.more && last !== undefined ? `${last.at}.${last.lookId}` : null,
        silent: found.silent,
      }
    }),
)

/** Everybody of the province whom a part of a name fits, the first twenty. */
async function whoIs(reader: Reader, name: string): Promise<OnRecord[]> {
  const answer = await reader.clients.directory.listPeople(
    { agencyId: '', search: name, limit: MOST_FITTING, after: '' },
    tokenOf(reader),
  )
  return isRefusal(answer)
    ? []
    : answer.people.map((one) => ({ key: one.employeeId, name: one.name, position: one.positionTitle }))
}
