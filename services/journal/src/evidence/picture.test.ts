import { isRefusal } from '@timbang/contracts/refusal'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { remake } from './picture.ts'

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#2f7fc1' } })
/** A white PNG of one bit a pixel: forty million of them are a few kilobytes. */
const white = (width: number, height: number) => {
  const chunk = (type: string, data: Buffer) => {
    const said = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(said))
    return Buffer.concat([length, said, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 1
  const rows = Buffer.alloc(height * (1 + Math.ceil(width / 8)))
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
const made = async (bytes: Buffer) => {
  const remade = await remake(bytes)
  if (isRefusal(remade)) throw new Error(remade.code)
  return remade
}
const codeOf = async (bytes: Buffer) => {
  const remade = await remake(bytes)
  return isRefusal(remade) ? remade.code : remade.mediaType
}

test('a photo is made anew: upright, 1600 on a side, without where it was taken and what hung behind it', async () => {
  const photo = await blank(2_400, 1_200)
    .jpeg()
    .withExif({ IFD0: { Make: 'TELEPON-RAHASIA' }, IFD3: { GPSLatitude: '1/1 36/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .toBuffer()
  expect(photo.includes('TELEPON-RAHASIA')).toBe(true)
  const { bytes, mediaType } = await made(Buffer.concat([photo, Buffer.from('<script>alert(1)</script>PK\x03\x04')]))
  const { format, width, height, exif, xmp, icc } = await sharp(bytes).metadata()
  expect({ mediaType, format, width, height, exif, xmp, icc }).toEqual({
    mediaType: 'image/webp',
    format: 'webp',
    width: 800,
    height: 1_600,
    exif: undefined,
    xmp: undefined,
    icc: undefined,
  })
  expect(bytes.includes('TELEPON') || bytes.includes('script')).toBe(false)
})

test('a photo with much in it is made small enough for a weak network', async () => {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
  const photo = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#888', noise } })
    .jpeg()
    .toBuffer()
  expect((await sharp(photo).webp({ quality: 78 }).toBuffer()).length).toBeGreaterThan(150 * 1024)
  expect((await made(photo)).bytes.length).toBeLessThanOrEqual(150 * 1024)
})

test('PNG and WebP are taken too; a small one stays as large as it is', async () => {
  for (const picture of [await blank(30, 20).png().toBuffer(), await blank(30, 20).webp().toBuffer()])
    expect(await sharp((await made(picture)).bytes).metadata()).toMatchObject({ width: 30, height: 20 })
})

test('a photo that is cut off, broken or larger than any camera makes is refused', async () => {
  const photo = await blank(800, 600).jpeg().toBuffer()
  expect(await codeOf(photo.subarray(0, photo.length / 2))).toBe('evidence.picture-unreadable')
  expect(await codeOf(Buffer.concat([photo.subarray(0, 20), Buffer.alloc(400, 7)]))).toBe('evidence.picture-unreadable')
  expect(await codeOf(white(80, 50))).toBe('image/webp')
  expect(await codeOf(white(8_000, 5_001))).toBe('evidence.picture-unreadable')
})

test('no other format is read, whatever it is called', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
  for (const other of [svg, Buffer.from('GIF89a'), await blank(9, 9).tiff().toBuffer()])
    expect(await codeOf(other)).toBe('evidence.picture-unreadable')
})
