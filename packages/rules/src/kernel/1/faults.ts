import { isCivilDate } from '../../civil-date.ts'
import { INDEX, PREDICATE } from '../../published.ts'
import { faultsBy, type Schema } from '../../schema.ts'
import { criteria, groups, type IndexPack, type PredicatePack } from './pack.ts'
import indexSchema from './schema/indeks-daerah.json' with { type: 'json' }
import predicateSchema from './schema/permenpanrb-6-2022.json' with { type: 'json' }

export const schemas: Readonly<Record<string, Schema>> = {
  [INDEX]: indexSchema as unknown as Schema,
  [PREDICATE]: predicateSchema as unknown as Schema,
}

/** What is wrong with a pack of this kernel, in sentences; empty: it may be published. @param content whatever JSON somebody sent */
export function faultsOf(content: unknown): string[] {
  const name = (content as { name?: unknown } | null | undefined)?.name
  const schema = typeof name === 'string' && Object.hasOwn(schemas, name) ? schemas[name] : undefined
  if (schema === undefined) return ['the pack has no name that is known']
  const faults = faultsBy(schema, content)
  if (faults.length > 0) return faults
  const { effectiveFrom } = content as IndexPack | PredicatePack
  return [
    ...(isCivilDate(effectiveFrom) ? [] : ['effectiveFrom is no date']),
    ...(name === INDEX ? faultsOfIndex(content as IndexPack) : faultsOfPredicate(content as PredicatePack)),
  ]
}

/** What a schema cannot say of an index pack. */
function faultsOfIndex({ weights, sources, suggestion, discipline, leave }: IndexPack): string[] {
  const faults: string[] = []
  for (const group of groups) {
    const total = criteria.reduce((sum, criterion) => sum + weights[group][criterion], 0)
    if (total !== 100_000) faults.push(`the weights of ${group} sum to ${total / 1000}, not to 100`)
  }
  if (sources.superior + sources.self + sources.peers !== 100)
    faults.push('the weights of the sources do not sum to 100')
  if (suggestion.aboveFrom <= suggestion.meetsFrom) faults.push('"above" must begin higher than "meets"')
  const { result, behaviour, judged } = suggestion
  if ([...result, ...behaviour].toSorted().join() !== criteria.toSorted().join())
    faults.push('every criterion belongs to the result or to the behaviour, and to one only')
  if (!judged.result.every((one) => result.includes(one)) || !judged.behaviour.every((one) => behaviour.includes(one)))
    faults.push('what a person must have judged belongs to what is suggested by it')
  const { bands } = discipline
  const ascend = bands.every(
    (band, at) =>
      (at === bands.length - 1 ? band.upTo === undefined : band.upTo !== undefined) &&
      (at === 0 || at === bands.length - 1 || band.upTo! > bands[at - 1]!.upTo!),
  )
  if (!ascend) faults.push('the bands of discipline do not ascend to an open one')
  if (bands.some((band, at) => at > 0 && band.pointsThousandths < bands[at - 1]!.pointsThousandths))
    faults.push('a longer absence must not cost less than a shorter one')
  if (new Set(leave.kinds.map(({ code }) => code)).size < leave.kinds.length)
    faults.push('a kind of leave is named twice')
  for (const [employment, { days, mostAfterOne, mostAfterTwo }] of Object.entries(leave.annual))
    if (days > mostAfterOne || mostAfterOne > mostAfterTwo)
      faults.push(`the annual leave of ${employment} shrinks by what was left of it`)
  return faults
}

function faultsOfPredicate({ windows }: PredicatePack): string[] {
  return windows.selfFromDay > windows.selfToDay ? ['the window of self-assessment ends before it begins'] : []
}
