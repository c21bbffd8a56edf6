import { setTimeout as sleep } from 'node:timers/promises'
import type { AstroGlobal } from 'astro'
import { IndicatorMeasure } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { FigureStanding } from '@timbang/contracts/gen/timbang/reporting/v1/figure'
import { isRefusal } from '@timbang/contracts/refusal'
import { deliver } from '../catat/act.ts'
import { taken, unavailable, type Taken } from '../data-saya/act.ts'
import type { Answer } from '../shared/answer.ts'
import type { Recorded } from '../shared/entry/view.ts'
import { receiptText } from '../shared/entry/words.ts'
import { keepForm, readForm, type Kept } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { page, tokenOf, type Reader } from '../shared/reader.ts'
import { askedMonth, figureMonth, indicatorForm, registrars, toldIn } from './ask.ts'
import {
  figureFieldsOf,
  indicatorFieldsOf,
  readFigure,
  readIndicator,
  seenOf,
  spanOf,
  stood,
  type FigureWrong,
  type IndicatorWrong,
  type SaidFigure,
  type SaidIndicator,
} from './form.ts'
import type { MonthView, Span } from './view.ts'

const thousandths = (value: number): string => (value / 1000).toFixed(3)

/** What became of a figure: in the log, read by the reports or not yet; or its revision was somebody else's. */
export type ToldOutcome =
  | Exclude<Recorded, { kind: 'received' }>
  | { kind: 'told'; receipt: string }
  | { kind: 'changed' }

/** The reports read within a second: the page that follows shows what was said. */
const LOOKS = 20
const PAUSE_MS = 100

export const tellFigure = command(
  'tellFigure',
  async (reader: Reader, view: MonthView, span: Span, said: SaidFigure): Promise<Answer<ToldOutcome>> => {
    const { agency, unit, indicator, month } = view
    const revision = span.revision + 1
    const recorded = await deliver(reader, {
      record_id: span.recordId,
      revision,
      agency_id: agency.agencyId,
      figure: {
        unit_id: unit.unitId,
        indicator_id: indicator.indicatorId,
        ...(span.span.length === 7 ? { month: span.span } : { date: span.span }),
        amount: thousandths(said.amount),
        ...(said.per === null ? {} : { per: thousandths(said.per) }),
        withdrawn: said.withdrawn,
      },
    })
    if (!recorded.ok) return recorded
    if (recorded.view.kind !== 'received') return { ok: true, view: recorded.view }
    const receipt = receiptText(recorded.view.receipt)
    const of = { agencyId: agency.agencyId, unitId: unit.unitId, indicatorId: indicator.indicatorId, month }
    for (let look = 0; look < LOOKS; look++) {
      const told = await toldIn(reader, of)
      // It is in the log, whatever the reports say.
      if (isRefusal(told)) break
      const mine = told.find(({ recordId }) => recordId === span.recordId)
      if (mine !== undefined && mine.revision >= revision) {
        const stands = {
          revision: mine.revision,
          amount: Number(mine.amountThousandths),
          per: mine.perThousandths === undefined ? null : Number(mine.perThousandths),
          withdrawn: mine.standing === FigureStanding.FIGURE_STANDING_WITHDRAWN,
        }
        return {
          ok: true,
          view: stood({ ...said, revision }, stands) ? { kind: 'told', receipt } : { kind: 'changed' },
        }
      }
      await sleep(PAUSE_MS)
    }
    return { ok: true, view: { kind: 'told', receipt } }
  },
)

