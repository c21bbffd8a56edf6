import type { CivilDate, Instant } from './civil-date.ts'
import type { Context } from './context.ts'
import { daysOf, evaluate, type Evaluation } from './kernel/1/evaluate.ts'
import { settleFigures } from './kernel/1/figure.ts'
import { timelinessOf } from './kernel/1/criterion/timeliness.ts'
import { frameOf } from './kernel/1/day.ts'
import { apart, worksIn } from './kernel/1/elsewhere.ts'
import { recompute } from './kernel/1/recompute.ts'
import type { Receipt } from './kernel/1/receipt.ts'
import { outOfWholeDay, reachesDay, timing, windowEnds } from './kernel/1/lateness.ts'
import { kindOf, leaveBalance, leaveWarning } from './kernel/1/leave.ts'
import { permittedOn } from './kernel/1/permission.ts'
import { outagesReaching, presencesOf } from './kernel/1/presence.ts'
import { attendanceOf } from './kernel/1/standing.ts'
import { shiftOn } from './kernel/1/working-days.ts'
import type { OwnParts, UnitParts } from './parts.ts'
import { INDEX, inForce, type Packs } from './published.ts'

/** What a version of the rules' code answers. Kernel and packs are arguments: which of them, the packs say. */
export interface Kernel {
  /** A person's score of a span, and why. */
  readonly evaluate: (own: OwnParts, unit: UnitParts, context: Context, packs: Packs, asOf: Instant) => Evaluation
  /** Whether a receipt follows from its own evidence. */
  readonly recompute: (receipt: Receipt, packs: Packs) => Receipt
  /** Which of a unit's figures count. */
  readonly settleFigures: typeof settleFigures
  /** What each day of a post amounts to, and how timely they are: what live figures sum up. */
  readonly daysOf: typeof daysOf
  readonly timelinessOf: typeof timelinessOf
  /** Whether an entry is in time, when its window ends, and what takes its whole day out: what the journal answers by. */
  readonly timing: typeof timing
  readonly frameOf: typeof frameOf
  readonly windowEnds: typeof windowEnds
  readonly outOfWholeDay: typeof outOfWholeDay
  readonly reachesDay: typeof reachesDay
  /** What days a person's punches make, by which hours, and what counts beside a daily result: what the journal shows is what is counted. */
  readonly presencesOf: typeof presencesOf
  /** Whose telling counts, and which outages of machines reach somebody. */
  readonly worksIn: typeof worksIn
  readonly apart: typeof apart
  readonly outagesReaching: typeof outagesReaching
  readonly shiftOn: typeof shiftOn
  readonly attendanceOf: typeof attendanceOf
  /** Which of its minutes permissions to be away for a part of the day excuse. */
  readonly permittedOn: typeof permittedOn
  /** What a kind of leave is, what is left of the annual one, and at which leave an officer looks. */
  readonly leaveKindOf: typeof kindOf
  readonly leaveBalance: typeof leaveBalance
  readonly leaveWarning: typeof leaveWarning
}
export type Kernels = Readonly<Record<string, Kernel>>

export const kernels: Kernels = {
  '1': {
    evaluate,
    recompute,
    settleFigures,
    daysOf,
    timelinessOf,
    timing,
    frameOf,
    windowEnds,
    outOfWholeDay,
    reachesDay,
    presencesOf,
    worksIn,
    apart,
    outagesReaching,
    shiftOn,
    attendanceOf,
    permittedOn,
    leaveKindOf: kindOf,
    leaveBalance,
    leaveWarning,
  },
}

/** @throws RangeError where there is no such kernel */
export function kernelNamed(name: string, of: Kernels = kernels): Kernel {
  const kernel = Object.hasOwn(of, name) ? of[name] : undefined
  if (kernel === undefined) throw new RangeError(`there is no kernel ${name} here`)
  return kernel
}

/** The kernel that the index pack in force on a day names. @throws RangeError where none is in force */
export function kernelOn(packs: Packs, date: CivilDate, of: Kernels = kernels): Kernel {
  const pack = inForce(packs, INDEX, date)
  if (pack === undefined) throw new RangeError(`no version of ${INDEX} is in force on ${date}`)
  return kernelNamed((pack.content as { kernel: string }).kernel, of)
}
