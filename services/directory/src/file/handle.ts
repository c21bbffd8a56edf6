import { randomUUID } from 'node:crypto'
import type { KeepFileRequest } from '@timbang/contracts/gen/timbang/directory/v1/file'
import { owe } from '@timbang/due/owe'
import type { Kind } from '@timbang/due/work'
import { type By, decided, readerOf } from '@timbang/identity/look'
import { transaction } from '@timbang/postgres/transaction'
import type { Deps } from '../handle.ts'
import { dropFiles, putFile } from './store.ts'

/** As long as somebody reads a page and asks a colleague; ADR 24. */
export const KEPT_MS = 3_600_000

/** Keeps a file for its owner, and what will forget it. @returns its key */
export const keepFile =
  ({ pool, clock }: Deps) =>
  ({ caller, operation }: By, file: KeepFileRequest): Promise<string> =>
    transaction(pool, async (tx) => {
      const [fileId, keptAt] = [randomUUID(), clock.now()]
      await putFile(tx, { ...file, content: Buffer.from(file.content), fileId, owner: readerOf(caller), keptAt })
      await decided(tx, { caller, operation, subjects: [], object: fileId, agencyId: file.agencyId, at: keptAt })
      await owe(tx, [{ kind: 'waiting-file', key: fileId, dueAt: keptAt + KEPT_MS }])
      return fileId
    })

/** An hour after it came it is forgotten, whoever asks for it meanwhile. */
export const forgettingFiles: Kind = {
  page: 50,
  handle: async (tx, works) => {
    await dropFiles(
      tx,
      works.map(({ key }) => key),
    )
  },
}
