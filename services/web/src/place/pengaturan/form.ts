import type { WhichSessions } from './view.ts'

/** What the form asks to end; null: nothing that could be ended. */
export const readWhich = (form: FormData): WhichSessions | null => {
  const asked = form.get('akhiri')
  if (asked === 'lainnya') return 'others'
  return typeof asked === 'string' && /^[\w-]{1,64}$/.test(asked) ? { sid: asked } : null
}
