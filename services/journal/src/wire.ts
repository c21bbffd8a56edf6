import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { said } from '@timbang/contracts/said'
import type { OwnEvent, Told } from './entry/domain/entry.ts'
import { fromEntryBody, toEntryBody } from './entry/wire.ts'
import { isOfEvidence } from './evidence/domain/evidence.ts'
import { fromEvidenceBody, toEvidenceBody } from './evidence/wire.ts'
import { isOfSettlement } from './presence/domain.ts'
import { isOfAttendanceOutage } from './presence/domain.ts'
import { fromOutageBody, fromSettlementBody, toOutageBody, toSettlementBody } from './presence/wire.ts'
import { isOfRequest } from './request/domain.ts'
import { fromRequestBody, toRequestBody } from './request/wire.ts'
import { isOfWindow } from './window/domain.ts'
import { fromWindowBody, toWindowBody } from './window/wire.ts'

/** @param occurredAt what the person or device says: of a judgement that of the activity, of a decision the decision itself */
export function toEvent(told: Told<OwnEvent>, occurredAt: number = told.decidedAt): JournalEvent {
  return said(bodyOf(told.body), { ...told, occurredAt })
}

function bodyOf(event: OwnEvent): NonNullable<JournalEvent['body']> {
  if (isOfWindow(event)) return toWindowBody(event)
  if (isOfEvidence(event)) return toEvidenceBody(event)
  if (isOfSettlement(event)) return toSettlementBody(event)
  if (isOfAttendanceOutage(event)) return toOutageBody(event)
  return isOfRequest(event) ? toRequestBody(event) : toEntryBody(event)
}

/** Reads an event of our own topic, to fold it again. Undefined: a marker of a seal, which changes no table of ours. */
export function fromEvent(event: JournalEvent): Told<OwnEvent> | undefined {
  const body =
    fromEntryBody(event.body) ??
    fromWindowBody(event.body) ??
    fromRequestBody(event.body) ??
    fromEvidenceBody(event.body) ??
    fromSettlementBody(event.body) ??
    fromOutageBody(event.body)
  return (
    body && {
      eventId: event.eventId,
      employeeId: event.employeeId,
      agencyId: event.agencyId,
      decidedAt: Number(event.decidedAt ?? event.occurredAt),
      sourceRecordedAt: event.sourceRecordedAt === undefined ? undefined : Number(event.sourceRecordedAt),
      actor: event.actor,
      body,
    }
  )
}
