import type { AstroGlobal } from 'astro'
import { unitIdOf } from '@timbang/contracts/official-id'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { taken, type Taken, unavailable } from '../data-saya/act.ts'
import type { Answer, Refused } from '../shared/answer.ts'
import { keepForm, readForm, type Kept } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { page, refusedBy, tokenOf, type Reader } from '../shared/reader.ts'
import { dutyUnit, readers } from './ask.ts'
import { daysOf, readRows, readSwap, typedRows, unreadable, writeRows } from './grid.ts'
import type { Fault, Swapping, TypedRow, UnitView } from './view.ts'

export type Published = { changed: number; faults: readonly Fault[]; refusal: Refused | null }

/** Who may not is told by the page; everything else that is refused is told at the grid. */
const published = (answer: { changed: number; faults: readonly Fault[] } | Refusal): Published | Refusal => {
  if (!isRefusal(answer)) return { ...answer, refusal: null }
  return answer.code.startsWith('access.') || answer.code === 'service.unavailable'
    ? answer
    : { changed: 0, faults: [], refusal: refusedBy(answer) }
}

/** Judges the rows, and publishes them unless it is only asked. */
export const publishDuty = command(
  'publishDuty',
  (reader: Reader, view: UnitView, rows: readonly TypedRow[], dryRun: boolean): Promise<Answer<Published>> =>
    page(reader, readers, async () => {
      const answer = await reader.clients.duty.publishDuty(
        {
          unitId: unitIdOf(view.code),
          month: view.month,
          dryRun,
          rows: rows.flatMap((row) => {
            const person = view.people.find(({ employeeId }) => employeeId === row.employeeId)
            return person === undefined
              ? []
              : { employeeId: row.employeeId, seenVersion: row.version, days: daysOf(row, person, view) }
          }),
        },
        tokenOf(reader),
      )
      if (isRefusal(answer)) return published(answer)
      return published({
        changed: answer.changed,
        faults: answer.problems
          .filter(({ warning }) => !warning)
          .map(({ employeeId, date, code }) => ({ employeeId, date: date === '' ? null : date, code })),
      })
    }),
)

export const swapDuty = command(
  'swapDuty',
  (reader: Reader, code: string, { dates, ...swapping }: Swapping): Promise<Answer<Taken>> =>
    page(reader, readers, async () => {
      const asked = { ...swapping, dates: [...dates], unitId: unitIdOf(code) }
      return taken(await reader.clients.duty.swapDuty(asked, tokenOf(reader)))
    }),
)

/** Ends on the grid as it is now, or with what was chosen still in the form. */
async function swapped({ locals, cookies, redirect }: AstroGlobal, data: FormData, code: string): Promise<Response> {
  const month = String(data.get('bulan') ?? '')
  const here = `/jaga/unit/${encodeURIComponent(code)}`
  const at = (more: string) => redirect(`${here}?bulan=${encodeURIComponent(month)}&${more}`, 303)
  const keep = (refusals: Kept['refusals']): Response => {
    const fields = Object.fromEntries(
      ['tukar', 'pertama', 'kedua', 'tanggal'].map((name) => [name, data.getAll(name).map(String).join(' ')]),
    )
    return at(keepForm(cookies, here, month, { fields, errors: [], refusals }))
  }
  const swapping = readSwap(data, month)
  if (swapping === undefined) return keep([{ code: 'duty.swap-same' }])
  const done = await locals.act(swapDuty, code, swapping)
  if (!done.ok) return done.problem.kind === 'unavailable' ? keep(unavailable) : redirect(here, 303)
  return done.view.refusal === null ? at('tertukar=1') : keep([done.view.refusal])
}

/** So many are told at once: what is mended makes room for the next ones. */
const MOST_TOLD = 40

/** The grid leads to the question in between, and that one publishes: whoever reloads either sends nothing again. */
export async function post(Astro: AstroGlobal, code: string): Promise<Response> {
  const { request, locals, cookies, redirect } = Astro
  const data = await readForm(request)
  if (data.has('tukar')) return swapped(Astro, data, code)
  const asked = String(data.get('bulan') ?? '')
  const here = `/jaga/unit/${encodeURIComponent(code)}`
  const answer = await locals.ask(dutyUnit, code, asked)
  const at = (more: string, path = here) => redirect(`${path}?bulan=${encodeURIComponent(asked)}${more}`, 303)
  if (!answer.ok || !answer.view.mayPublish || answer.view.month !== asked) return at('')
  const { view } = answer
  const sure = data.get('yakin') === '1'
  const rows = sure ? readRows(String(data.get('baris') ?? '')) : typedRows(data, view)
  if (rows.length === 0) return at('&terbit=sama')
  const keep = (faults: readonly Fault[], refusals: Kept['refusals'], path = here): Response => {
    const errors = faults
      .slice(0, MOST_TOLD)
      .map(({ employeeId, date, code: why }) => ({ field: `${employeeId} ${date ?? ''}`, code: why }))
    const kept = { fields: { baris: writeRows(rows) }, errors, refusals }
    return at(`&${keepForm(cookies, here, asked, kept)}`, path)
  }
  const wrong = unreadable(rows, view)
  if (wrong.length > 0) return keep(wrong, [])
  const done = await locals.act(publishDuty, view, rows, !sure)
  if (!done.ok) return keep([], done.problem.kind === 'unavailable' ? unavailable : [])
  const { faults, refusal, changed } = done.view
  if (faults.length > 0 || refusal !== null) return keep(faults, refusal === null ? [] : [refusal])
  return sure ? at(`&terbit=${changed}`) : keep([], [], `${here}/yakin`)
}
