import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import type { Anew as AnewMessage } from '@timbang/contracts/gen/timbang/journal/v1/window'
import type { WindowEvent } from './domain.ts'
import type { Anew } from './store.ts'

/** The body of the log's record for what moves windows. */
export function toWindowBody(event: WindowEvent): NonNullable<JournalEvent['body']> {
  switch (event.type) {
    case 'EntryWindowChanged': {
      const { type: _, ...value } = event
      return { $case: 'entryWindowChanged', value }
    }
    case 'OutageRecorded': {
      const { type: _, fromInstant, toInstant, ...value } = event
      return {
        $case: 'outageRecorded',
        value: { ...value, fromInstant: BigInt(fromInstant), toInstant: BigInt(toInstant) },
      }
    }
    case 'GraceOpened': {
      const { type: _, untilInstant, ...value } = event
      return { $case: 'graceOpened', value: { ...value, untilInstant: BigInt(untilInstant) } }
    }
    default:
      return event satisfies never
  }
}

/** Undefined: of something else than a window. */
export function fromWindowBody(body: JournalEvent['body']): WindowEvent | undefined {
  switch (body?.$case) {
    case 'entryWindowChanged':
      return { type: 'EntryWindowChanged', ...body.value }
    case 'outageRecorded':
      return {
        type: 'OutageRecorded',
        ...body.value,
        fromInstant: Number(body.value.fromInstant),
        toInstant: Number(body.value.toInstant),
      }
    case 'graceOpened':
      return { type: 'GraceOpened', ...body.value, untilInstant: Number(body.value.untilInstant) }
    default:
      return undefined
  }
}

export const toAnewMessage = (anew: Anew | undefined): AnewMessage | undefined =>
  anew && {
    ...anew,
    askedAt: BigInt(anew.askedAt),
    judged: BigInt(anew.judged),
    changed: BigInt(anew.changed),
    endedAt: anew.endedAt === undefined ? undefined : BigInt(anew.endedAt),
  }
