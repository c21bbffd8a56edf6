import type { RefusalCode } from '@timbang/contracts/refusal'

/** What is wrong with one line of a file. A warning does not stop the import. */
export interface Problem {
  readonly line: number
  readonly field: string
  readonly code: RefusalCode
  readonly warning: boolean
  /** What stood there; never a NIP. */
  readonly value: string
}

export const fault = (line: number, field: string, code: RefusalCode, value = ''): Problem => ({
  line,
  field,
  code,
  warning: false,
  value,
})
export const warning = (line: number, field: string, code: RefusalCode, value = ''): Problem => ({
  line,
  field,
  code,
  warning: true,
  value,
})

/** Faults before warnings, each in the order of the file: what stops the import is read first. */
export const faultsFirst = (problems: readonly Problem[]): Problem[] =>
  problems.toSorted(
    (a, b) =>
      Number(a.warning) - Number(b.warning) || a.line - b.line || (a.field < b.field ? -1 : a.field > b.field ? 1 : 0),
  )

export const isStopped = (problems: readonly Problem[]): boolean => problems.some((problem) => !problem.warning)
