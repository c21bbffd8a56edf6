import { EntryState, type Entry, type MonthDay } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { OWN_ENTRY_DAYS } from '@timbang/rules/own-entry'

const DAY = 86_400_000

/** The instant inside a UUIDv7. */
const madeAt = (recordId: string): number => Number.parseInt(recordId.slice(0, 8) + recordId.slice(9, 13), 16)

type Told = Pick<Entry, 'state'> & { facts?: { recordId: string } | undefined }

/** Whether the door still takes a further revision of it, and the journal none that it would only refuse: what is verified is the assessor's to give back. */
const mayChange = ({ state, facts }: Told, now: number): boolean =>
  state !== EntryState.ENTRY_STATE_VERIFIED && now <= madeAt(facts!.recordId) + OWN_ENTRY_DAYS * DAY

export const mayTakeBack = (entry: Told, now: number): boolean =>
  mayChange(entry, now) && entry.state !== EntryState.ENTRY_STATE_WITHDRAWN

/**
 * What a wish to take back comes to: it is sent; `done`, the entry is gone, so whoever had no answer the first time hears the same again; `gone`, what
 * was seen is what is taken back, and this has changed since.
 */
export const takingBack = (
  entry: Told & { facts?: { revision: number } | undefined },
  revision: number,
  now: number,
): 'send' | 'done' | 'gone' => {
  if (entry.state === EntryState.ENTRY_STATE_WITHDRAWN) return 'done'
  return entry.facts!.revision === revision && mayTakeBack(entry, now) ? 'send' : 'gone'
}

/** Whether its day takes nothing more. A returned entry is mended when its assessor asks for it, however late. @param day absent: nothing is known of it */
export const isClosed = (
  { state }: Pick<Entry, 'state'>,
  day: Pick<MonthDay, 'graceEndsAt'> | undefined,
  now: number,
): boolean => state !== EntryState.ENTRY_STATE_RETURNED && day !== undefined && now >= Number(day.graceEndsAt)

export const mayMend = (entry: Told, day: Pick<MonthDay, 'graceEndsAt'> | undefined, now: number): boolean =>
  mayTakeBack(entry, now) && !isClosed(entry, day, now)
