import { own as appraisal } from '@timbang/appraisal/refold'
import type { consumers } from '@timbang/contracts/topics'
import { own as directory } from '@timbang/directory/refold'
import { own as feedback } from '@timbang/feedback/refold'
import { own as journal } from '@timbang/journal/refold'
import { createPool } from '@timbang/postgres/pool'
import { own as reporting } from '@timbang/reporting/refold'
import { own as scoring } from '@timbang/scoring/refold'
import type { Kafka } from '@timbang/stream/kafka'
import { refold, StillRunning, type Own } from '@timbang/stream/refold'
import { Stopped } from './province.ts'

export type Consumer = (typeof consumers)[number]

/** Every service that owns a topic and folds others: a new one does not compile until it stands here. */
const owners: Readonly<Record<Consumer, Own<any>>> = { appraisal, directory, feedback, journal, reporting, scoring }

export const isConsumer = (name: string): name is Consumer => Object.hasOwn(owners, name)

/** Lays a service's own topic over its restored database. @param postgresUrl of that database @returns how many events it knows */
export async function refoldService(kafka: Kafka, consumer: Consumer, postgresUrl: string): Promise<number> {
  const pool = createPool(postgresUrl, { max: 2, name: 'refold' })
  try {
    return await refold({ pool, kafka, consumer, ...owners[consumer] })
  } catch (error) {
    if (!(error instanceof StillRunning)) throw error
    throw new Stopped(`${consumer} masih berjalan: hentikan dulu semua prosesnya, lalu ulangi. / ${error.message}.`)
  } finally {
    await pool.end()
  }
}
