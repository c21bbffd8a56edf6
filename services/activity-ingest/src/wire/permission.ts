import type { Permission as PermissionMessage } from '@timbang/contracts/gen/timbang/activity/v1/service'
import Type, { type Static } from 'typebox'
import { limits, type Permission } from '../domain/record.ts'
import type { EventBody, OfRecord } from './event.ts'
import { date, minuteOf, only, type Spoken, time, truth } from './field.ts'

export const PermissionBody = Type.Object(
  {
    date,
    from: time,
    until: time,
    kind: Type.Union([Type.Literal('personal'), Type.Literal('medical'), Type.Literal('official')], {
      description: 'personal, medical, official',
    }),
    withdrawn: Type.Optional(truth),
  },
  only,
)

/** An end that is not after the begin lies on the next day: a night is left early, too. */
export function permissionOf({ date, from, until, kind, withdrawn }: Static<typeof PermissionBody>): Permission {
  const [fromMinute, end] = [minuteOf(from), minuteOf(until)]
  const untilMinute = end > fromMinute ? end : end + limits.minutesOfDay
  return { kind: 'permission', date, fromMinute, untilMinute, permissionKind: kind, withdrawn: withdrawn ?? false }
}

export const spokenPermission = (message: PermissionMessage): Spoken<Permission> => ({
  json: { date: message.date, from: '00:00', until: '24:00', kind: message.kind, withdrawn: message.withdrawn },
  exact: { fromMinute: message.fromMinute, untilMinute: message.untilMinute },
})

export const permissionRecorded = (body: Permission, of: OfRecord): EventBody => ({
  $case: 'permissionRecorded',
  value: {
    ...of,
    date: body.date,
    fromMinute: body.fromMinute,
    untilMinute: body.untilMinute,
    kind: body.permissionKind,
    withdrawn: body.withdrawn,
  },
})
