import { type ComparedCandidate, Comparison } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { type Covered, type Earlier, earlierThan, type Gone, toldGone } from './gone.ts'
import type { Ready } from './resolve.ts'
import { send, type Sending } from './send.ts'
import { type Journal, judged } from './standing.ts'

const AT_ONCE = 500

/**
 * Takes back what is in the file no longer, a revision each; tells of the others why they stay. What one run has not done the next one does: what is
 * taken back is listed no more. A dry run tells the same.
 */
export async function* withdrawGone(
  { journal, token, ingest, dryRun }: { journal: Journal; token: string; ingest: string; dryRun: boolean },
  file: Covered & { readonly importId: string },
): AsyncGenerator<Gone> {
  let going: Earlier[] = []
  async function* go() {
    const stayed = dryRun ? new Map<string, string>() : await takeBack(journal, token, ingest, file, going)
    for (const earlier of going) {
      const why = stayed.get(earlier.recordId)
      yield { told: toldGone(file, earlier, why ?? 'gone-withdrawn'), withdrawn: why === undefined }
    }
    going = []
  }
  for await (const earlier of earlierThan(journal, token, file, true)) {
    if (earlier.there) continue
    if (earlier.stays !== undefined) yield { told: toldGone(file, earlier, earlier.stays), withdrawn: false }
    else if (going.push(earlier) === AT_ONCE) yield* go()
  }
  yield* go()
}

/** @returns why some of them stayed all the same, by record: somebody was quicker */
async function takeBack(
  journal: Journal,
  token: string,
  ingest: string,
  file: Covered & { readonly importId: string },
  going: readonly Earlier[],
): Promise<Map<string, string>> {
  const { accepted, refused } = await send(
    ingest,
    token,
    going.map((earlier): Sending => ({ ...withdrawalOf(file, earlier), revision: earlier.revision + 1 })),
  )
  const stayed = [...refused, ...(await judged(journal, token, accepted, whyItStays))]
  return new Map(stayed.map(({ recordId, reason }) => [recordId!, reason]))
}

/** What the journal says of a withdrawal. Undefined: not judged yet. Empty: it is taken back. */
export function whyItStays({ revision }: Pick<Sending, 'revision'>, standing: ComparedCandidate): string | undefined {
  if (standing.refusedRevision >= revision) return 'gone-verified'
  if (standing.revision < revision) return undefined
  // The person was first with this revision, or has spoken since: his word stands.
  return standing.comparison === Comparison.COMPARISON_MENDED ? 'gone-mended' : ''
}

function withdrawalOf(file: Covered & { readonly importId: string }, earlier: Earlier): Ready {
  const { recordId, employeeId, workDate, start, sentence } = earlier
  return {
    line: 0,
    record: {
      record_id: recordId,
      employee_id: employeeId,
      agency_id: file.people.get(employeeId)!.agencyId,
      import_id: file.importId,
      activity: { work_date: workDate, sentence, ...(start === undefined ? {} : { start }), withdrawn: true },
    },
    candidate: {
      recordId,
      employeeId,
      workDate,
      sentence,
      resultId: undefined,
      quantityThousandths: undefined,
      unit: undefined,
      startMinute: undefined,
      endMinute: undefined,
      evidenceLink: undefined,
      sourceRecordedAt: undefined,
    },
  }
}
