import { AppraisalServiceService } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { EntryServiceService } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { grpcClient } from '@timbang/process/grpc'
import { bar, machineToken, progress, Stopped } from '../province.ts'
import type { DateOrder } from '@timbang/intake/table/date'
import { isRow, lookAt, type Readable, rowsOf } from '@timbang/intake/table/file'
import { activitiesForm, type Column, type Entry, entryOf, type Fault, isFault, unreadFault } from './form.ts'
import { type Covered, countGone, isTooMany, listGone } from './gone.ts'
import { counterOf, identityOf, importIdOf } from './id.ts'
import { peopleOf, plansOf } from './people.ts'
import { columnOf } from './reasons.ts'
import { withdrawGone } from './replace.ts'
import { reportAt, type Told } from './report.ts'
import { type Known, type Ready, resolve } from './resolve.ts'
import { send } from './send.ts'
import { compared, type Journal, judged, sorted } from './standing.ts'

/** Who says that a row is a row: the client of the identity provider, and not the terminal at which it is called. */
const CLIENT = 'importer'
const BATCH = 500
const IN_FLIGHT = 4

export interface Wish {
  /** The source's time is the end of the work. */
  readonly history: boolean
  /** Everything but sending. */
  readonly dryRun?: boolean
  readonly dates?: DateOrder | undefined
  /** The file is Windows-1252. */
  readonly latin?: boolean
  /** What came before and is in the file no longer is taken back. */
  readonly replace?: boolean
  /** So many at most. */
  readonly most?: number | undefined
}

/** What became of a file. Of a dry run: what would. */
export interface Outcome {
  readonly rows: number
  /** In the log. */
  readonly sent: number
  /** Of those, what the journal neither held nor refused. */
  readonly admitted: number
  readonly fresh: number
  readonly changed: number
  readonly same: number
  /** Which the person mended himself: his correction stands. */
  readonly mended: number
  /** Which came before and are in the file no longer. */
  readonly gone: number
  /** Of those, what was taken back. */
  readonly withdrawn: number
  readonly faults: number
  readonly notices: readonly string[]
  readonly errorFile: string | undefined
}

/** An outcome in sentences. */
export function toldOf(done: Outcome, dryRun: boolean): readonly string[] {
  return [
    ...done.notices,
    `${dryRun ? 'Hanya diperiksa; tidak ada yang dikirim. ' : ''}${done.rows} baris dibaca: ${done.fresh} baru, ${done.changed} berubah, ${done.same} sama, ${done.mended} sudah diperbaiki pegawai, ${done.faults} ditolak. / ` +
      `${dryRun ? 'Only checked; nothing was sent. ' : ''}${done.rows} rows read: ${done.fresh} new, ${done.changed} changed, ${done.same} the same, ${done.mended} mended by the person, ${done.faults} refused.`,
    ...(done.gone === 0
      ? []
      : [
          done.withdrawn === 0
            ? `${done.gone} catatan tidak ada lagi di berkas; tetap tercatat. / ${done.gone} entries are no longer in the file; they stay on record.`
            : `${done.gone} catatan tidak ada lagi di berkas: ${done.withdrawn} ditarik, ${done.gone - done.withdrawn} tetap tercatat. / ${done.gone} entries are no longer in the file: ${done.withdrawn} withdrawn, ${done.gone - done.withdrawn} stay on record.`,
        ]),
    ...(done.errorFile === undefined ? [] : [`Lihat / see ${done.errorFile}`]),
  ]
}

