import type { Frame } from '../shared/frame/view.ts'

/** The first screen by role: whoever has a board lands on it, everybody else on his day. Null: nothing is his here. */
export const firstScreen = (places: Frame['places']): string | null => {
  const [agency] = places.agencies
  if (places.audit) return '/audit'
  if (places.province) return '/provinsi'
  if (agency) return `/instansi/${agency.code}`
  if (places.operator) return '/operator'
  if (places.today) return '/hari-ini'
  return null
}
