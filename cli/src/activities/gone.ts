import { EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { isRefusal } from '@timbang/contracts/refusal'
import { timeOfDay } from '@timbang/rules/civil-date'
import { Stopped, told } from '../province.ts'
import { type Counter, identityOf, readRecordId } from './id.ts'
import type { Told } from './report.ts'
import type { Journal } from './standing.ts'

const PEOPLE_AT_ONCE = 50
const PAGE = 200

/** What a file is about: its people, its days, and how often each of its rows is in it. */
export interface Covered {
  readonly client: string
  readonly counter: Counter
  /** By employee. */
  readonly people: ReadonlyMap<string, { readonly nip: string; readonly agencyId: string }>
  readonly days: ReadonlySet<string>
}

/** A row that came by a file before. */
export interface Earlier {
  readonly recordId: string
  readonly employeeId: string
  readonly workDate: string
  readonly start: string | undefined
  /** Empty: it is the person's own by now. */
  readonly sentence: string
  /** The last that was said of it. */
  readonly revision: number
  /** Why it cannot be taken back. */
  readonly stays: 'gone-verified' | 'gone-mended' | undefined
  /** Whether this file has it too. */
  readonly there: boolean
}

/** What came by a file before, of this one's people and on its days. @param mendedToo also what its person mended or took back since */
export async function* earlierThan(
  journal: Journal,
  token: string,
  file: Covered,
  mendedToo: boolean,
): AsyncGenerator<Earlier> {
  const months = Map.groupBy([...file.days].sort(), (day) => day.slice(0, 7))
  const people = [...file.people.keys()]
  for (let at = 0; at < people.length; at += PEOPLE_AT_ONCE)
    for (const days of months.values())
      for (let after = ''; ; ) {
        const page = await journal.listImported(
          {
            employeeIds: people.slice(at, at + PEOPLE_AT_ONCE),
            fromDate: days[0]!,
            toDate: days.at(-1)!,
            after,
            limit: PAGE,
            mendedToo,
          },
          { token, deadline: 30_000 },
        )
        if (isRefusal(page)) throw new Stopped(told(page))
        for (const { recordId, employeeId, workDate, startMinute, sentence, revision, state, mended } of page.entries) {
          if (!file.days.has(workDate)) continue
          const { identity, nth } = readRecordId(recordId)
          const row = {
            employeeId,
            workDate,
            start: startMinute === undefined ? undefined : timeOfDay(startMinute),
            sentence,
          }
          // What another client brought, or another way of naming rows, is none of this file's. Of what the person mended nobody else reads the words.
          if (!mended && identityOf(file.client, row) !== identity) continue
          yield {
            ...row,
            recordId,
            revision,
            stays: mended ? 'gone-mended' : state === EntryState.ENTRY_STATE_VERIFIED ? 'gone-verified' : undefined,
            there: file.counter.countOf(identity) >= nth,
          }
        }
        if (page.next === '') break
        after = page.next
      }
}

/** A row that is gone, to whoever keeps the file. */
export const toldGone = (file: Covered, earlier: Earlier, reason: string): Told => ({
  line: undefined,
  column: undefined,
  reason,
  said: [earlier.workDate, `NIP …${file.people.get(earlier.employeeId)!.nip.slice(-3)}`, earlier.sentence]
    .filter((part) => part !== '')
    .join(' · '),
  recordId: earlier.recordId,
})

/** A row that is gone, as it is told, and whether it was taken back. */
export interface Gone {
  readonly told: Told
  readonly withdrawn: boolean
}

/** What is in the file no longer: told, and left as it is. */
export async function* listGone(journal: Journal, token: string, file: Covered): AsyncGenerator<Gone> {
  for await (const earlier of earlierThan(journal, token, file, false))
    if (!earlier.there) yield { told: toldGone(file, earlier, 'no-longer-in-file'), withdrawn: false }
}

/** So many may go without a question, whatever their part of what came before. */
const FEW = 10
/** And one in so many. */
const PART = 5

/** Whether so many are more than a mended file drops: then it is asked whether this is the right file. @param most what whoever calls has said of that */
export const isTooMany = (gone: number, earlier: number, most: number | undefined): boolean =>
  gone > (most ?? Math.max(FEW, Math.floor(earlier / PART)))

/** How many rows came before, and how many of them would be taken back. */
export async function countGone(
  journal: Journal,
  token: string,
  file: Covered,
): Promise<{ earlier: number; gone: number }> {
  const count = { earlier: 0, gone: 0 }
  for await (const { there, stays } of earlierThan(journal, token, file, false)) {
    count.earlier++
    if (!there && stays === undefined) count.gone++
  }
  return count
}
