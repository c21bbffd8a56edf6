import type { AstroGlobal } from 'astro'
import { taken, unavailable, type Taken } from '../data-saya/act.ts'
import { menders } from '../data/ask.ts'
import type { Answer } from '../shared/answer.ts'
import { keepForm, readForm, type Kept } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { page, tokenOf, type Reader } from '../shared/reader.ts'
import { formKey, readSettling, settleFieldsOf } from './form.ts'
import type { Settling } from './view.ts'

export const settleDay = command(
  'settleDay',
  (reader: Reader, { what, ...settling }: Settling): Promise<Answer<Taken>> =>
    page(reader, menders, async () => {
      const { presence } = reader.clients
      return taken(
        what === 'settle'
          ? await presence.settleAttendance({ recordId: '', reason: '', ...settling }, tokenOf(reader))
          : await presence.withdrawSettlement(settling, tokenOf(reader)),
      )
    }),
)

/** The forms of a day: they end on the list as it is now, or with what was chosen still in them. */
export async function settle({ request, locals, cookies, redirect }: AstroGlobal): Promise<Response> {
  const data = await readForm(request)
  const fields = settleFieldsOf(data)
  const query = new URLSearchParams()
  for (const name of ['instansi', 'bulan', 'sesudah']) {
    const value = String(data.get(name) ?? '')
    if (value !== '') query.set(name, value)
  }
  const back = (more: string): Response => redirect(`/data/presensi?${query}${query.size > 0 ? '&' : ''}${more}`, 303)
  const keep = (errors: Kept['errors'], refusals: Kept['refusals']): Response =>
    back(keepForm(cookies, '/data/presensi', formKey(fields), { fields, errors, refusals }))
  const read = readSettling(fields)
  if (!read.ok) return keep(read.errors, [])
  const done = await locals.act(settleDay, read.settling)
  if (!done.ok) return done.problem.kind === 'unavailable' ? keep([], unavailable) : redirect('/data/presensi', 303)
  if (done.view.refusal !== null) return keep([], [done.view.refusal])
  return back(read.settling.what === 'settle' ? 'diputuskan=1' : 'ditarik=1')
}
