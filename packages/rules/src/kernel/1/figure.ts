import { isMonthSpan } from '../../civil-date.ts'
import type { Beside, FigureRecord, Settled } from '../../context.ts'

const isLater = (a: FigureRecord, b: FigureRecord): boolean =>
  a.occurredAt === b.occurredAt ? a.recordId > b.recordId : a.occurredAt > b.occurredAt

/**
 * What of one unit's records counts. Of a record its highest revision, of two contents of one revision the first in the log. An indicator has one
 * figure a day, else days would be counted twice: of two records the one that its source said later, then the greater id. A month's figure counts
 * where none of its days has one.
 * @param records every revision of each, since one may be moved to another day or indicator
 */
export function settleFigures<R extends FigureRecord>(records: readonly R[]): Settled<R> {
  const last = new Map<string, R>()
  for (const record of records) {
    const known = last.get(record.recordId)
    if (
      known === undefined ||
      known.revision < record.revision ||
      (known.revision === record.revision && record.offset < known.offset)
    )
      last.set(record.recordId, record)
  }
  const spans = Map.groupBy(
    [...last.values()].filter(({ withdrawn }) => !withdrawn),
    ({ indicatorId, span }) => `${indicatorId} ${span}`,
  )
  const withDays = new Set<string>()
  for (const [{ indicatorId, span }] of spans.values() as Iterable<[R, ...R[]]>)
    if (!isMonthSpan(span)) withDays.add(`${indicatorId} ${span.slice(0, 7)}`)
  const counts: R[] = []
  const beside: { record: R; why: Beside }[] = []
  for (const [key, those] of [...spans].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const first = those.reduce((a, b) => (isLater(b, a) ? b : a))
    for (const record of those.toSorted((a, b) => (a.recordId < b.recordId ? -1 : 1)))
      if (record !== first) beside.push({ record, why: 'another' })
      else if (isMonthSpan(record.span) && withDays.has(key)) beside.push({ record, why: 'days' })
      else counts.push(record)
  }
  return { counts, beside }
}