/** Brings a file of daily entries in: looked at whole first, people resolved before anything leaves. Only what is new or changed is sent, so twice is once. */
export async function importActivities(
  env: Readonly<Record<string, string>>,
  path: string,
  wish: Wish,
): Promise<Outcome> {
  const looked = await lookAt(path, activitiesForm, wish.dates, wish.latin)
  if (!looked.ok) throw new Stopped(looked.sentence)
  const token = await machineToken(env, CLIENT)
  const directory = grpcClient(DirectoryServiceService, env['DIRECTORY_GRPC']!)
  const appraisal = grpcClient(AppraisalServiceService, env['APPRAISAL_GRPC']!)
  const journal = grpcClient(EntryServiceService, env['JOURNAL_GRPC']!)
  const report = reportAt(`${path}.galat.csv`, looked.names)
  try {
    const { nips, days } = await whoIsIn(path, looked)
    const people = await peopleOf(directory, token, [...nips])
    const span = [...days].sort()
    const plans =
      people.size === 0
        ? new Map()
        : await plansOf(
            appraisal,
            token,
            [...people.values()].map(({ employeeId }) => employeeId),
            span[0]!,
            span.at(-1)!,
          )
    const known: Known = {
      client: CLIENT,
      importId: importIdOf(looked.hash),
      people,
      plans,
      counter: counterOf(looked.rows),
      history: wish.history,
      now: Date.now(),
    }
    const count = { sent: 0, admitted: 0, fresh: 0, changed: 0, same: 0, mended: 0, gone: 0, withdrawn: 0, faults: 0 }
    const covered: Covered & { importId: string } = {
      ...known,
      people: new Map([...people].map(([nip, { employeeId, agencyId }]) => [employeeId, { nip, agencyId }])),
      days,
    }
    const unknown = wish.replace === true ? await unknownLines(path, looked, known) : []
    const replace = wish.replace === true && unknown.length === 0
    if (replace) await mustBeFew(journal, token, covered, wish.most)
    known.counter.again()
    const source = batches(path, looked, known)
    const means = { journal, token, ingest: env['ACTIVITY_INGEST_HTTP']!, dryRun: wish.dryRun === true }
    // Several batches on their way, told in the order of the file; it is read only as fast as they are answered.
    let before: Promise<void> = Promise.resolve()
    await Promise.all(
      Array.from({ length: IN_FLIGHT }, async () => {
        for (let next = await source.next(); next.done !== true; next = await source.next()) {
          const turn = before
          const done = bring(means, next.value)
          before = Promise.all([turn, done]).then(([, { told, ...counted }]) => {
            for (const one of told) report.write(one)
            for (const name of Object.keys(counted) as (keyof typeof counted)[]) count[name] += counted[name]
          })
          await before
        }
      }),
    )
    const gone = replace ? withdrawGone(means, covered) : listGone(journal, token, covered)
    for await (const { told, withdrawn } of gone) {
      count.gone++
      count.withdrawn += Number(withdrawn)
      report.write(told)
    }
    progress('')
    const notices = unknown.length === 0 ? looked.notices : [...looked.notices, notKnown(unknown)]
    return { rows: looked.rows, ...count, notices, errorFile: await report.close() }
  } finally {
    // What failed before is told; that the report failed too is told above.
    await report.close().catch(() => undefined)
    directory.close()
    appraisal.close()
    journal.close()
  }
}

/** Who is in a file, and on which days: memory grows with people, not with lines. */
async function whoIsIn(path: string, looked: Readable<Column>): Promise<{ nips: Set<string>; days: Set<string> }> {
  const [nips, days] = [new Set<string>(), new Set<string>()]
  for await (const row of rowsOf(path, looked, activitiesForm)) {
    const entry = isRow(row) ? entryOf(row, looked.orders.tanggal) : unreadFault(row)
    const of = isFault(entry) ? entry.of : entry
    if (of === undefined) continue
    nips.add(of.nip)
    days.add(of.workDate)
  }
  return { nips, days }
}

