import type { Entry } from '../entry/domain/entry.ts'
import type { GivenPlace } from './store.ts'

/** Where a page of the queue ended, as text that a client hands back. */
export const cursor = {
  of: ({ employeeId, facts }: Pick<Entry, 'employeeId' | 'facts'>) =>
    `${facts.sourceRecordedAt ?? facts.recordedAt}~${facts.recordId}~${employeeId}`,
  read: (text: string) => {
    const [, writtenDownAt, recordId, employeeId] = /^(\d{1,16})~([0-9a-f-]{36})~([0-9a-f-]{36})$/.exec(text) ?? []
    return writtenDownAt !== undefined && recordId !== undefined && employeeId !== undefined
      ? { writtenDownAt: Number(writtenDownAt), recordId, employeeId }
      : undefined
  },
}

/** Where a page of somebody's own verdicts ended. */
export const givenCursor = {
  of: ({ at, eventId }: GivenPlace) => `${at}~${eventId}`,
  read: (text: string): GivenPlace | undefined => {
    const [, at, eventId] = /^(\d{1,16})~([0-9a-f-]{36})$/.exec(text) ?? []
    return at !== undefined && eventId !== undefined ? { at: BigInt(at), eventId } : undefined
  },
}
