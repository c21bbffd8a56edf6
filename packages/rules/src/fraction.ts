/** An exact fraction. The denominator is positive; not necessarily in lowest terms. */
export interface Fraction {
  readonly n: bigint
  readonly d: bigint
}

export const fraction = (n: bigint | number, d: bigint | number = 1n): Fraction => {
  const [numerator, denominator] = [BigInt(n), BigInt(d)]
  if (denominator === 0n) throw new RangeError('a fraction has a denominator')
  return denominator < 0n ? { n: -numerator, d: -denominator } : { n: numerator, d: denominator }
}

export const zero = fraction(0)
const gcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}
const reduced = (n: bigint, d: bigint): Fraction => {
  const common = gcd(n, d)
  return common > 1n ? { n: n / common, d: d / common } : { n, d }
}

export const add = (a: Fraction, b: Fraction): Fraction => reduced(a.n * b.d + b.n * a.d, a.d * b.d)
export const subtract = (a: Fraction, b: Fraction): Fraction => reduced(a.n * b.d - b.n * a.d, a.d * b.d)
export const multiply = (a: Fraction, b: Fraction): Fraction => reduced(a.n * b.n, a.d * b.d)
export const divide = (a: Fraction, b: Fraction): Fraction => {
  const inverse = fraction(b.d, b.n)
  return reduced(a.n * inverse.n, a.d * inverse.d)
}
export const sum = (parts: Iterable<Fraction>): Fraction => {
  let total = zero
  for (const part of parts) total = add(total, part)
  return total
}
/** Negative, zero or positive, as `a` is less than, equal to or more than `b`. */
export const compare = (a: Fraction, b: Fraction): number => {
  const difference = a.n * b.d - b.n * a.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
export const smaller = (a: Fraction, b: Fraction): Fraction => (compare(a, b) <= 0 ? a : b)

/** Rounded half-up to a whole number. */
export const halfUp = ({ n, d }: Fraction): bigint => {
  const doubled = 2n * n + d
  const quotient = doubled / (2n * d)
  return doubled < 0n && doubled % (2n * d) !== 0n ? quotient - 1n : quotient
}
/** Rounded once, half-up, to thousandths: the only figure of it that is stored, classed or shown. */
export const toThousandths = (value: Fraction): number => Number(halfUp({ n: value.n * 1000n, d: value.d }))
/** A stored figure, rounded again for showing. */
export const thousandthsToTenths = (thousandths: number): number => Number(halfUp(fraction(thousandths, 100)))
export const fromThousandths = (thousandths: number | bigint): Fraction => fraction(thousandths, 1000)
