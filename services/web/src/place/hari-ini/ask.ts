import type { GetLoginResponse } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { EntryState, type MonthDay } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { isRefusal } from '@timbang/contracts/refusal'
import { addDays, boundsOf, dateAt, type CivilDate } from '@timbang/rules/civil-date'
import { formOf } from '../catat/ask.ts'
import type { Answer } from '../shared/answer.ts'
import { assessedPeriod } from '../shared/assessment/answers.ts'
import { isThere, toMend, writtenDownAt } from '../shared/entry/ask.ts'
import { knownOf, linesOf, type Known } from '../shared/entry/known.ts'
import { verifies } from '../shared/frame/ask.ts'
import { question } from '../shared/question.ts'
import { presenceOf } from '../shared/presence/ask.ts'
import { page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import { draftsFor } from '../titip/ask.ts'
import { dutyTurns } from './duty.ts'
import type { TodayView, Turn, WorkDay } from './view.ts'

function stateOf(day: MonthDay, today: CivilDate, now: number): WorkDay['state'] {
  if (day.excused) return 'excused'
  if (day.inTime) return 'recorded'
  if (day.late) return 'late'
  if (day.date > today) return 'upcoming'
  return now < Number(day.graceEndsAt) ? 'open' : 'missed'
}

export const workDay = (day: MonthDay, today: CivilDate, now: number): WorkDay => ({
  date: day.date,
  state: stateOf(day, today, now),
  entries: day.entries,
  verified: day.verified,
  toMend: day.toMend,
  closesAt: Number(day.closesAt),
  graceEndsAt: Number(day.graceEndsAt),
})

/** The latest day of the month on which a window of self-assessment ends: what a pack may say at most. */
const MOST_SELF_DAYS = 28

async function turnsOf(reader: Reader, login: GetLoginResponse, known: Known): Promise<Turn[]> {
  const turns: Turn[] = known.entries.filter(toMend).map((entry) => ({
    kind: 'mend',
    recordId: entry.facts!.recordId,
    workDate: entry.facts!.workDate,
    reason: entry.conflicted ? 'conflicted' : entry.state === EntryState.ENTRY_STATE_RETURNED ? 'returned' : 'refused',
  }))
  for (const day of known.days) {
    if (
      day.working &&
      !day.excused &&
      day.entries === 0 &&
      day.date < known.today &&
      reader.now < Number(day.graceEndsAt)
    ) {
      const late = reader.now >= Number(day.closesAt)
      turns.push({ kind: 'record-day', date: day.date, closesAt: Number(late ? day.graceEndsAt : day.closesAt), late })
    }
  }
  const ended = assessedPeriod(null, known.today)
  const [queue, seals, told, assessment] = await Promise.all([
    verifies(login)
      ? reader.clients.verdicts.listQueue({ filter: 'all', limit: 1, after: '' }, tokenOf(reader))
      : undefined,
    reader.clients.seals.listSeals({}, tokenOf(reader)),
    reader.clients.own.getOwnTurns({}, tokenOf(reader)),
    // A window lies within the first month after its quarter: on other days nobody has to be asked.
    known.today <= addDays(boundsOf(ended).to, MOST_SELF_DAYS)
      ? reader.clients.assessments.getAssessment({ employeeId: known.employeeId, period: ended }, tokenOf(reader))
      : undefined,
  ])
  if (assessment !== undefined && !isRefusal(assessment) && assessment.mayAssessSelf && assessment.self === undefined)
    turns.push({ kind: 'assess-self', period: ended, until: Number(assessment.windows?.selfUntil) })
  if (queue !== undefined && !isRefusal(queue) && queue.total > 0)
    turns.push({ kind: 'verify', waiting: queue.total, oldestRecordedAt: Number(queue.oldestRecordedAt) })
  if (!isRefusal(told)) {
    if (told.nextAssessor !== undefined)
      turns.push({ kind: 'assessor-changes', from: told.nextAssessor.fromDate, name: told.nextAssessor.name })
    for (const { answeredAt, mended } of told.answered)
      turns.push({ kind: 'ticket-answered', answeredAt: Number(answeredAt), mended })
  }
  // The quarter before this one, once it is sealed, can be read.
  if (!isRefusal(seals) && seals.seals.some((seal) => seal.period === ended))
    turns.push({ kind: 'read-score', period: ended })
  return turns
}

export const today = question(
  'today',
  (reader: Reader): Promise<Answer<TodayView>> =>
    page(reader, ['employee'], async (login) => {
      const known = await knownOf(reader, login)
      if (isRefusal(known)) return known
      const shown = known.entries.filter(
        (entry) =>
          toMend(entry) ||
          (isThere(entry) &&
            (dateAt(writtenDownAt(entry), zoneOf(login)) === known.today || entry.facts!.workDate === known.today)),
      )
      const [own, duty, entries, presence, drafts] = await Promise.all([
        turnsOf(reader, login, known),
        dutyTurns(reader, login),
        linesOf(reader, shown, known.results),
        presenceOf(reader, known.employeeId, known.today, known.today),
        draftsFor(reader),
      ])
      if (isRefusal(presence)) return presence
      return {
        now: reader.now,
        today: known.today,
        zone: zoneOf(login),
        firstName: login.displayName.split(' ')[0]!,
        workplace: login.agencyName,
        month: known.days
          .filter((day) => day.date.startsWith(known.today.slice(0, 7)) && day.working)
          .map((day) => workDay(day, known.today, reader.now)),
        presence: presence[0] ?? null,
        duty: known.days.some(({ date, shifts }) => date.startsWith(known.today.slice(0, 7)) && shifts.length > 0)
          ? (known.days.find(({ date }) => date === known.today)?.shifts ?? [])
          : null,
        turns: [...own, ...duty],
        form: formOf(reader, login, known, undefined),
        entries,
        drafts,
        busy: null,
      }
    }),
)
