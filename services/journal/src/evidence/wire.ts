import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import type { EvidenceEvent, GoneCode, MediaType } from './domain/evidence.ts'

const bytesOf = (hash: string) => Buffer.from(hash, 'hex')
const hex = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

/** The body of the log's record for what came and went. */
export function toEvidenceBody(event: EvidenceEvent): NonNullable<JournalEvent['body']> {
  switch (event.type) {
    case 'EvidenceKept': {
      const { type: _, sent, kept, ...value } = event
      return { $case: 'evidenceKept', value: { ...value, sent: bytesOf(sent), kept: bytesOf(kept) } }
    }
    case 'EvidenceDiscarded': {
      const { type: _, sent, ...value } = event
      return { $case: 'evidenceDiscarded', value: { ...value, sent: bytesOf(sent) } }
    }
    default:
      return event satisfies never
  }
}

/** Undefined: of something else than evidence. */
export function fromEvidenceBody(body: JournalEvent['body']): EvidenceEvent | undefined {
  switch (body?.$case) {
    case 'evidenceKept': {
      const { recordId, sent, kept, mediaType, bytes } = body.value
      return {
        type: 'EvidenceKept',
        recordId,
        sent: hex(sent),
        kept: hex(kept),
        mediaType: mediaType as MediaType,
        bytes,
      }
    }
    case 'evidenceDiscarded': {
      const { recordId, sent, reasonCode } = body.value
      return { type: 'EvidenceDiscarded', recordId, sent: hex(sent), reasonCode: reasonCode as GoneCode }
    }
    default:
      return undefined
  }
}
