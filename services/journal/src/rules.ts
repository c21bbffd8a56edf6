import { indeksDaerah as pack } from '@timbang/rules/packs/indeks-daerah'

/** What the journal takes from the rule pack. */
export const rules = {
  /** Where an agency has set no window of its own: three days and three of grace, `windows` of the pack. */
  window: { days: pack.windows.defaultDays, graceDays: pack.windows.defaultGraceDays },
  /** Milliseconds that writing offline may precede its recording. */
  offlineAllowance: pack.windows.offlineAllowanceHours * 3_600_000,
  /** The largest share of a target that one entry may bring without a person looking at it. */
  largestShareThousandths: pack.checks.largestShareThousandths,
} as const
