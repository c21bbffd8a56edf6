import type { Leave as LeaveMessage } from '@timbang/contracts/gen/timbang/activity/v1/service'
import { leaveReasons } from '@timbang/rules/facts'
import Type, { type Static } from 'typebox'
import type { Leave } from '../domain/record.ts'
import type { EventBody, OfRecord } from './event.ts'
import { date, only, type Spoken, truth } from './field.ts'

export const LeaveBody = Type.Object(
  {
    from_date: date,
    to_date: date,
    kind: Type.Union(
      leaveReasons.map((kind) => Type.Literal(kind)),
      { description: leaveReasons.join(', ') },
    ),
    withdrawn: Type.Optional(truth),
  },
  only,
)

export const leaveOf = (from: Static<typeof LeaveBody>): Leave => ({
  kind: 'leave',
  fromDate: from.from_date,
  toDate: from.to_date,
  // Who says leave and no more means that of the year.
  leaveKind: from.kind === 'leave' ? 'annual' : from.kind,
  withdrawn: from.withdrawn ?? false,
})

export const spokenLeave = ({ fromDate, toDate, kind, withdrawn }: LeaveMessage): Spoken<Leave> => ({
  json: { from_date: fromDate, to_date: toDate, kind, withdrawn },
})

export const leaveRecorded = (body: Leave, of: OfRecord): EventBody => ({
  $case: 'leaveRecorded',
  value: { ...of, fromDate: body.fromDate, toDate: body.toDate, kind: body.leaveKind, withdrawn: body.withdrawn },
})
