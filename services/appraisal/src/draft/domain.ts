import { refuse, type Refusal } from '@timbang/contracts/refusal'
import type { Instant } from '@timbang/rules/civil-date'
import {
  faultOfSeen,
  hindrance,
  sameJudgement,
  type Assessment,
  type Judgement,
  type Windows,
} from '../assessment/domain.ts'

/** What an assessor has typed about a person's quarter and not sent: anything may be missing in it. It decides nothing. */
export interface Draft {
  readonly judgement: Judgement
  /** Of two drafts of one writer never the same. */
  readonly keptAt: Instant
}

export interface Typed {
  /** Undefined: the draft goes. */
  readonly judgement: Judgement | undefined
  /** The version of the decision that its page had before it; 0 for none. */
  readonly seen: number
  /** Of the draft that its page had before it. */
  readonly seenDraft: Instant | undefined
  readonly at: Instant
}

/**
 * What is kept of what somebody types while he may decide: over no decision and no draft that the page has not seen, since an older tab types
 * on by itself. The same again is the same. @returns the draft that is there then; undefined: none
 */
export function keep(
  known: Draft | undefined,
  { judgement, seen, seenDraft, at }: Typed,
  assessment: Assessment,
  windows: Windows,
): Draft | undefined | Refusal {
  const decision = assessment.state === 'decided' ? assessment.decision : undefined
  // Whoever types what is decided already has nothing to send.
  const wanted =
    judgement !== undefined && decision !== undefined && sameJudgement(decision.judgement, judgement)
      ? undefined
      : judgement
  if (wanted === undefined && known === undefined) return undefined
  const fault = hindrance(assessment, windows, at) ?? faultOfSeen(seen, decision?.version)
  if (fault !== undefined) return fault
  if (wanted !== undefined && known !== undefined && sameJudgement(known.judgement, wanted)) return known
  if (seenDraft !== known?.keptAt) return refuse('assessment.draft-changed')
  return wanted && { judgement: wanted, keptAt: Math.max(at, (known?.keptAt ?? 0) + 1) }
}
