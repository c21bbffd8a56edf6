import { spawn } from 'node:child_process'
import { open, stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Line } from './record.ts'

/** What a workbook is by its first bytes: the old kind, a compound file, or the packed one. */
export type WorkbookKind = 'xls' | 'xlsx'

export const workbookKind = (begin: Buffer): WorkbookKind | undefined =>
  (({ d0cf11e0: 'xls', '504b0304': 'xlsx' }) as const)[begin.subarray(0, 4).toString('hex')]

export async function isWorkbookFile(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return workbookKind(buffer.subarray(0, bytesRead)) !== undefined
  } finally {
    await file.close()
  }
}

/** Larger than any list of a province: 100,000 rows of ten columns take 5 MB packed and 60 unpacked. */
const MOST_BYTES = 40_000_000
const MOST_UNPACKED = 300_000_000
const MEMORY_MB = 768
const PATIENCE_MS = 120_000

/** Why a workbook gives no rows, as a sentence. */
export class NoRows extends Error {}

const LOCKED =
  'Berkas ini buku kerja Excel yang terkunci kata sandi. Simpan tanpa kata sandi, lalu ulangi. / This Excel workbook is locked: save it without a password.'
const BROKEN =
  'Berkas ini buku kerja Excel yang rusak. Simpan sebagai CSV UTF-8, lalu ulangi. / This Excel workbook is broken: save it as CSV UTF-8.'
const TOO_LARGE =
  'Berkas ini buku kerja Excel yang terlalu besar. Simpan sebagai CSV UTF-8, lalu ulangi. / This Excel workbook is too large: save it as CSV UTF-8.'

export interface WorkbookLines {
  /** Which sheet is read and which are not, known once the first lines are there. */
  readonly sheet: string
  readonly others: readonly string[]
  readonly lines: AsyncGenerator<readonly Line[]>
}

/** Rows at once. */
const TOGETHER = 500

/**
 * The rows of a workbook's first sheet as lines of a table, each numbered as its program numbers it. It is read by a process with its own bounds of
 * memory and time, for a packed file of 300 KB can unpack to a gigabyte.
 * @throws NoRows
 */
export async function workbookLines(path: string, kind: WorkbookKind): Promise<WorkbookLines> {
  if ((await stat(path)).size > MOST_BYTES) throw new NoRows(TOO_LARGE)
  if (kind === 'xlsx' && (await unpackedBytes(path)) > MOST_UNPACKED) throw new NoRows(TOO_LARGE)
  const child = spawn(
    '/bin/sh',
    [
      // Bounded by the system too: a reader that never ends would outlive a command that was killed.
      ...['-c', `ulimit -t ${PATIENCE_MS / 1_000}; exec "$@"`, 'sh', process.execPath],
      '--disable-warning=ExperimentalWarning',
      `--max-old-space-size=${MEMORY_MB}`,
      fileURLToPath(new URL('./workbook-rows.ts', import.meta.url)),
      path,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'], timeout: PATIENCE_MS, killSignal: 'SIGKILL' },
  )
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(1))
    child.once('close', (code) => resolve(code))
  })
  const read = createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
  const first = await read.next()
  if (first.done === true) {
    const code = await ended
    throw new NoRows(code === 3 ? LOCKED : code === 1 ? BROKEN : TOO_LARGE)
  }
  const { sheet, others } = JSON.parse(first.value) as { sheet: string; others: string[] }
  async function* lines(): AsyncGenerator<readonly Line[]> {
    try {
      let some: Line[] = []
      for (let next = await read.next(); next.done !== true; next = await read.next()) {
        const [number, cells] = JSON.parse(next.value) as [number, string[]]
        some.push({ number, text: cells.map(quoted).join(',') })
        if (some.length === TOGETHER) {
          yield some
          some = []
        }
      }
      yield some
      if ((await ended) !== 0) throw new NoRows(TOO_LARGE)
    } finally {
      // Whoever stops in the middle leaves no process behind.
      child.kill('SIGKILL')
    }
  }
  return { sheet, others, lines: lines() }
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

const END_OF_DIRECTORY = 0x06054b50
const ENTRY = 0x02014b50

/** What the packed parts say that they unpack to, by the directory at the end. @throws NoRows */
async function unpackedBytes(path: string): Promise<number> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(size, 65_557))
    await file.read(tail, 0, tail.length, size - tail.length)
    let end = tail.length - 22
    while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end--
    // What reads it would look for the directory for ever.
    if (end < 0) throw new NoRows(BROKEN)
    const directory = Buffer.alloc(Math.min(tail.readUInt32LE(end + 12), MOST_BYTES))
    await file.read(directory, 0, directory.length, tail.readUInt32LE(end + 16))
    let [sum, at] = [0, 0]
    while (at + 46 <= directory.length && directory.readUInt32LE(at) === ENTRY) {
      sum += directory.readUInt32LE(at + 24)
      at += 46 + directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    }
    return sum
  } finally {
    await file.close()
  }
}
