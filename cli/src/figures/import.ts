import { setTimeout as sleep } from 'node:timers/promises'
import { thousandthsOf } from '@timbang/activity-ingest/wire/field'
import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import {
  FigureServiceService,
  FigureStanding,
  type ToldFigure,
} from '@timbang/contracts/gen/timbang/reporting/v1/figure'
import { isRefusal } from '@timbang/contracts/refusal'
import { type GrpcClient, grpcClient } from '@timbang/process/grpc'
import { addDays } from '@timbang/rules/civil-date'
import { importIdOf } from '../activities/id.ts'
import { type Answer, PATIENCE_MS, post } from '../post.ts'
import { bar, machineToken, progress, Stopped, told } from '../province.ts'
import type { DateOrder } from '@timbang/intake/table/date'
import { isRow, lookAt, type Readable, rowsOf } from '@timbang/intake/table/file'
import { coveredBy, type Fate, type Gone, goneFrom, goneLine, mustBeFew, withdrawalOf } from './replace.ts'
import { type Column, type Fault, figureOf, figuresForm, type FigureRow, isFault, reasons } from './form.ts'

const BATCH = 500
/** Rows of one file: they are held until each is known to be read. */
const MOST_ROWS = 200_000
/** So many days the reports are asked about at once. */
const DAYS = 366

export interface Outcome {
  readonly rows: number
  readonly fresh: number
  readonly changed: number
  readonly same: number
  /** In the log, and another record stands for their day. */
  readonly beside: number
  /** Brought by an earlier file, and in this one no longer. */
  readonly gone: number
  readonly withdrawn: number
  readonly faults: number
  readonly lines: readonly string[]
}

/** An outcome in sentences. */
export const toldOf = (done: Outcome, dryRun: boolean): readonly string[] => [
  ...done.lines,
  `${dryRun ? 'Hanya diperiksa; tidak ada yang dikirim. ' : ''}${done.rows} baris dibaca: ${done.fresh} baru, ${done.changed} berubah, ${done.same} sama, ${done.faults} ditolak. / ` +
    `${dryRun ? 'Only checked; nothing was sent. ' : ''}${done.rows} rows read: ${done.fresh} new, ${done.changed} changed, ${done.same} the same, ${done.faults} refused.`,
  ...(done.gone === 0
    ? []
    : [
        `${done.gone} angka tidak ada lagi di berkas, ${done.withdrawn} ditarik. / ${done.gone} figures are in the file no longer, ${done.withdrawn} withdrawn.`,
      ]),
  ...(done.beside === 0
    ? []
    : [
        `${done.beside} angka tercatat, tetapi sumber lain yang dihitung untuk harinya. / ${done.beside} figures are on record, but another source counts for their day.`,
      ]),
]

type Figures = GrpcClient<typeof FigureServiceService>
type Directory = GrpcClient<typeof DirectoryServiceService>

/** What is known of an agency: its units, and of its indicators whether they are ratios. */
interface Agency {
  readonly units: ReadonlySet<string>
  readonly ratios: ReadonlyMap<string, boolean>
}

