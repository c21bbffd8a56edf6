import type { AstroGlobal } from 'astro'
import { keepForm, readForm } from '../shared/form.ts'
import { KEPT, lastDigits } from './asked.ts'

/** Digits come by POST and wait beside the address of what they find: no address, no history and no log has them. */
export async function post({ request, cookies, redirect }: AstroGlobal): Promise<Response> {
  const typed = (await readForm(request)).get('angka')
  const fields = { digits: lastDigits(typeof typed === 'string' ? typed : '') }
  return redirect(`/cari?${keepForm(cookies, '/cari', KEPT, { fields, errors: [], refusals: [] })}`, 303)
}
