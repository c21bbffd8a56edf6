import type { FigureRecord } from '@timbang/rules/context'

/** A record of a unit's figure. */
export interface Figure extends FigureRecord {
  readonly unitId: string
  /** Of its content, in hexadecimal. */
  readonly digest: string
  /** An import said it. */
  readonly imported: boolean
}
export type Standing = 'counts' | 'another' | 'days' | 'withdrawn'
export interface Told extends Figure {
  readonly standing: Standing
  /** Its revision came again with other content. */
  readonly contradicted: boolean
  /** It came by an import, and somebody else has spoken of it since. */
  readonly mended: boolean
}

type Settle = (records: readonly Figure[]) => {
  readonly counts: readonly Figure[]
  readonly beside: readonly { readonly record: Figure; readonly why: 'another' | 'days' }[]
}

/**
 * One unit's records, each once: in its highest revision, with whether it counts. In the order of indicator, day and record.
 * @param records every revision @param settle the rule of the kernel in force
 */
export function toldOf(records: readonly Figure[], settle: Settle): Told[] {
  const { counts, beside } = settle(records)
  const standing = new Map<string, Standing>()
  for (const { recordId } of counts) standing.set(recordId, 'counts')
  for (const { record, why } of beside) standing.set(record.recordId, why)
  const told = [...Map.groupBy(records, ({ recordId }) => recordId).values()].map((revisions): Told => {
    const revision = Math.max(...revisions.map((one) => one.revision))
    const contents = revisions
      .filter((one) => one.revision === revision)
      .sort((a, b) => (a.offset < b.offset ? -1 : 1)) as [Figure, ...Figure[]]
    const [first] = contents
    return {
      ...first,
      standing: standing.get(first.recordId) ?? 'withdrawn',
      contradicted: contents.some(({ digest }) => digest !== first.digest),
      imported: revisions.some((one) => one.imported),
      mended: !first.imported && revisions.some((one) => one.imported),
    }
  })
  const keyOf = ({ indicatorId, span, recordId }: Figure) => `${indicatorId} ${span} ${recordId}`
  return told.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}
