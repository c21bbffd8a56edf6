import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import type { Line } from './record.ts'
import { beginOf, sizeOf, type Source, wholeOf } from './source.ts'
import { Unreadable } from './unreadable.ts'

/** What a workbook is by its first bytes: the old kind, a compound file, or the packed one. */
export type WorkbookKind = 'xls' | 'xlsx'

export const workbookKind = (begin: Buffer): WorkbookKind | undefined =>
  (({ d0cf11e0: 'xls', '504b0304': 'xlsx' }) as const)[begin.subarray(0, 4).toString('hex')]

export const isWorkbookFile = async (source: Source): Promise<boolean> =>
  workbookKind(await beginOf(source)) !== undefined

/** What reading a workbook may take. */
interface Bounds {
  readonly bytes: number
  readonly unpacked: number
  readonly memoryMb: number
  readonly patienceMs: number
}
/** Larger than any list of a province: 100,000 rows of ten columns take 5 MB packed and 60 unpacked. */
const OWN: Bounds = { bytes: 40_000_000, unpacked: 300_000_000, memoryMb: 768, patienceMs: 120_000 }
/** What came over the wire is read beside pages: 20,000 rows of ten columns take 1 MB packed, 12 unpacked, and 170 MB. */
const STRANGERS: Bounds = { bytes: 5_000_000, unpacked: 60_000_000, memoryMb: 320, patienceMs: 20_000 }
const boundsOf = (source: Source): Bounds => (typeof source === 'string' ? OWN : STRANGERS)

const LOCKED = new Unreadable(
  'Berkas ini buku kerja Excel yang terkunci kata sandi. Simpan tanpa kata sandi, lalu ulangi. / This Excel workbook is locked: save it without a password.',
  { code: 'locked' },
)
const BROKEN = new Unreadable(
  'Berkas ini buku kerja Excel yang rusak. Simpan sebagai CSV UTF-8, lalu ulangi. / This Excel workbook is broken: save it as CSV UTF-8.',
  { code: 'broken' },
)
const TOO_LARGE = new Unreadable(
  'Berkas ini buku kerja Excel yang terlalu besar. Simpan sebagai CSV UTF-8, lalu ulangi. / This Excel workbook is too large: save it as CSV UTF-8.',
  { code: 'too-large' },
)

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
 * @throws Unreadable
 */
export async function workbookLines(source: Source, kind: WorkbookKind): Promise<WorkbookLines> {
  const { bytes: mostBytes, unpacked: mostUnpacked, memoryMb, patienceMs } = boundsOf(source)
  if ((await sizeOf(source)) > mostBytes) throw TOO_LARGE
  const bytes = await wholeOf(source)
  if (kind === 'xlsx' && unpackedBytes(bytes, mostBytes) > mostUnpacked) throw TOO_LARGE
  const child = spawn(
    '/bin/sh',
    [
      // Bounded by the system too: a reader that never ends would outlive a command that was killed.
      ...['-c', `ulimit -t ${patienceMs / 1_000}; exec "$@"`, 'sh', process.execPath],
      '--disable-warning=ExperimentalWarning',
      `--max-old-space-size=${memoryMb}`,
      // By its name: where the pages are built, this file stands in another one.
      createRequire(import.meta.url).resolve('@timbang/intake/table/workbook-rows'),
    ],
    { stdio: ['pipe', 'pipe', 'ignore'], timeout: patienceMs, killSignal: 'SIGKILL' },
  )
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(1))
    child.once('close', (code) => resolve(code))
  })
  // Who ends before he has read it all says by his code why.
  child.stdin.on('error', () => undefined).end(bytes)
  const read = createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
  const first = await read.next()
  if (first.done === true) {
    const code = await ended
    throw code === 3 ? LOCKED : code === 1 ? BROKEN : TOO_LARGE
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
      if ((await ended) !== 0) throw TOO_LARGE
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

/** What the packed parts say that they unpack to, by the directory at the end. @throws Unreadable */
function unpackedBytes(bytes: Buffer, mostBytes: number): number {
  const tail = bytes.subarray(Math.max(0, bytes.length - 65_557))
  let end = tail.length - 22
  while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end--
  // What reads it would look for the directory for ever.
  if (end < 0) throw BROKEN
  const from = tail.readUInt32LE(end + 16)
  const directory = bytes.subarray(from, from + Math.min(tail.readUInt32LE(end + 12), mostBytes))
  let [sum, at] = [0, 0]
  while (at + 46 <= directory.length && directory.readUInt32LE(at) === ENTRY) {
    sum += directory.readUInt32LE(at + 24)
    at += 46 + directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return sum
}