const MONTH = '/data/layanan/angka'
/** A day's figure, mended or taken back: it ends on its month, with the receipt or with what was typed. */
export async function postFigure({ request, locals, cookies, redirect, url }: AstroGlobal): Promise<Response> {
  const data = await readForm(request)
  const fields = figureFieldsOf(data)
  const asked = askedMonth(url.searchParams)
  const query = new URLSearchParams()
  for (const name of ['instansi', 'indikator', 'unit', 'bulan']) {
    const value = url.searchParams.get(name)
    if (value !== null) query.set(name, value)
  }
  const at = (more: string): Response => redirect(`${MONTH}?${query}${more}`, 303)
  const keep = (errors: readonly FigureWrong[], refusals: Kept['refusals']): Response =>
    at(
      `&hari=${encodeURIComponent(fields.span)}&${keepForm(cookies, MONTH, `${query} ${fields.span}`, { fields, errors, refusals })}`,
    )
  const answer = await locals.ask(figureMonth, asked)
  if (!answer.ok || !answer.view.mayTell) return at('')
  const { view } = answer
  const span = spanOf(view, fields.span)
  if (span === null) return at('')
  const withdrawn = data.get('tarik') === '1'
  if (withdrawn && span.figure === null) return at('&sama')
  const { figure } = span
  const read =
    withdrawn && figure !== null
      ? { ok: true as const, amount: figure.amount, per: figure.per }
      : readFigure(fields, view.indicator.measure === 'ratio', locals.language)
  if (!read.ok) return keep(read.errors, [])
  const { amount, per } = read
  // The same again is what stands there, whoever said it.
  if (!withdrawn && figure !== null && figure.amount === amount && figure.per === per) return at('&sama')
  if (seenOf(span) !== fields.seen) return keep([{ field: 'amount', code: 'changed' }], [])
  const told = await locals.act(tellFigure, view, span, { amount, per, withdrawn })
  if (!told.ok) return keep([], told.problem.kind === 'unavailable' ? unavailable : [])
  switch (told.view.kind) {
    case 'told':
      return at(`&${withdrawn ? 'ditarik' : 'diterima'}=${told.view.receipt}&untuk=${encodeURIComponent(fields.span)}`)
    case 'changed':
      return keep([{ field: 'amount', code: 'changed' }], [])
    case 'refused':
      return keep([], told.view.refusals)
    case 'busy':
      return keep([], [{ code: 'service.unavailable', details: { seconds: told.view.retryAfterSeconds } }])
    default:
      return told.view satisfies never
  }
}

const measures = {
  count: IndicatorMeasure.INDICATOR_MEASURE_COUNT,
  ratio: IndicatorMeasure.INDICATOR_MEASURE_RATIO,
  level: IndicatorMeasure.INDICATOR_MEASURE_LEVEL,
} as const

export const setIndicator = command(
  'setIndicator',
  (reader: Reader, agencyId: string, said: SaidIndicator): Promise<Answer<Taken>> =>
    page(reader, registrars, async () =>
      taken(
        await reader.clients.indicators.setIndicator(
          {
            indicator: {
              indicatorId: '',
              agencyId,
              code: said.code,
              meaningId: said.meaningId,
              meaningEn: said.meaningEn,
              unit: said.unit,
              perUnit: said.perUnit === '' ? undefined : said.perUnit,
              measure: measures[said.measure],
              lessIsBetter: said.lessIsBetter,
              version: said.version,
              targets: said.targets.map(({ period, target }) => ({ period, targetThousandths: BigInt(target) })),
              source: said.source,
              verifiedBy: said.verifiedBy,
              fromDate: said.from,
              toDate: said.to === '' ? undefined : said.to,
            },
            fresh: said.version === 0,
          },
          tokenOf(reader),
        ),
      ),
    ),
)

const INDICATOR = '/data/layanan/indikator'
export async function postIndicator({ request, locals, cookies, redirect, url }: AstroGlobal): Promise<Response> {
  const data = await readForm(request)
  const [agency, code] = [url.searchParams.get('instansi'), url.searchParams.get('kode')]
  const answer = await locals.ask(indicatorForm, { agency, code })
  const here = `${INDICATOR}?${new URLSearchParams({ ...(agency === null ? {} : { instansi: agency }), ...(code === null ? {} : { kode: code }) })}`
  if (!answer.ok) return redirect(here, 303)
  const { view } = answer
  const fields = indicatorFieldsOf(data, view.quarters)
  const keep = (errors: readonly IndicatorWrong[], refusals: Kept['refusals']): Response =>
    redirect(`${here}&${keepForm(cookies, INDICATOR, code ?? 'baru', { fields, errors, refusals })}`, 303)
  const read = readIndicator(fields, view, locals.language)
  if (!read.ok) return keep(read.errors, [])
  const set = await locals.act(setIndicator, view.agency.agencyId, read.said)
  if (!set.ok) return set.problem.kind === 'unavailable' ? keep([], unavailable) : redirect(here, 303)
  if (set.view.refusal !== null) return keep([], [set.view.refusal])
  return redirect(
    `/data/layanan?${new URLSearchParams({ instansi: view.agency.code, tersimpan: read.said.code })}`,
    303,
  )
}
