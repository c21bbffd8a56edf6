import type { PublishedAgency } from './view.ts'

export type Found = {
  agency: PublishedAgency /** The unit that was meant, where it was not the agency itself. */
  unit: string | null
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9 ]/g, '')

/** By a part of an agency's name, its code, or the name of a unit: every word that was typed must be found. */
export const find = (agencies: readonly PublishedAgency[], asked: string): readonly Found[] => {
  const words = plain(asked)
    .split(' ')
    .filter((word) => word !== '')
  const meant = (text: string): boolean => words.every((word) => plain(text).includes(word))
  return agencies.flatMap((agency): Found[] => {
    if (meant(`${agency.name} ${agency.code}`)) return [{ agency, unit: null }]
    const unit = agency.units.find(meant)
    return unit === undefined ? [] : [{ agency, unit }]
  })
}
