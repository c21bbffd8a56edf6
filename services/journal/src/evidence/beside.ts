import type { Pool } from '@timbang/postgres/pool'
import type { Entry } from '../entry/domain/entry.ts'
import type { Evidence } from './domain/evidence.ts'
import { evidenceOf } from './store.ts'

/** What has come of the evidence that entries name, in the order in which they name it; of one that was taken back nothing is shown. */
export async function evidenceBeside(pool: Pool, entries: readonly Entry[]): Promise<Map<Entry, readonly Evidence[]>> {
  const naming = entries.filter(({ facts, state }) => facts.evidence.length > 0 && state !== 'withdrawn')
  if (naming.length === 0) return new Map()
  const keyOf = (employeeId: string, recordId: string, sent: string) => `${employeeId} ${recordId} ${sent}`
  const found = new Map(
    (
      await evidenceOf(
        pool,
        naming.map(({ employeeId, facts }) => ({ employeeId, recordId: facts.recordId })),
      )
    ).map((one) => [keyOf(one.employeeId, one.recordId, one.sent), one]),
  )
  return new Map(
    naming.map((entry) => [
      entry,
      entry.facts.evidence.map((sent): Evidence => {
        const { employeeId } = entry
        const { recordId } = entry.facts
        return (
          found.get(keyOf(employeeId, recordId, sent)) ?? {
            employeeId,
            recordId,
            sent,
            named: true,
            file: undefined,
            decidedAt: undefined,
          }
        )
      }),
    ]),
  )
}