/** Brings a file of figures in. Only what is new or changed is sent, so that twice is once and a mended row is the next revision of its record. */
export async function importFigures(
  env: Readonly<Record<string, string>>,
  path: string,
  wish: {
    readonly dryRun: boolean
    readonly dates?: DateOrder | undefined
    readonly latin?: boolean
    /** The file is whole: what an earlier one brought, and it has no longer, is taken back. */
    readonly replace?: boolean
    /** So many at most. */
    readonly most?: number | undefined
  },
): Promise<Outcome> {
  const looked = await lookAt(path, figuresForm, wish.dates, wish.latin)
  if (!looked.ok) throw new Stopped(looked.sentence)
  if (looked.rows > MOST_ROWS)
    throw new Stopped(`Berkas lebih dari ${MOST_ROWS} baris. Bagi dahulu. / The file is too long. Split it.`)
  const token = await machineToken(env, 'importer')
  const directory = grpcClient(DirectoryServiceService, env['DIRECTORY_GRPC']!)
  const figures = grpcClient(FigureServiceService, env['REPORTING_GRPC']!)
  try {
    const faults: Fault[] = []
    const rows = await readRows(path, looked, faults)
    const good = await known({ directory, figures, token }, rows, faults)
    const covered = coveredBy(
      good,
      faults.flatMap(({ recordId }) => recordId ?? []),
    )
    const byAgency = await toldOfAgencies(figures, token, good)
    const there = new Map([...byAgency.values()].flat().map((figure) => [figure.recordId, figure]))
    const missing = goneFrom(covered, byAgency)
    const unknown = wish.replace === true ? faults.filter(({ recordId }) => recordId === undefined) : []
    const replace = wish.replace === true && unknown.length === 0
    if (replace) mustBeFew(missing, wish.most)
    const sending = good.flatMap((row) => {
      const before = there.get(row.recordId)
      if (before !== undefined && isSame(before, row)) return []
      return [{ row, revision: (before?.revision ?? 0) + 1, record: recordOf(row, importIdOf(looked.hash)) }]
    })
    const sent: typeof sending = []
    for (let from = 0; !wish.dryRun && from < sending.length; from += BATCH) {
      progress(`Mengirim / sending ${bar(from, sending.length)}`)
      const { accepted, refused } = await post(
        env['ACTIVITY_INGEST_HTTP']!,
        token,
        sending.slice(from, from + BATCH),
        ({ record, revision }) => ({ ...record, revision }),
      )
      sent.push(...accepted)
      for (const { one, answer } of refused) faults.push(refusedBy(one.row, answer))
    }
    const beside = await read(figures, token, sent)
    const gone = await withdrawGone(env, { figures, token, importId: importIdOf(looked.hash), good }, missing.gone, {
      replace,
      dryRun: wish.dryRun,
    })
    progress('')
    const bad = new Set(faults.map(({ line }) => line))
    const mine = sending.filter(({ row }) => !bad.has(row.line))
    return {
      rows: looked.rows,
      fresh: mine.filter(({ revision }) => revision === 1).length,
      changed: mine.filter(({ revision }) => revision > 1).length,
      same: good.length - sending.length,
      beside,
      gone: gone.length,
      withdrawn: gone.filter(({ fate }) => fate === 'withdrawn').length,
      faults: faults.length,
      lines: [
        ...looked.notices,
        ...(unknown.length === 0 ? [] : [notKnown(unknown)]),
        ...faults.sort((a, b) => a.line - b.line).map((fault) => lineOf(fault, looked)),
        ...gone.map((one) => goneLine(one.gone, one.fate)),
      ],
    }
  } finally {
    directory.close()
    figures.close()
  }
}

const NAMED = 5
/** Which rows nobody can tell: one such may be any that seems to be gone. */
const notKnown = (faults: readonly Fault[]) => {
  const lines = faults.map(({ line }) => line).sort((a, b) => a - b)
  const named = `${lines.slice(0, NAMED).join(', ')}${lines.length > NAMED ? ', …' : ''}`
  return (
    `Tidak ada yang ditarik: baris ${named} tidak dapat dikenali. Perbaiki, lalu ulangi. / ` +
    `Nothing is withdrawn: nobody can tell which rows stand in lines ${named}. Mend them and repeat.`
  )
}

/**
 * Takes back what the file has no longer, a revision each, where that is wished, and says of each what became of it. Whoever was quicker than the
 * withdrawal has the word.
 */
