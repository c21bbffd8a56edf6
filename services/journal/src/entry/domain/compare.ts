import type { Entry } from './entry.ts'

/** What a row of a file says, as the record that it would become. */
export interface Content {
  readonly workDate: string
  readonly sentence: string
  readonly resultId: string | undefined
  readonly quantityThousandths: number | undefined
  readonly unit: string | undefined
  readonly startMinute: number | undefined
  readonly endMinute: number | undefined
  readonly evidenceLink: string | undefined
}

/** The words that stand beside an entry's facts; undefined while they are on their way, or after they were erased. */
export type Words = Pick<Content, 'sentence' | 'evidenceLink'> | undefined

/** changed: an import said something else last · mended: the person did, or took it back, and a file undoes neither */
export type Comparison = 'new' | 'same' | 'changed' | 'mended'

/** How a row stands to the entry of its id. */
export function compare(entry: Entry | undefined, words: Words, content: Content): Comparison {
  if (entry === undefined) return 'new'
  const { facts } = entry
  const same =
    entry.state !== 'withdrawn' &&
    facts.workDate === content.workDate &&
    facts.resultId === content.resultId &&
    facts.quantityThousandths === content.quantityThousandths &&
    facts.unit === content.unit &&
    facts.startMinute === content.startMinute &&
    facts.endMinute === content.endMinute &&
    facts.hasEvidence === (content.evidenceLink !== undefined) &&
    facts.evidence.length === 0 &&
    (words === undefined || (words.sentence === content.sentence && words.evidenceLink === content.evidenceLink))
  if (same) return 'same'
  // Only an import names one: what has none its writer said himself.
  return facts.importId === undefined ? 'mended' : 'changed'
}

/** A later revision that was refused while an earlier one stands: the entry does not hold it, its story does. */
export function refusedLater({ facts, steps }: Entry): { revision: number; code: string } | undefined {
  const step = steps.findLast(({ what, revision }) => what === 'EntryRefused' && revision > facts.revision)
  return step && { revision: step.revision, code: step.code ?? '' }
}
