import type { Tx } from '@timbang/postgres/pool'

/** The latest day whose state a file has told. */
export const lastDayTold = async (tx: Tx): Promise<string | undefined> =>
  (await tx.query<{ last: string | null }>('select max(as_of) as last from staff_file')).rows[0]!.last ?? undefined

export const putStaffFile = async (
  tx: Tx,
  file: { importId: string; asOf: string; at: number; by: string },
): Promise<void> => {
  await tx.query(
    `insert into staff_file (import_id, as_of, read_at, read_by) values ($1, $2, $3, $4)
     on conflict (import_id, as_of) do nothing`,
    [file.importId, file.asOf, file.at, file.by],
  )
}
