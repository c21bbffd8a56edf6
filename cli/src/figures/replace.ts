import { FigureStanding, type ToldFigure } from '@timbang/contracts/gen/timbang/reporting/v1/figure'
import { isTooMany } from '../activities/gone.ts'
import { Stopped } from '../province.ts'
import type { FigureRow } from './form.ts'

/** What a file speaks of: indicators of units, by day or by month, from its first to its last. */
export interface Covered {
  readonly agencyIds: readonly string[]
  /** By day and by month; undefined: the file has none. */
  readonly from: Readonly<Record<'day' | 'month', string | undefined>>
  readonly to: Readonly<Record<'day' | 'month', string | undefined>>
  /** Units and indicators as the file calls them, by what is told of them. */
  readonly names: ReadonlyMap<string, string>
  /** The records that its rows are, also of those that cannot be taken. */
  readonly records: ReadonlySet<string>
}

const kindOf = (span: string): 'day' | 'month' => (span.length === 7 ? 'month' : 'day')
const keyOf = ({ unitId, indicatorId, span }: Pick<FigureRow, 'unitId' | 'indicatorId' | 'span'>): string =>
  `${unitId} ${indicatorId} ${kindOf(span)}`

/** @param faulty records of rows that cannot be taken: they are in the file all the same */
export function coveredBy(rows: readonly FigureRow[], faulty: readonly string[]): Covered {
  const spans = (kind: 'day' | 'month') => rows.flatMap(({ span }) => (kindOf(span) === kind ? [span] : [])).sort()
  const [days, months] = [spans('day'), spans('month')]
  return {
    agencyIds: [...new Set(rows.map(({ agencyId }) => agencyId))],
    from: { day: days[0], month: months[0] },
    to: { day: days.at(-1), month: months.at(-1) },
    names: new Map(rows.map((row) => [keyOf(row), `${row.unit} · ${row.indicator}`])),
    records: new Set([...rows.map(({ recordId }) => recordId), ...faulty]),
  }
}

export interface Gone {
  readonly figure: ToldFigure
  readonly agencyId: string
  /** As the file calls its unit and indicator. */
  readonly name: string
  /** Somebody has mended it since it was imported: his word stands. */
  readonly mended: boolean
}

/**
 * What an earlier file brought of what this one speaks of, and this one has no longer. What a system or an officer told is none of a file's.
 * @param there what the reports have, by agency @returns also how many came by a file at all
 */
export function goneFrom(
  covered: Covered,
  there: ReadonlyMap<string, readonly ToldFigure[]>,
): { earlier: number; gone: Gone[] } {
  const within = ({ span }: ToldFigure) => {
    const [first, last] = [covered.from[kindOf(span)], covered.to[kindOf(span)]]
    return first !== undefined && last !== undefined && first <= span && span <= last
  }
  const earlier = [...there].flatMap(([agencyId, figures]) =>
    figures.flatMap((figure): Gone[] => {
      const name = covered.names.get(keyOf(figure))
      const stands = figure.imported && figure.standing !== FigureStanding.FIGURE_STANDING_WITHDRAWN
      return name === undefined || !stands || !within(figure) ? [] : [{ figure, agencyId, name, mended: figure.mended }]
    }),
  )
  return {
    earlier: earlier.length,
    gone: earlier
      .filter(({ figure }) => !covered.records.has(figure.recordId))
      .sort((a, b) => (`${a.figure.span} ${a.name}` < `${b.figure.span} ${b.name}` ? -1 : 1)),
  }
}

/** @throws Stopped where more would be taken back than a mended file drops: before anything is sent */
export function mustBeFew(
  { earlier, gone }: { earlier: number; gone: readonly Gone[] },
  most: number | undefined,
): void {
  const going = gone.filter(({ mended }) => !mended).length
  if (!isTooMany(going, earlier, most)) return
  throw new Stopped(
    `${going} dari ${earlier} angka yang pernah diimpor untuk indikator dan masa ini tidak ada di berkas. ` +
      `Lebih dari sepuluh dan seperlimanya tidak ditarik tanpa ditanya; tidak ada yang dikirim. ` +
      `Lihat daftarnya dengan --dry-run tanpa --replace. Bila memang benar, ulangi dengan --most ${going}. / ` +
      `${going} of ${earlier} figures that were imported for these indicators and days are not in the file. ` +
      `More than ten and a fifth are not withdrawn unasked; nothing was sent. ` +
      `List them by --dry-run without --replace. If they are to go, repeat with --most ${going}.`,
  )
}

/** What becomes of a figure that the file has no longer. */
export type Fate = 'left' | 'withdrawn' | 'mended'
const fates: Readonly<Record<Fate, string>> = {
  left: 'tidak ada lagi di berkas, dibiarkan / in the file no longer, left as it is',
  withdrawn: 'tidak ada lagi di berkas, ditarik / in the file no longer, withdrawn',
  mended:
    'tidak ada lagi di berkas, tetapi diubah sesudah diimpor: dibiarkan / in the file no longer, but mended since it was imported: left as it is',
}
export const goneLine = ({ figure, name }: Gone, fate: Fate): string => `${figure.span} · ${name} · ${fates[fate]}`

/** A withdrawal says what it takes back. */
export const withdrawalOf = ({ figure, agencyId }: Gone, importId: string) => ({
  record_id: figure.recordId,
  agency_id: agencyId,
  import_id: importId,
  figure: {
    unit_id: figure.unitId,
    indicator_id: figure.indicatorId,
    ...(figure.span.length === 7 ? { month: figure.span } : { date: figure.span }),
    amount: thousandthsText(figure.amountThousandths),
    ...(figure.perThousandths === undefined ? {} : { per: thousandthsText(figure.perThousandths) }),
    withdrawn: true,
  },
})
/** 12500n → `12.5`: as the door reads it. */
const thousandthsText = (thousandths: bigint): string =>
  `${thousandths / 1000n}.${String(thousandths % 1000n).padStart(3, '0')}`