async function withdrawGone(
  env: Readonly<Record<string, string>>,
  file: {
    readonly figures: Figures
    readonly token: string
    readonly importId: string
    readonly good: readonly FigureRow[]
  },
  gone: readonly Gone[],
  { replace, dryRun }: { readonly replace: boolean; readonly dryRun: boolean },
): Promise<{ readonly gone: Gone; readonly fate: Fate }[]> {
  const fateOf = (one: Gone): Fate => (one.mended ? 'mended' : replace ? 'withdrawn' : 'left')
  const going = gone.filter((one) => fateOf(one) === 'withdrawn')
  if (dryRun || going.length === 0) return gone.map((one) => ({ gone: one, fate: fateOf(one) }))
  const withdrawals = going.map((one) => ({
    one,
    record: withdrawalOf(one, file.importId),
    revision: one.figure.revision + 1,
  }))
  for (let from = 0; from < withdrawals.length; from += BATCH) {
    progress(`Menarik / withdrawing ${bar(from, withdrawals.length)}`)
    const { refused } = await post(
      env['ACTIVITY_INGEST_HTTP']!,
      file.token,
      withdrawals.slice(from, from + BATCH),
      ({ record, revision }) => ({ ...record, revision }),
    )
    const [first] = refused
    if (first !== undefined) throw new Stopped(`${first.answer.title} / ${first.answer.title_en}`)
  }
  const wanted = new Map(withdrawals.map(({ one, revision }) => [one.figure.recordId, revision]))
  const there = await untilRead(file.figures, file.token, file.good, wanted)
  return gone.map((one) => {
    const fate = fateOf(one)
    const stands = there.get(one.figure.recordId)?.standing
    return {
      gone: one,
      fate: fate === 'withdrawn' && stands !== FigureStanding.FIGURE_STANDING_WITHDRAWN ? 'mended' : fate,
    }
  })
}

/** The id of a record is made of its day: what the door says of it is said of that. */
const refusedBy = ({ line, span }: FigureRow, { code = 'request.malformed', field, ...said }: Answer): Fault =>
  field === 'record_id'
    ? { line, column: span.length === 7 ? 'bulan' : 'tanggal', reason: 'date-out-of-range' }
    : { line, column: undefined, reason: code, sentence: `${said.title} / ${said.title_en}` }

const lineOf = ({ line, column, reason, sentence }: Fault, looked: Readable<Column>): string =>
  `galat · baris ${line}${column === undefined ? '' : ` · ${looked.names[column] ?? column}`} · ${sentence ?? reasons[reason] ?? reason}`

async function readRows(path: string, looked: Readable<Column>, faults: Fault[]): Promise<FigureRow[]> {
  const rows: FigureRow[] = []
  const seen = new Set<string>()
  for await (const row of rowsOf(path, looked, figuresForm)) {
    const figure = isRow(row)
      ? figureOf(row, looked.orders.tanggal)
      : { line: row.line, column: row.column, reason: row.unread }
    if (isFault(figure)) faults.push(figure)
    else if (seen.has(figure.recordId))
      faults.push({
        line: figure.line,
        column: figure.span.length === 7 ? 'bulan' : 'tanggal',
        reason: 'span-repeated',
        recordId: figure.recordId,
      })
    else rows.push(figure)
    if (!isFault(figure)) seen.add(figure.recordId)
  }
  return rows
}

/** Rows whose agency, unit and indicator are registered, and that say what the indicator asks for. */
async function known(
  { directory, figures, token }: { directory: Directory; figures: Figures; token: string },
  rows: readonly FigureRow[],
  faults: Fault[],
): Promise<FigureRow[]> {
  const agencies = new Map<string, Agency | undefined>()
  for (const { agencyId, span } of rows)
    if (!agencies.has(agencyId)) agencies.set(agencyId, await agencyOf(directory, figures, token, agencyId, span))
  return rows.filter((row) => {
    const agency = agencies.get(row.agencyId)
    const ratio = agency?.ratios.get(row.indicatorId)
    const wrong = (column: Column, reason: string, recordId?: string) => {
      faults.push({ line: row.line, column, reason, recordId })
      return false
    }
    if (agency === undefined) return wrong('opd', 'agency-unknown')
    if (!agency.units.has(row.unitId)) return wrong('unit', 'unit-unknown')
    if (ratio === undefined) return wrong('indikator', 'indicator-unknown')
    if (ratio && row.per === undefined) return wrong('per', 'per-missing', row.recordId)
    if (!ratio && row.per !== undefined) return wrong('per', 'per-unwanted', row.recordId)
    return true
  })
}

