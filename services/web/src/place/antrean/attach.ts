/** A file that goes with a record, as it lies on this device until the server has it. */
export type KeptFile = {
  /** `<record>:<hash>` */
  key: string
  owner: string
  recordId: string
  /** SHA-256 of the bytes, in hexadecimal. */
  hash: string
  type: string
  bytes: ArrayBuffer
}
export const fileKey = (recordId: string, hash: string): string => `${recordId}:${hash}`

/** A weak network carries so much; the server takes two megabytes. */
const AIM = 150 * 1024
const MOST = 2 * 1024 * 1024
/** In turn until it fits, longest side and quality: the last fits also where nothing of a photo is alike. */
const TRIES = [
  [1_600, 0.8],
  [1_600, 0.6],
  [1_280, 0.5],
  [1_024, 0.4],
  [800, 0.4],
  [600, 0.3],
] as const

export type Unfit = 'evidence.kind-unknown' | 'evidence.picture-unreadable' | 'evidence.too-large'

/** What is sent of a chosen file: a photo drawn anew, small, upright and without what the phone wrote into it; a PDF as it is. */
export const prepare = async (file: File): Promise<{ type: string; bytes: ArrayBuffer } | Unfit> => {
  if (file.type === 'application/pdf')
    return file.size > MOST ? 'evidence.too-large' : { type: file.type, bytes: await file.arrayBuffer() }
  if (!file.type.startsWith('image/')) return 'evidence.kind-unknown'
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null)
  if (picture === null) return 'evidence.picture-unreadable'
  let drawn: Blob | null = null
  for (const [side, quality] of TRIES) {
    drawn = await draw(picture, side, quality)
    if (drawn === null || drawn.size <= AIM) break
  }
  picture.close()
  return drawn === null ? 'evidence.picture-unreadable' : { type: drawn.type, bytes: await drawn.arrayBuffer() }
}

const draw = async (picture: ImageBitmap, side: number, quality: number): Promise<Blob | null> => {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const context = canvas.getContext('2d')
  if (context === null) return null
  // What is seen through in a PNG would be black in a JPEG.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  const as = (type: string) => new Promise<Blob | null>((done) => canvas.toBlob(done, type, quality))
  const webp = await as('image/webp')
  // A browser that writes no WebP answers with a PNG, however large.
  return webp?.type === 'image/webp' ? webp : as('image/jpeg')
}

export const hashOf = async (bytes: ArrayBuffer): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
