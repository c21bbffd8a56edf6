import type { Asked } from './view.ts'

/** Under which name what was typed waits beside the address, and not in it. */
export const FIELD = 'siapa'

/** Of whatever number is typed only its last three digits go any further. */
export const lastDigits = (typed: string): string => typed.replace(/\D/g, '').slice(-3)

/** Digits and no letter are the end of a NIP, all else is a name. @param typed null: nothing is asked */
export const readAsked = (typed: string | null, query: URLSearchParams): Asked | null => {
  if (typed === null) return null
  const after = query.get('sesudah') ?? ''
  return /\d/.test(typed) && !/\p{L}/u.test(typed)
    ? { by: 'digits', name: '', digits: lastDigits(typed), after }
    : { by: 'name', name: typed, digits: '', after }
}

export const askedQuery = (after: string): string => `/cari?isi=${FIELD}${after === '' ? '' : `&sesudah=${after}`}`
