import sharp from 'sharp'
import { type Refusal, refuse } from '@timbang/contracts/refusal'
import type { MediaType } from './domain/evidence.ts'

// Only what phones and offices make, and only out of memory: libvips reads forty formats, some of them by programs that read others.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
})
// One picture is one thread outside the loop, and nothing of it is remembered.
sharp.concurrency(1)
sharp.cache(false)

/** 8,000 × 5,000: more than the camera of a phone makes, and 160 MB while it is decoded. */
const MOST_PIXELS = 40_000_000
const SIDE = 1_600
const DECODED_WITHIN_S = 5
/** What a device makes of a photo, and we too. */
const AIM_BYTES = 150 * 1024
/** In turn until it fits: side and quality. The last is taken as it is. */
const TRIES = [
  [SIDE, 78],
  [1_280, 60],
  [1_024, 45],
] as const

/**
 * A picture made anew from its pixels: upright, at most 1600 on a side, without anything else that the file held (where it was taken, by what, a
 * second file behind it). Refused where it cannot be decoded whole, is larger than any camera makes, or takes too long.
 */
export async function remake(bytes: Uint8Array): Promise<{ mediaType: MediaType; bytes: Buffer } | Refusal> {
  let made: Buffer | undefined
  for (const [side, quality] of TRIES) {
    try {
      made = await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'warning', pages: 1, sequentialRead: true })
        .timeout({ seconds: DECODED_WITHIN_S })
        .autoOrient()
        .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
        .webp({ quality })
        .toBuffer()
    } catch {
      // All that it throws is about these bytes: cut off, not what they say, too many pixels, out of time.
      return refuse('evidence.picture-unreadable')
    }
    if (made.length <= AIM_BYTES) break
  }
  return { mediaType: 'image/webp', bytes: made! }
}
