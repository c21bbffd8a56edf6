import { setTimeout as sleep } from 'node:timers/promises'
import { EntryServiceService } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { type ImportedVerdict, VerdictServiceService } from '@timbang/contracts/gen/timbang/journal/v1/verdict'
import { WindowServiceService } from '@timbang/contracts/gen/timbang/journal/v1/window'
import { isRefusal } from '@timbang/contracts/refusal'
import { grpcClient } from '@timbang/process/grpc'
import type { Entry, Record as Happening } from '../history.ts'
import { entryWindows, outage } from '../windows.ts'
import { taken } from './staff.ts'

/** The journal's nouns at one address. */
export function journalAt(address: string) {
  const [entries, verdicts, windows] = [
    grpcClient(EntryServiceService, address),
    grpcClient(VerdictServiceService, address),
    grpcClient(WindowServiceService, address),
  ]
  return {
    entries,
    verdicts,
    windows,
    close: () => {
      for (const client of [entries, verdicts, windows]) client.close()
    },
  }
}
export type Journal = ReturnType<typeof journalAt>

const VERDICTS_A_MESSAGE = 500
const STREAMS = 3
/** The journal may be started again meanwhile; it is given up when nothing moves for so long. */
const PATIENCE_MS = 180_000

export async function setWindows(journal: Journal, token: string): Promise<void> {
  for (const { agencyCode: _, ...window } of entryWindows)
    taken(
      await journal.windows.setEntryWindow({ window: { ...window, version: 0 } }, { token, deadline: 60_000 }),
      'The journal refuses an entry window',
    )
  const { outageId, agencyId, from, to, causeCode } = outage
  taken(
    await journal.windows.recordOutage(
      {
        outage: {
          outageId,
          agencyId,
          fromInstant: BigInt(from),
          toInstant: BigInt(to),
          causeCode,
          version: 0,
          withdrawn: false,
        },
      },
      { token, deadline: 60_000 },
    ),
    'The journal refuses the outage',
  )
}

export interface Judged {
  readonly admitted: number
  readonly refused: number
}

/** Waits until the journal has judged so many records of an import and holds none back. */
export async function judged(
  journal: Journal,
  token: () => Promise<string>,
  importId: string,
  expected: number,
  at: (judged: number) => void,
): Promise<Judged> {
  let moved = performance.now()
  let last = -1
  for (;;) {
    const asked = performance.now()
    const answer = await journal.entries.getImportOutcome(
      { importId, after: '', limit: 1 },
      { token: await token(), deadline: 30_000 },
    )
    if (!isRefusal(answer)) {
      const [held, settled] = [Number(answer.held), Number(answer.judged - answer.held)]
      at(settled)
      if (settled >= expected && held === 0)
        return { admitted: Number(answer.admitted), refused: Number(answer.refused) }
      if (settled !== last) moved = performance.now()
      last = settled
      if (performance.now() - moved > PATIENCE_MS)
        throw new Error(
          `The journal has judged ${settled} of ${expected} entries of ${importId} and holds ${held}: it does not move.`,
        )
    } else if (performance.now() - moved > PATIENCE_MS) taken(answer, 'The journal does not answer')
    // Counting reads every row of the import: the journal gets far more time to judge than to answer.
    await sleep(Math.max(400, 8 * (performance.now() - asked)))
  }
}

const toVerdict = ({ person, recordId, verdict }: Entry): ImportedVerdict => ({
  employeeId: person.employeeId,
  recordId,
  revision: 1,
  verified: verdict!.verified,
  reasonCode: verdict!.reasonCode,
  sourceRecordedAt: BigInt(verdict!.at),
})

/** Hands over verdicts in several streams; the people of one message are nobody's in another that is under way. A stream that breaks is opened again with what it had no answer to: a verdict twice is one. */
export async function importVerdicts(
  journal: Journal,
  token: () => Promise<string>,
  records: Iterable<Happening>,
  importId: string,
  at: (done: number) => void,
): Promise<number> {
  const messages = messagesOf(records, importId)
  let done = 0
  const stream = async () => {
    const unanswered: Message[] = []
    let moved = performance.now()
    /** @returns why the stream broke; nothing when all of it was taken */
    const attempt = async (): Promise<unknown> => {
      let open = true
      async function* requests() {
        yield* [...unanswered]
        for (let next = messages.next(); next.done !== true; next = messages.next()) {
          unanswered.push(next.value)
          yield next.value
          if (!open) return
        }
      }
      try {
        const answers = journal.verdicts.importVerdicts(requests(), { token: await token() })
        for await (const { accepted, refused } of answers) {
          if (refused.length > 0)
            throw new RefusedVerdict(
              `The journal refuses a verdict of the sample: ${refused[0]!.recordId} ${refused[0]!.refusalCode}`,
            )
          unanswered.shift()
          moved = performance.now()
          at((done += accepted))
        }
        return answers.refusal()
      } catch (error) {
        if (error instanceof RefusedVerdict) throw error
        return error
      } finally {
        open = false
      }
    }
    for (let broken = await attempt(); broken !== undefined; broken = await attempt()) {
      if (performance.now() - moved > PATIENCE_MS)
        throw new Error(`The journal takes no verdicts: ${isRefusal(broken) ? broken.code : String(broken)}`)
      await sleep(1_000)
    }
  }
  await Promise.all(Array.from({ length: STREAMS }, stream))
  return done
}

class RefusedVerdict extends Error {}
interface Message {
  readonly importId: string
  readonly verdicts: ImportedVerdict[]
}

/** A message ends with a person, so that two of them never wait for each other's rows. */
function* messagesOf(records: Iterable<Happening>, importId: string): Generator<Message, void, void> {
  let verdicts: ImportedVerdict[] = []
  let person: string | undefined
  for (const entry of records) {
    if (entry.kind !== 'activity' || entry.verdict === undefined) continue
    if (verdicts.length >= VERDICTS_A_MESSAGE && entry.person.employeeId !== person) {
      yield { importId, verdicts }
      verdicts = []
    }
    verdicts.push(toVerdict(entry))
    person = entry.person.employeeId
  }
  if (verdicts.length > 0) yield { importId, verdicts }
}
