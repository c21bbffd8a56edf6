import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { Tx } from '@timbang/postgres/pool'
import { foldDirectory } from '@timbang/roster/fold'

/**
 * The one writer of the directory's tables, for commands, re-folds and recovery alike (names and NIPs are on no log, see person.ts).
 * It is the very function with which every other service keeps its copy, so the copies cannot differ from the original.
 */
export const apply = (tx: Tx, events: readonly DirectoryEvent[]): Promise<void> => foldDirectory(tx, events)

// Any number, the same for ever: commands of the directory are decided one after the other, because a file is judged against the whole chart.
const COMMANDS = 5_911_026n

/** Waits for its turn. After it what was loaded cannot change until the transaction ends, so events leave in the order in which they were decided. */
export const takeTurn = async (tx: Tx): Promise<void> => {
  await tx.query('select pg_advisory_xact_lock($1)', [COMMANDS])
}
