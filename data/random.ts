/** A stream of numbers that depends on its seed alone: the sample province is the same on every machine. */
export interface Random {
  /** [0, 1) */
  next(): number
  /** An integer of [from, to], both possible. */
  between(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** An index of `weights`, each as likely as its weight. */
  weighted(weights: readonly number[]): number
  /** Around `mean`; the sum of four uniforms is normal enough for people. */
  normal(mean: number, deviation: number): number
  /** Minutes of waiting with a long tail, never negative. */
  exponential(mean: number): number
  shuffled<T>(items: readonly T[]): T[]
}

/** xmur3: spreads any text over 32 bits, each call gives the next word. */
function words(text: string): () => number {
  let h = 1779033703 ^ text.length
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 3432918353)
    h = (h << 13) | (h >>> 19)
  }
  return () => {
    h = Math.imul(h ^ (h >>> 16), 2246822507)
    h = Math.imul(h ^ (h >>> 13), 3266489909)
    h ^= h >>> 16
    return h >>> 0
  }
}

/**
 * sfc32 of the labels joined. One stream per person and purpose, so that one more draw in one place moves nothing elsewhere
 * and the fixed cast is the same for every number of people.
 */
export function random(...labels: readonly (string | number)[]): Random {
  const word = words(labels.join('|'))
  let [a, b, c, d] = [word() | 0, word() | 0, word() | 0, 1]
  const next = () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) next()
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick: (from) => from[Math.floor(next() * from.length)]!,
    weighted(weights) {
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0)
      for (let i = 0; i < weights.length; i++) {
        left -= weights[i]!
        if (left < 0) return i
      }
      return weights.length - 1
    },
    normal: (mean, deviation) => mean + deviation * (next() + next() + next() + next() - 2) * Math.sqrt(3),
    exponential: (mean) => -Math.log(1 - next()) * mean,
    shuffled(items) {
      const left = [...items]
      for (let i = left.length - 1; i > 0; i--) {
        const j = between(0, i)
        const held = left[i]!
        left[i] = left[j]!
        left[j] = held
      }
      return left
    },
  }
}
