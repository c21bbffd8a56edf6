import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'

export type EventBody = NonNullable<ActivityEvent['body']>

/** What the events of all kinds say of their record. */
export interface OfRecord {
  readonly recordId: string
  readonly revision: number
  readonly contentDigest: Buffer
  readonly importId: string | undefined
}
