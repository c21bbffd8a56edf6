import { isRefusalCode, refusals, refuse, sentence, type Refusal } from '@timbang/contracts/refusal'
import { type ClientError, type Metadata, ServerError, Status } from 'nice-grpc'

/** Bytes of a message at most, either way. */
export const MOST_BYTES = 8 * 1024 * 1024

const KEY = 'timbang-refusal-bin'

/** A refusal as a status of the table, with code, details and field in the trailer. */
export function toStatus(refusal: Refusal, trailer: Metadata): ServerError {
  trailer.set(KEY, Buffer.from(JSON.stringify({ code: refusal.code, details: refusal.details, field: refusal.field })))
  return new ServerError(refusals[refusal.code].grpc as Status, sentence(refusal, 'en'))
}

/** The refusal that a status carries, or the one that the transport itself made; undefined for a fault. */
export function toRefusal(error: ClientError, trailer: Metadata | undefined): Refusal | undefined {
  const carried = trailer?.get(KEY)
  if (carried !== undefined) {
    const read = JSON.parse(Buffer.from(carried).toString()) as {
      code: string
      details?: Refusal['details']
      field?: string
    }
    if (isRefusalCode(read.code)) return refuse(read.code, read.details, read.field)
  }
  // A call that its caller ends never comes here: one that is cancelled all the same was broken off by a server that stops.
  if ([Status.UNAVAILABLE, Status.DEADLINE_EXCEEDED, Status.CANCELLED].includes(error.code))
    return refuse('service.unavailable')
  // A message over the limit never reaches a handler: the library ends the call in its own words.
  if (error.code === Status.RESOURCE_EXHAUSTED && /larger than/.test(error.details))
    return refuse('request.too-large', { limit: `${MOST_BYTES / 1024 / 1024} MB` })
  return undefined
}
