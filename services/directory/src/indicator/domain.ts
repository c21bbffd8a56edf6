import { refuse, type Refusal } from '@timbang/contracts/refusal'
import { unitOf } from '@timbang/contracts/units'

/** What the figures of units mean, as their agency has registered it. Targets in thousandths, dates inclusive. */
export interface Indicator {
  readonly indicatorId: string
  readonly agencyId: string
  readonly code: string
  readonly meaning: { readonly id: string; readonly en: string }
  readonly unit: string
  /** Of a ratio: what it is per. */
  readonly perUnit: string | undefined
  readonly measure: 'count' | 'ratio' | 'level' | 'unknown'
  /** Falling is good. */
  readonly lessIsBetter: boolean
  /** By quarter. */
  readonly targets: readonly { readonly period: string; readonly target: bigint }[]
  readonly source: string
  readonly verifiedBy: string
  readonly fromDate: string
  readonly toDate: string | undefined
  readonly version: number
}

/** A text of the registry stays on the log for ever: no number of a person gets there by a slip. */
const LONG_NUMBER = /\d[\d .]{6,}\d/

function faultOf(said: Indicator): Refusal | undefined {
  if (said.measure === 'unknown') return refuse('request.value-invalid', { hint: 'count, ratio, level' }, 'measure')
  for (const [field, text] of [
    ['meaningId', said.meaning.id],
    ['meaningEn', said.meaning.en],
    ['source', said.source],
    ['verifiedBy', said.verifiedBy],
  ] as const)
    if (LONG_NUMBER.test(text)) return refuse('indicator.long-number', {}, field)
  if (unitOf(said.unit) === undefined) return refuse('indicator.unit-unknown', {}, 'unit')
  if ((said.perUnit !== undefined) !== (said.measure === 'ratio')) return refuse('indicator.per-unit', {}, 'perUnit')
  if (said.perUnit !== undefined && unitOf(said.perUnit) === undefined)
    return refuse('indicator.unit-unknown', {}, 'perUnit')
  if (said.toDate !== undefined && said.toDate < said.fromDate)
    return refuse('request.value-invalid', { hint: 'fromDate ≤ toDate' }, 'toDate')
  if (new Set(said.targets.map(({ period }) => period)).size < said.targets.length)
    return refuse('indicator.target-repeated', {}, 'targets')
  return undefined
}

const same = (a: Indicator, b: Indicator): boolean =>
  JSON.stringify({ ...a, version: 0 }, whole) === JSON.stringify({ ...b, version: 0 }, whole)
const whole = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)

/**
 * Registers an indicator, or says it anew. What figures were recorded by stays as it was: another unit, measure or direction is another
 * indicator, with a code of its own.
 * @param known the one of that code @param said its version is the one that the caller has seen; 0: whatever stands there
 * @param fresh nothing may stand there, unless it is the same: who registers a code says nothing over another's
 * @returns the next version, or the known one where nothing differs
 */
export function set(known: Indicator | undefined, said: Indicator, fresh = false): Indicator | Refusal {
  const fault = faultOf(said)
  if (fault !== undefined) return fault
  const indicator: Indicator = {
    ...said,
    unit: unitOf(said.unit)!,
    perUnit: said.perUnit === undefined ? undefined : unitOf(said.perUnit),
    targets: said.targets.toSorted((a, b) => (a.period < b.period ? -1 : 1)),
  }
  if (known === undefined)
    return said.version === 0 ? { ...indicator, version: 1 } : refuse('indicator.changed-meanwhile')
  if (same(known, indicator)) return known
  if (fresh) return refuse('indicator.code-taken', { code: known.code }, 'code')
  if (said.version !== 0 && said.version !== known.version) return refuse('indicator.changed-meanwhile')
  if (
    indicator.unit !== known.unit ||
    indicator.perUnit !== known.perUnit ||
    indicator.measure !== known.measure ||
    indicator.lessIsBetter !== known.lessIsBetter
  )
    return refuse('indicator.meaning-fixed', { code: known.code })
  return { ...indicator, version: known.version + 1 }
}
