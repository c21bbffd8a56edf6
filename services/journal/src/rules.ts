import type { CivilDate } from '@timbang/rules/civil-date'
import type { IndexPack } from '@timbang/rules/kernel/1/pack'
import { leaveReasons } from '@timbang/rules/facts'
import { type Kernel, kernelNamed } from '@timbang/rules/kernels'
import { INDEX, inForce, type Packs, type PublishedPack } from '@timbang/rules/published'
import type { WindowRule } from '@timbang/rules/kernel/1/lateness'

const HOUR = 3_600_000

/** What a day is judged by. */
export interface DayRules {
  readonly kernel: Kernel
  /** Where an agency has set no window of its own. */
  readonly window: WindowRule
  /** Milliseconds that writing offline may precede its recording. */
  readonly offlineAllowance: number
  readonly checks: IndexPack['checks']
  readonly leave: IndexPack['leave']
}

/** By the pack in force on the day; a day before the first has begun is judged by the first. Undefined: nobody has published any yet. */
export function rulesOn(packs: Packs, date: CivilDate): DayRules | undefined {
  const pack = (inForce(packs, INDEX, date) ?? first(packs))?.content as IndexPack | undefined
  return (
    pack && {
      kernel: kernelNamed(pack.kernel),
      window: windowOf(pack),
      offlineAllowance: pack.windows.offlineAllowanceHours * HOUR,
      checks: pack.checks,
      leave: pack.leave,
    }
  )
}

/** Whether a leave excuses a day, as it is counted: of a kind whose days are due all the same it does not. */
export function excuses(packs: Packs, kind: string, date: CivilDate): boolean {
  const rules = rulesOn(packs, date)
  const reason = leaveReasons.find((one) => one === kind)
  return rules === undefined || reason === undefined || rules.kernel.leaveKindOf(rules, reason)?.due !== true
}

const first = (packs: Packs): PublishedPack | undefined =>
  packs.filter(({ name }) => name === INDEX).sort((a, b) => a.version - b.version)[0]
const windowOf = ({ windows }: IndexPack): WindowRule => ({
  days: windows.defaultDays,
  graceDays: windows.defaultGraceDays,
})

/** The windows of every version, for what must reach as far as the longest of them. */
export const windowsOf = (packs: Packs): WindowRule[] =>
  packs.filter(({ name }) => name === INDEX).map(({ content }) => windowOf(content as IndexPack))
