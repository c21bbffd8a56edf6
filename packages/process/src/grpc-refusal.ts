import * as grpc from '@grpc/grpc-js'
import { isRefusalCode, refusals, refuse, sentence, type Refusal } from '@timbang/contracts/refusal'

/** Bytes of a message at most, either way. */
export const MOST_BYTES = 8 * 1024 * 1024

const KEY = 'timbang-refusal-bin'

/** A refusal as a status of the table, with code, details and field in the trailers. */
export function toStatus(refusal: Refusal): grpc.ServiceError {
  const metadata = new grpc.Metadata()
  metadata.set(KEY, Buffer.from(JSON.stringify({ code: refusal.code, details: refusal.details, field: refusal.field })))
  const message = sentence(refusal, 'en')
  return Object.assign(new Error(message), {
    code: refusals[refusal.code].grpc as grpc.status,
    details: message,
    metadata,
  })
}

/** The refusal that a status carries, or the one that the transport itself made; undefined for a fault. */
export function toRefusal(error: grpc.ServiceError): Refusal | undefined {
  const carried = error.metadata?.get(KEY)[0]
  if (carried !== undefined) {
    const read = JSON.parse(carried.toString()) as { code: string; details?: Refusal['details']; field?: string }
    if (isRefusalCode(read.code)) return refuse(read.code, read.details, read.field)
  }
  if (error.code === grpc.status.UNAVAILABLE || error.code === grpc.status.DEADLINE_EXCEEDED)
    return refuse('service.unavailable')
  // A message over the limit never reaches a handler: the library ends the call in its own words.
  if (error.code === grpc.status.RESOURCE_EXHAUSTED && /larger than/.test(error.details))
    return refuse('request.too-large', { limit: `${MOST_BYTES / 1024 / 1024} MB` })
  return undefined
}
