/** What a file is by its first bytes, whatever its sender calls it. */
export type Kind = 'image/jpeg' | 'image/png' | 'image/webp' | 'application/pdf'

/** What the door takes, by the name that a sender gives it. */
export const KINDS: readonly Kind[] = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf']

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const begins = (bytes: Uint8Array, signs: readonly number[], at = 0): boolean =>
  signs.every((sign, nth) => bytes[at + nth] === sign)
const signs = (text: string): number[] => [...text].map((sign) => sign.charCodeAt(0))
const [RIFF, WEBP, PDF] = [signs('RIFF'), signs('WEBP'), signs('%PDF-')]

export function kindOf(bytes: Uint8Array): Kind | undefined {
  if (begins(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (begins(bytes, PNG)) return 'image/png'
  if (begins(bytes, RIFF) && begins(bytes, WEBP, 8)) return 'image/webp'
  // Readers look for it in the first kilobyte; what stands before it makes two files of one.
  return begins(bytes, PDF) ? 'application/pdf' : undefined
}
