import type { CutOffReached } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'

/** The markers in a batch. */
export const markersOf = (
  events: readonly { body?: { $case: string; value: unknown } | undefined }[],
): CutOffReached[] =>
  events.flatMap(({ body }) => (body?.$case === 'cutOffReached' ? [body.value as CutOffReached] : []))
