import { EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { Timeliness } from '@timbang/contracts/gen/timbang/journal/v1/events'
import type { TeamDay as TeamDayMessage } from '@timbang/contracts/gen/timbang/journal/v1/team'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { dateAt } from '@timbang/rules/civil-date'
import type { Answer, Audience } from '../shared/answer.ts'
import { every, isThere, numberOf, writtenDownAt } from '../shared/entry/ask.ts'
import { scopeOf } from '../shared/frame/ask.ts'
import { presenceOf } from '../shared/presence/ask.ts'
import { question } from '../shared/question.ts'
import { namesOf, page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import { dayAsked, findMembers } from './find.ts'
import {
  stateNames,
  type Member,
  type MemberEntry,
  type MemberView,
  type StateName,
  type TeamDay,
  type TeamFind,
  type TeamView,
} from './view.ts'

const assessors: readonly Audience[] = ['assessor']
const readers: readonly Audience[] = ['self', 'assessor', 'agency-head', 'personnel-officer', 'bkd', 'auditor']
/** Nobody writes more on a day; what a script wrote for him is not read without end. */
const MOST_ENTRIES = 50

/** Whoever has written has recorded, also on leave; who is away is no gap, and neither is a day that nobody works. */
export function stateOf(day: Pick<TeamDayMessage, 'entries' | 'excused' | 'working'>): StateName {
  if (day.entries > 0) return 'sudah'
  if (day.excused !== '') return 'tidak-bertugas'
  if (day.working === undefined) return 'tanpa-kalender'
  return day.working ? 'belum' : 'libur'
}

const dayOf = (day: TeamDayMessage): TeamDay => ({
  date: day.date,
  state: stateOf(day),
  away: day.excused === '' ? null : { kind: day.excused, until: day.excusedUntil === '' ? null : day.excusedUntil },
  entries: day.entries,
  waiting: day.waiting,
  verified: day.verified,
  toMend: day.toMend,
  latestAt: day.latestAt === 0n ? null : Number(day.latestAt),
  permissions: day.permissions.map(({ fromMinute, untilMinute }) => ({ from: fromMinute, until: untilMinute })),
})

export const team = question(
  'team',
  (reader: Reader, find: TeamFind): Promise<Answer<TeamView>> =>
    page(reader, assessors, async (login) => {
      const zone = zoneOf(login)
      const today = dateAt(reader.now, zone)
      const date = dayAsked(find.date, today)
      if (date === null || date > today) return refuse('request.value-invalid', { hint: 'YYYY-MM-DD' }, 'date')
      const answer = await reader.clients.team.getTeamDay({ date }, tokenOf(reader))
      if (isRefusal(answer)) return answer
      if (answer.people.length === 0 && !login.leads) return refuse('access.denied')
      const names = await namesOf(
        reader,
        answer.people.map((person) => person.employeeId),
      )
      const members = answer.people.map(
        (person): Member => ({
          employeeId: person.employeeId,
          name: names.get(person.employeeId)?.name ?? '–',
          position: names.get(person.employeeId)?.position ?? '',
          day: dayOf(person.day!),
          before: person.before === undefined ? null : dayOf(person.before),
          waiting: person.waiting,
        }),
      )
      const countOf = (state: StateName) => members.filter((member) => member.day.state === state).length
      const open = answer.people.filter(({ day }) => stateOf(day!) === 'belum' && day!.closesAt > 0n)
      return {
        now: reader.now,
        zone,
        today,
        date,
        find: { ...find, date: date === today ? null : date },
        counts: Object.fromEntries(stateNames.map((name) => [name, countOf(name)])) as TeamView['counts'],
        people: members.length,
        waiting: members.reduce((sum, member) => sum + member.waiting, 0),
        closesAt: open.length === 0 ? null : Math.min(...open.map(({ day }) => Number(day!.closesAt))),
        members: findMembers(members, find),
      }
    }),
)

const states: Readonly<Record<number, MemberEntry['state']>> = {
  [EntryState.ENTRY_STATE_VERIFIED]: 'verified',
  [EntryState.ENTRY_STATE_RETURNED]: 'returned',
  [EntryState.ENTRY_STATE_REFUSED]: 'refused',
  [EntryState.ENTRY_STATE_HELD]: 'held',
}

/** One person's day. The journal decides who may read it: whoever assesses him today or did then, and the chain above. */
export const memberDay = question(
  'memberDay',
  (reader: Reader, employeeId: string, asked: string | null): Promise<Answer<MemberView>> =>
    page(reader, readers, async (login) => {
      const zone = zoneOf(login)
      const today = dateAt(reader.now, zone)
      const date = dayAsked(asked, today)
      if (date === null || date > today) return refuse('request.value-invalid', { hint: 'YYYY-MM-DD' }, 'date')
      const [list, names, presence] = await Promise.all([
        reader.clients.entries.listEntries(
          { ...every, employeeId, fromDate: date, toDate: date, limit: MOST_ENTRIES },
          tokenOf(reader),
        ),
        namesOf(reader, [employeeId]),
        presenceOf(reader, employeeId, date, date),
      ])
      if (isRefusal(list)) return list
      if (isRefusal(presence)) return presence
      const person = names.get(employeeId)
      return {
        now: reader.now,
        zone,
        today,
        date,
        name: person?.name ?? '–',
        position: person?.position ?? '',
        entries: list.entries.filter(isThere).map((entry) => ({
          recordId: entry.facts!.recordId,
          sentence: entry.sentence,
          recordedAt: writtenDownAt(entry),
          resultCode: entry.resultCode === '' ? null : entry.resultCode,
          quantityThousandths: numberOf(entry.facts!.quantityThousandths),
          unit: entry.facts!.unit ?? null,
          late: entry.timeliness === Timeliness.TIMELINESS_LATE,
          state: states[entry.state] ?? 'waiting',
        })),
        presence: presence[0] ?? null,
        back: login.leads ? 'team' : scopeOf(login) === null ? null : 'find',
        more: list.next !== '',
      }
    }),
)
