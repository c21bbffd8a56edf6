import type { CivilDate } from '@timbang/rules/civil-date'
import type { Random } from './random.ts'

export type Employment = 'pns' | 'pppk'
export type Sex = 'm' | 'f'

/** The 15 digits before the serial: birth, appointment (a month for PNS, 21–29 for PPPK), sex. */
export function nipPrefix(person: { born: CivilDate; employment: Employment; sex: Sex; appointed: string }): string {
  return person.born.replaceAll('-', '') + person.appointed + (person.sex === 'm' ? '1' : '2')
}

const twoDigits = (value: number) => String(value).padStart(2, '0')

/**
 * Somebody's birth and appointment, as careers here go: PNS between 20 and 33 years of age, PPPK since 2021 at any age,
 * nobody past retirement on the day of the sample.
 */
export function career(
  draw: Random,
  employment: Employment,
  seniority: number,
): { born: CivilDate; appointed: string; appointedYear: number } {
  const year = employment === 'pppk' ? draw.between(1976, 1998) : Math.round(1998 - seniority * 27 - draw.next() * 2)
  const month = draw.between(1, 12)
  const born = `${year}-${twoDigits(month)}-${twoDigits(draw.between(1, 28))}`
  if (employment === 'pppk') {
    const appointedYear = draw.between(2021, 2025)
    return { born, appointed: `${appointedYear}${draw.between(21, 29)}`, appointedYear }
  }
  const appointedYear = Math.min(2025, year + draw.between(22, 31))
  return { born, appointed: `${appointedYear}${twoDigits(draw.between(1, 12))}`, appointedYear }
}

/** Gives each prefix its next serial: two people born and appointed alike differ in the last three digits. */
export function serials(taken: Iterable<string>) {
  const last = new Map<string, number>()
  const note = (nip: string) =>
    last.set(nip.slice(0, 15), Math.max(last.get(nip.slice(0, 15)) ?? 0, Number(nip.slice(15))))
  for (const nip of taken) note(nip)
  return (prefix: string): string => {
    const serial = (last.get(prefix) ?? 0) + 1
    last.set(prefix, serial)
    return prefix + String(serial).padStart(3, '0')
  }
}