const RATIO = 2
async function agencyOf(
  directory: Directory,
  figures: Figures,
  token: string,
  agencyId: string,
  span: string,
): Promise<Agency | undefined> {
  const structure = await directory.getStructure({ agencyId }, { token })
  if (isRefusal(structure)) throw new Stopped(told(structure))
  if (!structure.agencies.some((agency) => agency.agencyId === agencyId)) return undefined
  const date = span.length === 7 ? `${span}-01` : span
  const ratios = new Map<string, boolean>()
  const asked = { agencyId, unitId: '', indicatorId: '', fromDate: date, toDate: date }
  const answers = figures.listFigures(asked, { token })
  for await (const { indicators } of answers)
    for (const { indicatorId, measure } of indicators) ratios.set(indicatorId, measure === RATIO)
  const refusal = answers.refusal()
  if (refusal) throw new Stopped(told(refusal))
  return {
    units: new Set(structure.units.filter((unit) => unit.agencyId === agencyId).map((unit) => unit.unitId)),
    ratios,
  }
}

/** What the reports have of the rows' agencies, from the first span of the file to its last. */
async function toldOfAgencies(
  figures: Figures,
  token: string,
  rows: readonly FigureRow[],
): Promise<ReadonlyMap<string, readonly ToldFigure[]>> {
  const byAgency = new Map<string, Map<string, ToldFigure>>()
  for (const [agencyId, mine] of Map.groupBy(rows, (row) => row.agencyId)) {
    const there = new Map<string, ToldFigure>()
    const days = mine.map(({ span }) => (span.length === 7 ? `${span}-28` : span)).sort()
    for (let from = days[0]!; from <= days.at(-1)!; from = addDays(from, DAYS)) {
      const asked = { agencyId, unitId: '', indicatorId: '', fromDate: from, toDate: addDays(from, DAYS - 1) }
      const answers = figures.listFigures(asked, { token })
      for await (const message of answers) for (const figure of message.figures) there.set(figure.recordId, figure)
      const refusal = answers.refusal()
      if (refusal) throw new Stopped(told(refusal))
    }
    byAgency.set(agencyId, there)
  }
  return new Map([...byAgency].map(([agencyId, there]) => [agencyId, [...there.values()]]))
}

const thousandths = (text: string): bigint => BigInt(thousandthsOf(text))
const isSame = (there: ToldFigure, row: FigureRow): boolean =>
  there.standing !== FigureStanding.FIGURE_STANDING_WITHDRAWN &&
  there.amountThousandths === thousandths(row.amount) &&
  there.perThousandths === (row.per === undefined ? undefined : thousandths(row.per))

const recordOf = (row: FigureRow, importId: string) => ({
  record_id: row.recordId,
  agency_id: row.agencyId,
  import_id: importId,
  figure: {
    unit_id: row.unitId,
    indicator_id: row.indicatorId,
    ...(row.span.length === 7 ? { month: row.span } : { date: row.span }),
    amount: row.amount,
    ...(row.per === undefined ? {} : { per: row.per }),
  },
})

/** Waits until the reports have read what was sent: only then does the same command find it. @returns of how many another record counts */
async function read(
  figures: Figures,
  token: string,
  sent: readonly { readonly row: FigureRow; readonly revision: number }[],
): Promise<number> {
  const rows = sent.map(({ row }) => row)
  const there = await untilRead(
    figures,
    token,
    rows,
    new Map(sent.map(({ row, revision }) => [row.recordId, revision])),
  )
  return rows.filter(({ recordId }) => there.get(recordId)?.standing === FigureStanding.FIGURE_STANDING_ANOTHER).length
}

/** What the reports have once they have read these revisions. @param rows of whose agencies and spans they are */
async function untilRead(
  figures: Figures,
  token: string,
  rows: readonly FigureRow[],
  revisions: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, ToldFigure>> {
  for (let pause = 100, since = performance.now(); ; pause = Math.min(pause * 2, 2_000)) {
    const all = await toldOfAgencies(figures, token, rows)
    const there = new Map([...all.values()].flat().map((figure) => [figure.recordId, figure]))
    if ([...revisions].every(([recordId, revision]) => (there.get(recordId)?.revision ?? 0) >= revision)) return there
    if (performance.now() - since > PATIENCE_MS)
      throw new Stopped(
        'Angka tercatat, tetapi belum terbaca di laporan. Ulangi perintah ini nanti. / The figures are on record, and no report has read them yet. Run the command again later.',
      )
    await sleep(pause)
  }
}
