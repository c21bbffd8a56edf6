import type { Delegation } from '@timbang/contracts/gen/timbang/directory/v1/delegation'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { isZone } from '@timbang/rules/civil-date'
import type { Answer } from '../shared/answer.ts'
import { question } from '../shared/question.ts'
import { page, tokenOf, type Reader } from '../shared/reader.ts'
import { stands, type DelegationLine, type DelegationsView, type EndingView } from './view.ts'

const states = ['coming', 'running', 'ended', 'over'] as const

const lineOf = ({ fromDate, toDate, zone, endedAt, state, ...one }: Delegation): DelegationLine => ({
  delegationId: one.delegationId,
  name: one.name,
  title: one.title,
  from: fromDate,
  to: toDate,
  zone: isZone(zone) ? zone : 'WIB',
  endedAt: endedAt === undefined ? null : Number(endedAt),
  version: one.version,
  state: states.find((name) => name === state) ?? 'over',
})

const listed = (reader: Reader) => reader.clients.delegations.listDelegations({}, tokenOf(reader))

export const delegations = question(
  'delegations',
  (reader: Reader): Promise<Answer<DelegationsView>> =>
    page(reader, ['employee'], async () => {
      const answer = await listed(reader)
      if (isRefusal(answer)) return answer
      const { given, held, candidates, today, lastFrom, mostDays } = answer
      return {
        today,
        lastFrom,
        mostDays,
        given: given.map(lineOf),
        held: held.map(lineOf),
        candidates: candidates.map((one) => ({
          employeeId: one.employeeId,
          name: one.name,
          title: one.title,
          unit: one.unit,
          stands: stands.find((name) => name === one.stands) ?? 'peer',
        })),
      }
    }),
)

/** One of his, on whichever side: before it ends he is asked once. */
export const ending = question(
  'ending',
  (reader: Reader, delegationId: string): Promise<Answer<EndingView>> =>
    page(reader, ['employee'], async () => {
      const answer = await listed(reader)
      if (isRefusal(answer)) return answer
      for (const side of ['given', 'held'] as const) {
        const found = answer[side].find((one) => one.delegationId === delegationId)
        if (found !== undefined) return { ...lineOf(found), side }
      }
      return refuse('delegation.not-found')
    }),
)
