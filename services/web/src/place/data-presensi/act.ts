import type { AstroGlobal } from 'astro'
import { taken, unavailable, type Taken } from '../data-saya/act.ts'
import { isRefusal } from '@timbang/contracts/refusal'
import { agenciesOf, menders } from '../data/ask.ts'
import type { Answer } from '../shared/answer.ts'
import { keepForm, readForm, type Kept } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { page, tokenOf, type Reader } from '../shared/reader.ts'
import { formKey, readSettling, settleFieldsOf } from './form.ts'
import type { Settling } from './view.ts'

export const settleDay = command(
  'settleDay',
  (reader: Reader, settling: Settling): Promise<Answer<Taken>> =>
    page(reader, menders, async (login) => {
      const { presence } = reader.clients
      const token = tokenOf(reader)
      switch (settling.what) {
        case 'settle':
          return taken(await presence.settleAttendance({ ...settling }, token))
        case 'withdraw':
          return taken(await presence.withdrawSettlement({ ...settling }, token))
        case 'outage': {
          const agencies = await agenciesOf(reader, login)
          if (isRefusal(agencies)) return agencies
          const { outageId, from, to, cause: causeCode, withdrawn } = settling
          const devices = [...settling.devices]
          const agencyId = agencies.find(({ code }) => code === settling.agencyCode)?.agencyId
          if (agencyId === undefined) return { refused: true, code: 'access.denied' }
          const outage = {
            outageId,
            agencyId,
            fromInstant: BigInt(from),
            toInstant: BigInt(to),
            causeCode,
            withdrawn,
            devices,
          }
          return taken(await presence.recordAttendanceOutage({ outage: { ...outage, version: 0 } }, token))
        }
        default:
          return settling satisfies never
      }
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
  return back(saidOf(read.settling))
}

const saidOf = (settling: Settling): string =>
  settling.what === 'settle'
    ? 'diputuskan=1'
    : settling.what === 'withdraw'
      ? 'ditarik=1'
      : settling.withdrawn
        ? 'gangguan=ditarik'
        : 'gangguan=dicatat'
