import { permenpanrb } from '../../packs/permenpanrb-6-2022.ts'

export type Rating = 'below' | 'meets' | 'above'
export const predicates = ['sangat-baik', 'baik', 'butuh-perbaikan', 'kurang', 'sangat-kurang'] as const
export type Predicate = (typeof predicates)[number]

/** The predicate of two ratings, which persons decided; without both there is none: awaiting. */
export const predicateOf = (result: Rating | undefined, behaviour: Rating | undefined): Predicate | undefined =>
  result === undefined || behaviour === undefined ? undefined : permenpanrb.matrix[result][behaviour]
