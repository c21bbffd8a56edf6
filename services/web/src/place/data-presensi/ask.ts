import { randomUUIDv7 } from 'node:crypto'
import type { ContradictedDay, ToldOfDay } from '@timbang/contracts/gen/timbang/journal/v1/presence'
import { isRefusal } from '@timbang/contracts/refusal'
import { dateAt, isCivilDate } from '@timbang/rules/civil-date'
import { agenciesOf, chosenOf, menders, seesAll } from '../data/ask.ts'
import { agencyNamesOf, elsewhereOf } from '../shared/presence/ask.ts'
import { leaveWarnings } from '../shared/presence/view.ts'
import type { Answer } from '../shared/answer.ts'
import { mendsData } from '../shared/frame/ask.ts'
import { question } from '../shared/question.ts'
import { namesOf, page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import { type DifferingDay, type DifferingView, outageCauses, type ToldResult } from './view.ts'

const PAGE = 20

export type Asked = {
  code: string | null
  month: string | null
  after: string | null
}
export const askedOf = (query: URLSearchParams): Asked => ({
  code: query.get('instansi'),
  month: query.get('bulan'),
  after: query.get('sesudah'),
})

const instant = (value: bigint | undefined) => (value === undefined ? null : Number(value))

const toldResult = ({ source, toldAt, cameAt, wentAt, ...told }: ToldOfDay): ToldResult => ({
  ...told,
  source: source === 'punches' ? 'punches' : 'daily-result',
  toldAt: Number(toldAt),
  cameAt: instant(cameAt),
  wentAt: instant(wentAt),
})

const differing = (
  { employeeId, date, told, version, own, differs, elsewhere, ...day }: ContradictedDay,
  agencies: ReadonlyMap<string, string>,
  names: ReadonlyMap<string, { name: string; position: string }>,
): DifferingDay => ({
  employeeId,
  date,
  version,
  own,
  differs,
  elsewhere: elsewhereOf(elsewhere, agencies),
  name: names.get(employeeId)?.name ?? '–',
  position: names.get(employeeId)?.position ?? '',
  told: told.map(toldResult),
  settled: day.settled
    ? {
        present: day.present,
        lateMinutes: day.lateMinutes,
        earlyLeaveMinutes: day.earlyLeaveMinutes,
        reason: day.reason,
        at: Number(day.settledAt ?? 0n),
        by: names.get(day.settledBy)?.name ?? '',
      }
    : null,
})

export const contradictions = question(
  'contradictions',
  (reader: Reader, asked: Asked): Promise<Answer<DifferingView>> =>
    page(reader, menders, async (login) => {
      const agencies = await agenciesOf(reader, login)
      if (isRefusal(agencies)) return agencies
      const chosen = chosenOf(agencies, login, asked.code)
      // Who has an agency of his own starts with it; who has none chooses only where he may see them all.
      if (chosen === undefined && (asked.code !== null || !seesAll(login)))
        return { refused: true, code: 'access.denied' }
      const today = dateAt(reader.now, zoneOf(login))
      const month = asked.month !== null && isCivilDate(`${asked.month}-01`) ? asked.month : today.slice(0, 7)
      const view = {
        now: reader.now,
        today,
        zone: zoneOf(login),
        agencies: agencies.map(({ code, name }) => ({ code, name })),
        month,
        maySettle: mendsData(login),
        outageId: randomUUIDv7(),
      }
      if (chosen === undefined)
        return {
          ...view,
          agency: null,
          days: [],
          first: true,
          next: null,
          outages: [],
          devices: [],
          leaves: { warned: [], more: false },
        }
      const { agencyId } = chosen
      const [answer, out, leaves] = await Promise.all([
        reader.clients.presence.listContradictions(
          { agencyId, month, limit: PAGE, after: asked.after ?? '' },
          tokenOf(reader),
        ),
        reader.clients.presence.listAttendanceOutages({ agencyId, month }, tokenOf(reader)),
        reader.clients.leave.listLeaveWarnings({ agencyId, month }, tokenOf(reader)),
      ])
      if (isRefusal(answer)) return answer
      if (isRefusal(out)) return out
      if (isRefusal(leaves)) return leaves
      const agencyNames = await agencyNamesOf(reader, answer.days)
      if (isRefusal(agencyNames)) return agencyNames
      const names = await namesOf(
        reader,
        [
          ...answer.days.flatMap(({ employeeId, settledBy }) => [employeeId, settledBy]),
          ...leaves.leaves.map(({ employeeId }) => employeeId),
        ].filter(isKey),
      )
      return {
        ...view,
        agency: { code: chosen.code, name: chosen.name },
        days: answer.days.map((day) => differing(day, agencyNames, names)),
        first: asked.after === null,
        next: answer.next === '' ? null : answer.next,
        leaves: {
          warned: leaves.leaves.map(({ employeeId, kind, fromDate, toDate, warning }) => ({
            name: names.get(employeeId)?.name ?? '–',
            position: names.get(employeeId)?.position ?? '',
            kind,
            from: fromDate,
            to: toDate,
            warning: leaveWarnings.find((one) => one === warning) ?? 'kind-unknown',
          })),
          more: leaves.more,
        },
        devices: out.devices,
        outages: out.outages.map(({ outageId, fromInstant, toInstant, causeCode, devices }) => ({
          outageId,
          from: Number(fromInstant),
          to: Number(toInstant),
          cause: outageCauses.find((one) => one === causeCode) ?? 'other',
          devices,
        })),
      }
    }),
)

/** Whoever settled it may have come by an account that is no employee's. */
const isKey = (text: string): boolean => /^[0-9a-f-]{36}$/.test(text)
