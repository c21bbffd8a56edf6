/** A cell as it was meant: Excel puts an apostrophe before a number that is to stay text. */
export const plain = (text: string): string =>
  text
    .trim()
    .replace(/^['\u2018\u2019`]+/, '')
    .trim()

/** What a cell gives for a NIP: 18 digits, or why not. */
export type NipRead = { readonly nip: string } | { readonly reason: 'nip-invalid' | 'nip-rounded' }

/** A spreadsheet keeps fifteen digits of a number: the rest is gone, whether it shows 1.98507E+17 or ends in 000. No serial is 000. */
export function readNip(text: string): NipRead {
  const typed = plain(text)
  if (/^\d([.,]\d+)?E\+?\d+$/i.test(typed)) return { reason: 'nip-rounded' }
  const digits = typed.replace(/[\p{Zs}.]/gu, '')
  if (!/^\d{18}$/.test(digits)) return { reason: 'nip-invalid' }
  return digits.endsWith('000') ? { reason: 'nip-rounded' } : { nip: digits }
}
