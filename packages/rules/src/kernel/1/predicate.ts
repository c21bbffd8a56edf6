import type { PredicatePack } from './pack.ts'

export const ratings = ['below', 'meets', 'above'] as const
export type Rating = (typeof ratings)[number]
export const predicates = ['sangat-baik', 'baik', 'butuh-perbaikan', 'kurang', 'sangat-kurang'] as const
export type Predicate = (typeof predicates)[number]

/** The predicate of two ratings, which persons decided; without both there is none: awaiting. */
export const predicateOf = (
  result: Rating | undefined,
  behaviour: Rating | undefined,
  { matrix }: Pick<PredicatePack, 'matrix'>,
): Predicate | undefined => (result === undefined || behaviour === undefined ? undefined : matrix[result][behaviour])
