import type { Pool } from '@timbang/postgres/pool'
import type { Files } from './port.ts'
import { postgresFiles } from './postgres.ts'
import { s3Files } from './s3.ts'

/**
 * @param address empty: the service's own Postgres. Else an S3-compatible store, `https://key:secret@host/bucket/folder?region=…`
 * @throws where the address is none
 */
export const filesAt = (address: string, of: { pool: Pool; clock: { now(): number } }): Files =>
  address === '' ? postgresFiles(of.pool) : s3Files(address, of)
