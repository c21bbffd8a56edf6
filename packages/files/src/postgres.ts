import type { Pool } from '@timbang/postgres/pool'
import type { Files } from './port.ts'

/** Row, event and bytes are one transaction: there are no orphans. */
export const postgresFiles = (pool: Pool): Files => ({
  put:
    async ({ owner, hash }, bytes) =>
    async (tx) => {
      await tx.query('insert into files.file (owner, hash, bytes) values ($1, $2, $3) on conflict do nothing', [
        owner,
        Buffer.from(hash, 'hex'),
        bytes,
      ])
    },
  get: async ({ owner, hash }) => {
    const { rows } = await pool.query<{ bytes: Buffer }>(
      'select bytes from files.file where owner = $1 and hash = $2',
      [owner, Buffer.from(hash, 'hex')],
    )
    return rows[0]?.bytes
  },
  remove: async (tx, { owner, hash }) => {
    await tx.query('delete from files.file where owner = $1 and hash = $2', [owner, Buffer.from(hash, 'hex')])
  },
  sweep: async () => 0,
})