/** The rows of a file in the order of the file, so many at once: resolved, or why not. */
async function* batches(
  path: string,
  looked: Readable<Column>,
  known: Known,
): AsyncGenerator<readonly (Ready | Fault)[], void> {
  let batch: (Ready | Fault)[] = []
  let read = 0
  for await (const row of rowsOf(path, looked, activitiesForm)) {
    progress(`Memeriksa dan mengirim / checking and sending ${bar(++read, looked.rows)}`)
    if (batch.push(rowOf(isRow(row) ? entryOf(row, looked.orders.tanggal) : unreadFault(row), known)) < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function rowOf(entry: Entry | Fault, known: Known): Ready | Fault {
  if (!isFault(entry)) return resolve(entry, known)
  // A faulty row is one of its equals all the same: mended, it keeps its place among them.
  counted(entry.of, known)
  return entry
}

/** Counts a row among its equals. @returns whether it can be told which row it is */
function counted(of: Fault['of'], { client, people, counter }: Known): boolean {
  const person = of && people.get(of.nip)
  if (person) counter.next(identityOf(client, { ...of!, employeeId: person.employeeId }))
  return person !== undefined
}

/** Lines of which nobody can tell which row they are; all the others are counted. One such may be any row that seems to be gone. */
async function unknownLines(path: string, looked: Readable<Column>, known: Known): Promise<readonly number[]> {
  const lines: number[] = []
  for await (const row of rowsOf(path, looked, activitiesForm)) {
    const entry = isRow(row) ? entryOf(row, looked.orders.tanggal) : unreadFault(row)
    if (!counted(isFault(entry) ? entry.of : entry, known) && lines.length <= NAMED) lines.push(row.line)
  }
  return lines
}
const NAMED = 5
const notKnown = (lines: readonly number[]) => {
  const named = `${lines.slice(0, NAMED).join(', ')}${lines.length > NAMED ? ', …' : ''}`
  return (
    `Tidak ada yang ditarik: baris ${named} tidak dapat dikenali. Perbaiki, lalu ulangi. / ` +
    `Nothing is withdrawn: nobody can tell which rows stand in lines ${named}. Mend them and repeat.`
  )
}

/** @throws Stopped where more would be taken back than a mended file drops: before anything is sent */
async function mustBeFew(journal: Journal, token: string, covered: Covered, most: number | undefined): Promise<void> {
  const { earlier, gone } = await countGone(journal, token, covered)
  if (!isTooMany(gone, earlier, most)) return
  throw new Stopped(
    `${gone} dari ${earlier} catatan yang pernah diimpor untuk pegawai dan hari ini tidak ada di berkas. ` +
      `Lebih dari sepuluh dan seperlimanya tidak ditarik tanpa ditanya; tidak ada yang dikirim. ` +
      `Lihat daftarnya dengan --dry-run tanpa --replace. Bila memang benar, ulangi dengan --most ${gone}. / ` +
      `${gone} of ${earlier} entries that were imported for these people and days are not in the file. ` +
      `More than ten and a fifth are not withdrawn unasked; nothing was sent. ` +
      `List them by --dry-run without --replace. If they are to go, repeat with --most ${gone}.`,
  )
}

type Brought = Omit<Outcome, 'rows' | 'gone' | 'withdrawn' | 'notices' | 'errorFile'> & {
  readonly told: readonly Told[]
}

/** One batch, from the question what of it is new to the journal's last word on it. */
async function bring(
  { journal, token, ingest, dryRun }: { journal: Journal; token: string; ingest: string; dryRun: boolean },
  batch: readonly (Ready | Fault)[],
): Promise<Brought> {
  const rows = batch.filter((row): row is Ready => !isFault(row))
  const standings = await compared(journal, token, rows, dryRun)
  const { fresh, changed, same, mended, refused } = sorted(rows, standings)
  const sending = [...fresh, ...changed]
  const { accepted, refused: atTheDoor } = dryRun ? { accepted: [], refused: [] } : await send(ingest, token, sending)
  const late = dryRun
    ? standings.flatMap(({ foreseenCode, recordId }, at) =>
        foreseenCode === '' || refused.some((one) => one.recordId === recordId)
          ? []
          : [{ line: rows[at]!.line, column: columnOf('', foreseenCode), reason: foreseenCode, recordId }],
      )
    : await judged(journal, token, accepted)
  const faults: readonly Told[] = [...batch.filter(isFault), ...refused, ...atTheDoor, ...late]
  const bad = new Set(faults.map(({ line }) => line))
  const good = (records: readonly Ready[]) => records.filter(({ line }) => !bad.has(line)).length
  return {
    told: [...faults, ...mended].sort((a, b) => a.line! - b.line!),
    sent: accepted.length,
    admitted: accepted.length - late.length * Number(!dryRun),
    fresh: good(fresh),
    changed: good(changed),
    same,
    mended: mended.length,
    faults: faults.length,
  }
}
