import type { Kept } from '../shared/form.ts'
import type { Asked } from './view.ts'

export const MOST_LETTERS = 80
/** Under which name the digits wait beside the address, and not in it. */
export const KEPT = 'angka'

/** Of whatever number is typed only its last three digits go any further. */
export const lastDigits = (typed: string): string => typed.replace(/\D/g, '').slice(-3)

/** `?nama=` and `?sesudah=`; the digits are in no address: the form that was sent has left them beside it. Null: nothing is asked. */
export const readAsked = (query: URLSearchParams, kept: Kept | null): Asked | null => {
  const after = query.get('sesudah') ?? ''
  if (kept !== null) return { by: 'digits', name: '', digits: kept.fields['digits'] ?? '', after }
  const name = query.get('nama')
  return name === null ? null : { by: 'name', name: name.trim().slice(0, MOST_LETTERS), digits: '', after }
}

export const askedQuery = ({ by, name }: Asked, after: string): string => {
  const query = new URLSearchParams(by === 'name' ? { nama: name } : { isi: KEPT })
  if (after !== '') query.set('sesudah', after)
  return `/cari?${query}`
}
