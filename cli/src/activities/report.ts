import { createWriteStream } from 'node:fs'
import { Stopped } from '../province.ts'
import type { Column, Fault } from './form.ts'
import { sentenceOf } from './reasons.ts'

/** A line of the report; without a line of the file it is about what the file no longer holds. */
export interface Told extends Omit<Fault, 'line'> {
  readonly line: number | undefined
  /** The record that it became, where it did. */
  readonly recordId?: string
}

/** The report beside the file: begun with its first line, so that a clean import leaves none. @param names as the file calls its columns */
export function reportAt(path: string, names: Readonly<Partial<Record<Column, string>>>) {
  let out: ReturnType<typeof createWriteStream> | undefined
  let failed: Error | undefined
  return {
    write: (told: Told) => {
      out ??= createWriteStream(path).on('error', (error) => {
        failed = error
      })
      if (out.bytesWritten === 0 && out.writableLength === 0) out.write('\uFEFFbaris;kolom;kode;alasan;catatan\n')
      const column = told.column === undefined ? '' : (names[told.column] ?? told.column)
      const cells = [
        String(told.line ?? ''),
        column,
        told.reason,
        sentenceOf({ ...told, line: told.line ?? 0 }),
        told.recordId ?? '',
      ]
      out.write(`${cells.map(quoted).join(';')}\n`)
    },
    /** @returns its path, where there is one @throws Stopped where it could not be written: what is in stays in, and the same command tells it again */
    close: async () => {
      if (out === undefined) return undefined
      await new Promise((resolve) => out!.end(resolve))
      if (failed !== undefined)
        throw new Stopped(
          `Laporan ${path} tidak dapat ditulis: ${failed.message}. Yang sudah masuk tetap masuk; ulangi perintah ini. / The report could not be written. What is in stays in: run the command again.`,
        )
      return path
    },
  }
}
export type Report = ReturnType<typeof reportAt>

/** What a spreadsheet would take for a formula becomes text. */
const quoted = (cell: string) => {
  const safe = /^[=+\-@\t]/.test(cell) ? `'${cell}` : cell
  return /[";\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
