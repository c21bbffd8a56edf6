import type { CheckCode, IndexPack } from '@timbang/rules/kernel/1/pack'
import type { Timing } from '@timbang/rules/kernel/1/lateness'
import type { Entry, EntryEvent, Facts, Judgement } from './entry.ts'

/** What the journal knows when it judges a record. Everything effective on the work date. */
export interface Knowledge {
  /** Whether the person has an assignment that covers the work date. */
  readonly person: boolean
  /** By the window function of the rules, as of the work date; undefined while the person is unknown. */
  readonly timing: Pick<Timing, 'verdict' | 'movedBy'> | undefined
  /** The instant that was judged, where the record carries it from what it corrects. */
  readonly timelyAt: number | undefined
  /** How long after its writing it arrived, where the instant that was judged is its writing. */
  readonly arrivedAfter: number | undefined
  /** The results of every plan that covers the work date; undefined while no plan does. */
  readonly results: ReadonlyMap<string, PlannedResult> | undefined
  /** Another entry of the person within the period has near-identical wording. */
  readonly repeated: boolean
  /** Undefined while no pack is known. */
  readonly limits: CheckLimits | undefined
}

/** A planned result as far as an entry can be held against it: its quantity indicator. */
export interface PlannedResult {
  readonly unit: string | undefined
  readonly targetThousandths: number | undefined
}

/** Pack data: what is plausible, and which checks an entry must pass to be verified without being opened. Told in the order of the checks below. */
export type CheckLimits = Pick<IndexPack['checks'], 'largestShareThousandths' | 'codes'>

/**
 * Judges a record once. Nothing to say (undefined): the same record again, or an older revision of it.
 * The first content of an id in the log stands; the highest revision counts.
 */
export function judge(facts: Facts, entry: Entry | undefined, known: Knowledge): EntryEvent | undefined {
  if (!entry) return judgeContent(facts, known)
  const standing = entry.facts
  if (facts.revision < standing.revision) return undefined
  if (facts.revision === standing.revision) {
    if (facts.contentDigest === standing.contentDigest) return undefined
    return {
      type: 'RecordConflicted',
      recordId: facts.recordId,
      revision: facts.revision,
      activityPartition: facts.activityPartition,
      firstOffset: standing.activityOffset,
      otherOffset: facts.activityOffset,
      otherEventId: facts.activityEventId,
    }
  }
  if (entry.state === 'verified')
    return {
      type: 'EntryRefused',
      facts,
      code: 'entry.already-verified',
      timelyAt: undefined,
      arrivedAfter: undefined,
    }
  return judgeContent(facts, known)
}

/**
 * Judges again what was held or refused, after the person, the plan or the window became another. Nothing to say when the answer is the same.
 * What stands by an outage or a grace period falls with it; what stands without one keeps standing, and can only come to be in time.
 */
export function judgeAgain(entry: Entry, known: Knowledge): Judgement | undefined {
  const event = judgeContent(entry.facts, known)
  if (entry.state === 'held' || entry.state === 'refused')
    return 'code' in event && event.code === entry.code ? undefined : event
  const byMove = entry.reinstatedBy !== undefined
  if (event.type === 'EntryAdmitted') {
    const same = event.timeliness === entry.timeliness && event.reinstatedBy === entry.reinstatedBy
    const better = event.timeliness === 'in-time' && entry.timeliness === 'late'
    return better || (byMove && !same) ? event : undefined
  }
  if (!byMove || event.type !== 'EntryRefused' || event.code !== 'entry.window-closed') return undefined
  if (entry.state === 'waiting') return event
  // What a person decided is not taken back by a window: it stands, and is late.
  return {
    type: 'EntryAdmitted',
    facts: entry.facts,
    timeliness: 'late',
    checkCodes: [...new Set([...entry.checkCodes, 'late'])],
    reinstatedBy: undefined,
    timelyAt: entry.timelyAt,
    arrivedAfter: entry.arrivedAfter,
  }
}

function judgeContent(facts: Facts, known: Knowledge): Judgement {
  const { timelyAt, arrivedAfter } = known
  // Taking back needs no window, no plan and no post: what is gone is judged by nobody.
  if (facts.withdrawn) return { type: 'EntryWithdrawn', facts, timelyAt, arrivedAfter }
  const held = (code: string): Judgement => ({ type: 'EntryHeld', facts, code, timelyAt, arrivedAfter })
  const refused = (code: string): Judgement => ({ type: 'EntryRefused', facts, code, timelyAt, arrivedAfter })
  if (!known.person) return held('entry.person-unknown')
  if (!known.timing || !known.limits) return held('entry.rules-unknown')
  if (known.timing.verdict === 'before-work-date') return refused('activity.before-work-date')
  if (known.timing.verdict === 'closed') return refused('entry.window-closed')
  if (facts.resultId !== undefined && !known.results) return held('entry.plan-unknown')
  const result = facts.resultId === undefined ? undefined : known.results!.get(facts.resultId)
  if (facts.resultId !== undefined && !result) return refused('activity.result-unknown')
  return {
    type: 'EntryAdmitted',
    facts,
    timeliness: known.timing.verdict,
    checkCodes: checks(facts, result, known, known.limits),
    reinstatedBy: known.timing.movedBy,
    timelyAt,
    arrivedAfter,
  }
}

function checks(
  facts: Facts,
  result: PlannedResult | undefined,
  known: Knowledge,
  limits: CheckLimits,
): readonly CheckCode[] {
  const failed: CheckCode[] = []
  if (!result) failed.push('no-result')
  if (result?.unit !== undefined && facts.unit !== undefined && facts.unit.toLowerCase() !== result.unit.toLowerCase())
    failed.push('unit-differs')
  if (
    facts.quantityThousandths !== undefined &&
    result?.targetThousandths !== undefined &&
    facts.quantityThousandths * 1_000 > result.targetThousandths * limits.largestShareThousandths
  )
    failed.push('quantity-implausible')
  if (known.timing?.verdict === 'late') failed.push('late')
  if (known.repeated) failed.push('near-identical')
  return failed.filter((code) => limits.codes.includes(code))
}
