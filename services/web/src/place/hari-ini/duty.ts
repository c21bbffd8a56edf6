import type { GetLoginResponse } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusal } from '@timbang/contracts/refusal'
import { dateAt, startOf } from '@timbang/rules/civil-date'
import { gather } from '../audit/gather.ts'
import { isLow, waitsTooLong } from '../instansi/board.ts'
import { isSilentConsumer } from '../operator/board.ts'
import { limits as operatorLimits, operatorFigures } from '../operator/ask.ts'
import { byNeed } from '../provinsi/board.ts'
import { figuresOf, limits, longOf, surveysOf } from '../shared/board/ask.ts'
import { whole } from '../shared/board/figures.ts'
import { answersGrace, mendsData } from '../shared/frame/ask.ts'
import { tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import type { Turn } from './view.ts'

/** What waits for the holder of a role, beside what waits for him as an employee. A service that does not answer keeps its turns to itself. */
export async function dutyTurns(reader: Reader, login: GetLoginResponse): Promise<Turn[]> {
  const roles = new Set(login.roles)
  const some = await Promise.all([
    answersGrace(login) ? graceTurns(reader) : [],
    mendsData(login) ? ticketTurns(reader) : [],
    roles.has('agency_head') || roles.has('personnel_officer') ? agencyTurns(reader, login) : [],
    roles.has('governor') || roles.has('bkd') ? provinceTurns(reader, login) : [],
    roles.has('operator') ? operatorTurns(reader) : [],
    roles.has('auditor') ? auditTurns(reader, login) : [],
  ])
  return some.flat()
}

async function graceTurns(reader: Reader): Promise<Turn[]> {
  const grace = await reader.clients.grace.countGraceRequests({}, tokenOf(reader))
  return isRefusal(grace) || grace.waiting === 0
    ? []
    : [{ kind: 'grace', waiting: grace.waiting, oldestAskedAt: Number(grace.oldestAskedAt) }]
}

async function ticketTurns(reader: Reader): Promise<Turn[]> {
  const tickets = await reader.clients.tickets.countTickets({}, tokenOf(reader))
  return isRefusal(tickets) || tickets.waiting === 0
    ? []
    : [{ kind: 'ticket', waiting: tickets.waiting, oldestFiledAt: Number(tickets.oldestFiledAt) }]
}

async function agencyTurns(reader: Reader, login: GetLoginResponse): Promise<Turn[]> {
  const structure = await reader.clients.directory.getStructure({ agencyId: '' }, tokenOf(reader))
  if (isRefusal(structure)) return []
  const turns: Turn[] = []
  for (const { agencyId, code } of structure.agencies) {
    if (!login.roleAgencyIds.includes(agencyId)) continue
    const answer = await reader.clients.reporting.getAgencyBoard({ agencyCode: code }, tokenOf(reader))
    if (isRefusal(answer) || answer.board?.figures === undefined) continue
    const figures = whole(figuresOf(answer.board.figures), longOf(answer.board))
    if (waitsTooLong(figures, limits, reader.now))
      turns.push({
        kind: 'agency-waits',
        code,
        waiting: figures.entriesWaiting,
        oldestWaitingAt: figures.oldestWaitingAt,
      })
    const low = figures.units.filter((unit) => isLow(unit.daysOnTime, unit.daysDue, limits)).length
    if (low > 0) turns.push({ kind: 'agency-low', code, units: low, limit: limits.onTimePercent })
  }
  return turns
}

async function provinceTurns(reader: Reader, login: GetLoginResponse): Promise<Turn[]> {
  const answer = await reader.clients.reporting.getProvinceBoard({}, tokenOf(reader))
  if (isRefusal(answer)) return []
  const { attention, silent } = byNeed({
    now: reader.now,
    zone: zoneOf(login),
    name: '',
    limits,
    agencies: answer.boards.map((board) => ({
      agencyId: board.agencyId,
      code: board.code,
      name: board.name,
      figures: board.figures === undefined ? null : whole(figuresOf(board.figures), longOf(board)),
      long: null,
      asOf: Number(board.asOf),
      surveys: surveysOf(board),
      published: false,
    })),
  })
  return attention.length + silent.length === 0
    ? []
    : [{ kind: 'province', attention: attention.length, silent: silent.length }]
}

async function operatorTurns(reader: Reader): Promise<Turn[]> {
  const answer = await reader.clients.reporting.getOperatorBoard({}, tokenOf(reader))
  if (isRefusal(answer)) return []
  const figures = operatorFigures(answer)
  const past = figures.oldestUnprocessedMs > operatorLimits.oldestSeconds * 1000
  const silent = figures.consumers.filter((one) => isSilentConsumer(one, operatorLimits, reader.now)).length
  const dead = figures.dead.reduce((sum, one) => sum + one.count, 0)
  return [
    ...(past ? [{ kind: 'operator-past' as const, oldestMs: figures.oldestUnprocessedMs }] : []),
    ...(silent > 0 ? [{ kind: 'operator-silent' as const, consumers: silent }] : []),
    ...(dead > 0 ? [{ kind: 'operator-dead' as const, messages: dead }] : []),
  ]
}

async function auditTurns(reader: Reader, login: GetLoginResponse): Promise<Turn[]> {
  const day = dateAt(reader.now, zoneOf(login))
  const found = await gather(reader, { from: startOf(day, zoneOf(login)) })
  return isRefusal(found) || found.looks.length === 0
    ? []
    : [{ kind: 'audit', day, looks: found.looks.length, more: found.more }]
}
