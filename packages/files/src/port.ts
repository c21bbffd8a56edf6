import type { Tx } from '@timbang/postgres/pool'

/** No file is larger, in whichever store. */
export const MOST_BYTES = 2 * 1024 * 1024

/** Bytes are named by whose they are and by what they are: the same file twice is one file, and nobody reaches another one's by its hash. */
export interface Name {
  /** A UUID: whoever it is about. */
  readonly owner: string
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly hash: string
}

/** Told in the transaction that tells of the file, and nowhere else. Throws where the file is not there any more: then nothing may tell of it. */
export type Laid = (tx: Tx) => Promise<void>

/** Where files are kept: one port, and a store behind it. */
export interface Files {
  /** Lays bytes down. A store outside the database has them when this returns, so what fails later leaves an orphan, never a gap. */
  put(name: Name, bytes: Uint8Array): Promise<Laid>
  get(name: Name): Promise<Uint8Array | undefined>
  /** Forgets a file, in the transaction that says that it is gone. */
  remove(tx: Tx, name: Name): Promise<void>
  /**
   * Takes away a page of what nobody needs: laid down and never told of, or removed.
   * @param before epoch ms: only what has been so since then or longer
   * @param needed which of these something still tells of
   * @returns how many were looked at; fewer than `SWEPT`: there are no more
   */
  sweep(tx: Tx, before: number, needed: (names: readonly Name[]) => Promise<readonly Name[]>): Promise<number>
}

/** So many objects are looked at in one transaction. */
export const SWEPT = 50
