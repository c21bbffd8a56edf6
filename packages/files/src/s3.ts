import { createHash } from 'node:crypto'
import type { Pool, Tx } from '@timbang/postgres/pool'
import { AwsClient } from 'aws4fetch'
import { type Files, MOST_BYTES, type Name, SWEPT } from './port.ts'

/** One object is small and near: a store that takes longer is not there. */
const ANSWERS_WITHIN_MS = 10_000

/** Throws with the status alone: what a store answers may hold the key. */
const failed = (what: string, response: Response) =>
  new Error(`the file store answered ${what} with ${response.status}`)

/** @param address `https://key:secret@host/bucket/folder?region=…` */
export function s3Files(address: string, { pool, clock }: { pool: Pool; clock: { now(): number } }): Files {
  const { username, password, searchParams, ...url } = parsed(address)
  const client = new AwsClient({
    accessKeyId: decodeURIComponent(username),
    secretAccessKey: decodeURIComponent(password),
    service: 's3',
    region: searchParams.get('region') ?? 'us-east-1',
    retries: 1,
  })
  const place = ({ owner, hash }: Name) => `${url.origin}${url.pathname.replace(/\/$/, '')}/${owner}/${hash}`
  const ask = async (method: string, name: Name, init: RequestInit = {}) =>
    client.fetch(place(name), { ...init, method, signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) })

  return {
    put: async (name, bytes) => {
      await loosen(pool, name, clock.now())
      const response = await ask('PUT', name, {
        body: bytes as Uint8Array<ArrayBuffer>,
        // The store itself holds the bytes against their name.
        headers: { 'x-amz-content-sha256': name.hash },
      })
      await response.body?.cancel()
      if (!response.ok) throw failed('PUT', response)
      return async (tx) => {
        const { rowCount } = await tx.query('delete from files.loose where owner = $1 and hash = $2', keyOf(name))
        if (rowCount === 0) throw new Error('a file was swept before anything told of it')
      }
    },
    get: async (name) => {
      const response = await ask('GET', name)
      if (response.status === 404) {
        await response.body?.cancel()
        return undefined
      }
      if (!response.ok || Number(response.headers.get('content-length')) > MOST_BYTES) {
        await response.body?.cancel()
        throw failed('GET', response)
      }
      const bytes = new Uint8Array(await response.arrayBuffer())
      if (createHash('sha256').update(bytes).digest('hex') !== name.hash)
        throw new Error('the file store answered with other bytes than were laid down')
      return bytes
    },
    remove: (tx, name) => loosen(tx, name, clock.now()),
    sweep: async (tx, before, needed) => {
      const { rows } = await tx.query<{ owner: string; hash: string }>(
        `select owner, encode(hash, 'hex') as hash from files.loose where since <= $1 order by since limit $2 for update skip locked`,
        [before, SWEPT],
      )
      const kept = new Set((await needed(rows)).map(({ owner, hash }) => `${owner}/${hash}`))
      for (const name of rows) {
        if (!kept.has(`${name.owner}/${name.hash}`)) {
          const response = await ask('DELETE', name)
          await response.body?.cancel()
          if (!response.ok && response.status !== 404) throw failed('DELETE', response)
        }
        await tx.query('delete from files.loose where owner = $1 and hash = $2', keyOf(name))
      }
      return rows.length
    },
  }
}

const keyOf = ({ owner, hash }: Name) => [owner, Buffer.from(hash, 'hex')]

const loosen = async (db: Pool | Tx, name: Name, now: number): Promise<void> => {
  await db.query(
    'insert into files.loose (owner, hash, since) values ($1, $2, $3) on conflict (owner, hash) do update set since = excluded.since',
    [...keyOf(name), now],
  )
}

function parsed(address: string) {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username === '' || url.pathname.length < 2)
    throw new Error('the address of the file store is none: https://key:secret@host/bucket?region=…')
  const { username, password, searchParams, origin, pathname } = url
  return { username, password, searchParams, origin, pathname }
}
