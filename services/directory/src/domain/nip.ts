import { isRefusal, refuse, type Refusal, type RefusalCode } from '@timbang/contracts/refusal'
import { isCivilDate, type CivilDate } from '@timbang/rules/civil-date'
import { lastDayOfMonth, yearsLater } from './civil-date.ts'

/** A civil servant's number, read. Personal data: it tells birth date and sex, so it goes into no topic, log line or address. */
export interface Nip {
  /** 18 digits, nothing between them. */
  readonly digits: string
  readonly birthDate: CivilDate
  readonly sex: 'male' | 'female'
  readonly employment: 'pns' | 'pppk'
  /** The first and the last day on which the appointment can have been: a PPPK's number tells only the year. */
  readonly appointedFrom: CivilDate
  readonly appointedUntil: CivilDate
}

const ADULT = 18

/**
 * Reads a typed NIP: 1–8 birth date, 9–12 year of appointment, 13–14 its month (`01`–`12`, PNS) or `21`–`29` (PPPK),
 * 15 sex, 16–18 a serial from 001. Spaces and dots may stand anywhere. There is no check digit: a slip of one digit can pass.
 * @param today the civil day on which it is read: nobody is born after it
 */
export function readNip(typed: string, today: CivilDate): Nip | Refusal {
  const digits = typed.replace(/[\p{Zs}.]/gu, '')
  if (!/^[0-9]*$/.test(digits)) return refuse('nip.characters')
  if (digits.length !== 18) return refuse('nip.length', { digits: digits.length })

  const birthDate = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`
  if (!isCivilDate(birthDate)) return refuse('nip.birth-date-invalid')
  if (birthDate > today) return refuse('nip.birth-in-future')

  const year = digits.slice(8, 12)
  const month = Number(digits.slice(12, 14))
  const employment = month >= 1 && month <= 12 ? 'pns' : month >= 21 && month <= 29 ? 'pppk' : undefined
  if (employment === undefined) return refuse('nip.month-invalid')
  const appointedFrom = `${year}-${employment === 'pns' ? digits.slice(12, 14) : '01'}-01`
  const appointedUntil = employment === 'pns' ? lastDayOfMonth(Number(year), month) : `${year}-12-31`
  if (appointedUntil < birthDate) return refuse('nip.appointed-before-birth')

  const sex = digits[14] === '1' ? 'male' : digits[14] === '2' ? 'female' : undefined
  if (sex === undefined) return refuse('nip.sex-invalid')
  if (digits.slice(15) === '000') return refuse('nip.serial-invalid')
  return { digits, birthDate, sex, employment, appointedFrom, appointedUntil }
}

/**
 * What is odd about a number that can be read: worth a look, never a reason to refuse.
 * @param recorded what the personnel record says of the same person, where it is known
 */
export function odditiesOf(
  nip: Nip,
  today: CivilDate,
  recorded: { birthDate?: CivilDate; sex?: Nip['sex'] } = {},
): RefusalCode[] {
  const odd: RefusalCode[] = []
  if (nip.appointedFrom > today) odd.push('nip.appointed-in-future')
  if (nip.appointedUntil < yearsLater(nip.birthDate, ADULT)) odd.push('nip.under-eighteen')
  if (recorded.birthDate !== undefined && recorded.birthDate !== nip.birthDate) odd.push('nip.birth-date-differs')
  if (recorded.sex !== undefined && recorded.sex !== nip.sex) odd.push('nip.sex-differs')
  return odd
}

/** What may be shown outside the directory: the last three digits. The rest tells birth date and sex. */
export const tailOf = (digits: string): string => digits.slice(-3)

export const isNip = (read: Nip | Refusal): read is Nip => !isRefusal(read)
