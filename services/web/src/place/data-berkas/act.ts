import type { AstroGlobal } from 'astro'
import { isRefusal } from '@timbang/contracts/refusal'
import { taken, unavailable, type Taken } from '../data-saya/act.ts'
import type { Answer } from '../shared/answer.ts'
import { keepForm, readForm, type Kept } from '../shared/form.ts'
import { command } from '../shared/question.ts'
import { page, refusedBy, tokenOf, type Reader } from '../shared/reader.ts'
import { bringers, bringing, chosenOf, waitingFile } from './ask.ts'
import { bringFieldsOf, queryOf, readBrought, readingOf, type Reading } from './form.ts'
import { run } from './run.ts'
import type { Trial } from './view.ts'

const HERE = '/data/berkas'

/** What was chosen, with its bytes in hand. */
export type BroughtFile = { kind: string; device: string; zone: string; name: string; content: Uint8Array }

export const keepFile = command(
  'keepFile',
  (reader: Reader, code: string, brought: BroughtFile): Promise<Answer<{ fileId: string } | Required<Taken>>> =>
    page(reader, bringers, async (login) => {
      const chosen = await chosenOf(reader, login, code)
      if (isRefusal(chosen)) return chosen
      const kept = await reader.clients.files.keepFile(
        { ...brought, content: Buffer.from(brought.content), agencyId: chosen.agencyId ?? '' },
        { ...tokenOf(reader), deadline: 15_000 },
      )
      return isRefusal(kept) ? { refusal: refusedBy(kept) } : { fileId: kept.fileId }
    }),
)

export const takeFile = command(
  'takeFile',
  (reader: Reader, fileId: string, reading: Reading): Promise<Answer<Trial>> =>
    page(reader, bringers, async () => {
      const file = await waitingFile(reader, fileId)
      return isRefusal(file) ? file : run(reader, file, reading, false)
    }),
)

export const forgetFile = command(
  'forgetFile',
  (reader: Reader, fileId: string): Promise<Answer<Taken>> =>
    page(reader, bringers, async () => taken(await reader.clients.files.forgetFile({ fileId }, tokenOf(reader)))),
)

/** The form with the file: it ends on the page that says what the file would change, or here with what was chosen. */
export async function postFile({ request, locals, cookies, redirect }: AstroGlobal): Promise<Response> {
  const data = await readForm(request)
  const fields = bringFieldsOf(data)
  const query = new URLSearchParams(fields.instansi === '' ? {} : { instansi: fields.instansi })
  const keep = (errors: Kept['errors'], refusals: Kept['refusals']): Response => {
    const kept = keepForm(cookies, HERE, fields.instansi, { fields, errors, refusals })
    return redirect(`${HERE}?${query}${query.size > 0 ? '&' : ''}${kept}`, 303)
  }
  const answer = await locals.ask(bringing, fields.instansi === '' ? null : fields.instansi)
  if (!answer.ok || answer.view.agency === null) return redirect(`${HERE}?${query}`, 303)
  const read = readBrought(fields, data.get('berkas'), answer.view)
  if (!read.ok) return keep(read.errors, [])
  const content = new Uint8Array(await read.brought.content.arrayBuffer())
  const kept = await locals.act(keepFile, answer.view.agency.code, { ...read.brought, content })
  if (!kept.ok) return kept.problem.kind === 'unavailable' ? keep([], unavailable) : redirect(`${HERE}?${query}`, 303)
  if ('refusal' in kept.view) return keep([], kept.view.refusal === null ? [] : [kept.view.refusal])
  return redirect(`${HERE}/${kept.view.fileId}`, 303)
}

/** Takes the file, or throws it away. What came of it is said by the page itself: it looks at the file again. */
export async function postTaking(
  { request, locals, cookies, redirect }: AstroGlobal,
  fileId: string,
): Promise<Response> {
  const data = await readForm(request)
  const reading = readingOf(data)
  const here = `${HERE}/${encodeURIComponent(fileId)}`
  const query = queryOf(reading)
  const back = (more: string) => redirect(`${here}?${query}${query.size > 0 ? '&' : ''}${more}`, 303)
  const keep = (refusals: Kept['refusals']) =>
    back(keepForm(cookies, here, fileId, { fields: {}, errors: [], refusals }))
  if (data.get('buang') === '1') {
    const gone = await locals.act(forgetFile, fileId)
    const away = gone.ok && (gone.view.refusal === null || gone.view.refusal.code === 'file.gone')
    return away ? redirect(`${HERE}?dibuang=1`, 303) : keep(unavailable)
  }
  const done = await locals.act(takeFile, fileId, reading)
  if (!done.ok) return done.problem.kind === 'unavailable' ? keep(unavailable) : back('')
  if (done.view.state === 'busy') return keep([{ code: 'service.busy', details: { seconds: done.view.seconds } }])
  if (done.view.state === 'refused') return keep([done.view.refusal])
  // A list that was stopped has told nothing: what it would have changed is still what it would change.
  if (done.view.state !== 'tried') return back('')
  const came = done.view.fresh + done.view.changed
  return back(done.view.takes || came === 0 ? `masuk=${came}` : '')
}
