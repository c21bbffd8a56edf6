export type Rating = 'below' | 'meets' | 'above'
export const predicates = ['sangat-baik', 'baik', 'butuh-perbaikan', 'kurang', 'sangat-kurang'] as const
export type Predicate = (typeof predicates)[number]

/** Result by behaviour. PermenPANRB 6/2022. */
const matrix: Readonly<Record<Rating, Readonly<Record<Rating, Predicate>>>> = {
  above: { below: 'kurang', meets: 'baik', above: 'sangat-baik' },
  meets: { below: 'kurang', meets: 'baik', above: 'baik' },
  below: { below: 'sangat-kurang', meets: 'butuh-perbaikan', above: 'butuh-perbaikan' },
}

/** The predicate of two ratings; without both there is none: awaiting. */
export const predicateOf = (result: Rating | undefined, behaviour: Rating | undefined): Predicate | undefined =>
  result === undefined || behaviour === undefined ? undefined : matrix[result][behaviour]
