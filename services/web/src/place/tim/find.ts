import { isDate } from '@timbang/contracts/word'
import { sought } from '../shared/seek.ts'
import type { Kept } from '../shared/form.ts'
import type { CivilDate } from '../shared/time.ts'
import { stateNames, type Member, type TeamFind } from './view.ts'

/** Under which name a name that was typed waits beside the address, and not in it. */
export const FIELD = 'cari'
/** What of the form stands in the address. */
export const OTHERS = ['tanggal', 'saring'] as const

/** `?tanggal=` and `?saring=`; a name is in no address. What is no day is asked for as it stands, so that the page is not there. */
export const readFind = (query: URLSearchParams, kept: Kept | null): TeamFind => ({
  date: query.get('tanggal')?.slice(0, 10) || null,
  name: sought(kept, FIELD) ?? '',
  state: stateNames.find((name) => name === query.get('saring')) ?? null,
})

export const findQuery = (find: TeamFind, over: Partial<TeamFind> = {}): string => {
  const { date, name, state } = { ...find, ...over }
  const query = new URLSearchParams()
  if (date !== null) query.set('tanggal', date)
  if (state !== null) query.set('saring', state)
  if (name !== '') query.set('isi', FIELD)
  const text = query.toString()
  return `/tim${text ? `?${text}` : ''}`
}

/** A day of the address, or the one that runs. Null: no day at all. */
export const dayAsked = (asked: string | null, today: CivilDate): CivilDate | null =>
  asked === null ? today : isDate(asked) ? asked : null

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]/gu, '')

/** Those in whose name each word that was typed is found, and who are in the state that was chosen; by name. */
export const findMembers = (members: readonly Member[], { name, state }: TeamFind): Member[] => {
  const words = plain(name)
    .split(' ')
    .filter((word) => word !== '')
  return members
    .filter((member) => state === null || member.day.state === state)
    .filter((member) => words.every((word) => plain(member.name).includes(word)))
    .sort((a, b) => a.name.localeCompare(b.name, 'id') || (a.employeeId < b.employeeId ? -1 : 1))
}
