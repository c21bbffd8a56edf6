import { createHash } from 'node:crypto'
import { topics } from '@timbang/contracts/topics'
import { said } from '@timbang/contracts/said'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { transaction } from '@timbang/postgres/transaction'
import { packsAt } from '@timbang/rulebook/pack'
import { boundsOf } from '@timbang/rules/civil-date'
import type { IndexPack } from '@timbang/rules/kernel/1/pack'
import { INDEX, inForce } from '@timbang/rules/published'
import { canonicalBytes } from '@timbang/rules/canonical'
import { endsAt, type Kafka } from '@timbang/stream/kafka'
import { enqueue } from '@timbang/stream/outbox'
import { positionsOf } from '@timbang/stream/position'
import { CONSUMER } from './consume.ts'
import { promiseOf } from './figure/promise.ts'
import { publication } from './domain/publication.ts'
import { indicatorSums } from './figure/indicator-sums.ts'
import { readAgencies, readSurveys, readUnits, readUnitSums, savePublication, unpublished } from './store.ts'

/** Whether figures that the log had at an instant are still to be read. */
async function isBehind(tx: Tx, kafka: Kafka, instant: number): Promise<boolean> {
  const read = new Map(
    (await positionsOf(tx, CONSUMER)).map((row) => [`${row.topic}/${row.partition}`, row.position] as const),
  )
  const ends = await endsAt(kafka, kafka.name(topics.figure), instant)
  return ends.some(({ partition, end }) => (read.get(`${topics.figure.name}/${partition}`) ?? 0n) < end)
}

/** Fixes the public pages of every quarter that was sealed and has none yet: one transaction a quarter, the events that tell of it with it. */
export async function publishSealed(pool: Pool, kafka: Kafka, now: number): Promise<number> {
  let issued = 0
  for (const sealed of await unpublished(pool)) {
    issued += await transaction(pool, async (tx) => {
      await tx.query('select pg_advisory_xact_lock(7433290204)')
      // Another replica has perhaps published it while this one waited.
      if (!(await unpublished(tx)).some(({ period }) => period === sealed.period)) return 0
      // In the order of their official codes.
      const structure = await readUnits(tx)
      const { from, to } = boundsOf(sealed.period)
      const pack = inForce(await packsAt(tx), INDEX, to)?.content as IndexPack | undefined
      // The pack lies on another partition than the seal: it is coming.
      if (pack === undefined) return 0
      if (await isBehind(tx, kafka, Number(sealed.cutOff))) return 0
      const surveys = (await readSurveys(tx)).filter((survey) => survey.from <= to && survey.to >= from)
      const sums = Map.groupBy(await readUnitSums(tx, sealed), (unit) => unit.agencyId)
      const agencies = (await readAgencies(tx)).filter(({ agencyId }) => sums.has(agencyId))
      for (const { agencyId, code, name, kind } of agencies) {
        const figures = new Map(sums.get(agencyId)!.map((unit) => [unit.unitId, unit]))
        const units = structure.flatMap(({ unitId, name: unitName }) => {
          const unit = figures.get(unitId)
          return unit === undefined ? [] : [{ ...unit, name: unitName }]
        })
        // As the log had them when the quarter was sealed, so that they are the figures of the sealed scores.
        const summed = await indicatorSums(
          tx,
          { agencyId, unitId: '', period: sealed.period, asOf: Number(sealed.cutOff) },
          Number(sealed.cutOff),
        )
        const nameOf = (unitId: string) => structure.find((unit) => unit.unitId === unitId)?.name ?? ''
        const content = canonicalBytes(
          publication(
            { code, name },
            { period: sealed.period, edition: sealed.edition, issuedAt: now },
            units,
            surveys.filter((survey) => survey.agencyId === agencyId),
            summed.flatMap(
              ({ sum, figures: told }) => promiseOf(sum, told, { period: sealed.period, from, to }, nameOf) ?? [],
            ),
            pack.publication.fewestPeople,
          ),
        )
        const hash = createHash('sha256').update(content).digest()
        await savePublication(tx, {
          agencyId,
          code,
          name,
          kind,
          period: sealed.period,
          edition: sealed.edition,
          hash,
          content,
          issuedAt: now,
        })
        await enqueue(tx, kafka, topics.reporting, [
          said(
            { $case: 'publicationIssued', value: { agencyId, period: sealed.period, edition: sealed.edition, hash } },
            { decidedAt: now, agencyId },
          ),
        ])
      }
      return agencies.length
    })
  }
  return issued
}
