import type { Punch as PunchMessage } from '@timbang/contracts/gen/timbang/activity/v1/service'
import { wholeSecond } from '@timbang/contracts/punch-id'
import Type, { type Static } from 'typebox'
import type { Punch } from '../domain/record.ts'
import type { EventBody, OfRecord } from './event.ts'
import { instant, named, only, type Spoken, truth } from './field.ts'

export const PunchBody = Type.Object(
  {
    device: Type.String({ pattern: '^[0-9A-Za-z][0-9A-Za-z._:-]{0,99}$', description: 'id: A–Z a–z 0–9 . _ : -' }),
    at: instant,
    key: Type.Optional(Type.Union([Type.Literal('in'), Type.Literal('out')], { description: 'in, out' })),
    withdrawn: Type.Optional(truth),
  },
  only,
)

/** Whether a line says a scan, before it is read: a quote within a text is written otherwise, and an unknown field is refused. */
export const saysScan = (text: string | undefined): boolean => text !== undefined && /[{,]\s*"punch"\s*:/.test(text)

export const punchOf = (from: Static<typeof PunchBody>): Punch => ({
  kind: 'punch',
  device: from.device,
  at: wholeSecond(from.at),
  key: from.key,
  withdrawn: from.withdrawn ?? false,
})

export const spokenPunch = ({ device, punchedAt, key, withdrawn }: PunchMessage): Spoken<Punch> => ({
  json: { device, at: Number(punchedAt), ...named('key', key), withdrawn },
})

export const punchRecorded = (body: Punch, of: OfRecord): EventBody => ({
  $case: 'punchRecorded',
  value: { ...of, punchedAt: BigInt(body.at), device: body.device, key: body.key, withdrawn: body.withdrawn },
})
