import { isId } from '@timbang/contracts/word'
import { type BareFormat, isBareFormat } from '@timbang/intake/presence/scan'
import { type DateOrder, isDateOrder } from '@timbang/intake/table/date'
import { kinds, zones, type BringView, type Kind } from './view.ts'

export const MOST_BYTES = 5_000_000
/** A month of an agency of two hundred people; more is several files, or the command line. */
export const MOST_ROWS = 20_000
/** New ones of one request: what takes longer goes on with the next. */
export const AT_ONCE = 5_000

export type BringFields = Record<'instansi' | 'jenis' | 'mesin' | 'zona', string>
export type BringWrong = {
  field: 'jenis' | 'mesin' | 'zona' | 'berkas'
  code: 'kind' | 'device' | 'zone' | 'file' | 'size'
}
export type Brought = { kind: Kind; device: string; zone: string; name: string; content: File }

export const bringFieldsOf = (data: FormData): BringFields => ({
  instansi: String(data.get('instansi') ?? ''),
  jenis: String(data.get('jenis') ?? ''),
  mesin: String(data.get('mesin') ?? '').trim(),
  zona: String(data.get('zona') ?? ''),
})

/** What is brought. Of which agency somebody may bring it is the directory's to say. */
export function readBrought(
  fields: BringFields,
  file: unknown,
  { kinds: offered }: Pick<BringView, 'kinds'>,
): { ok: true; brought: Brought } | { ok: false; errors: BringWrong[] } {
  const errors: BringWrong[] = []
  const kind = kinds.find((one) => one === fields.jenis)
  if (kind === undefined || !offered.includes(kind)) errors.push({ field: 'jenis', code: 'kind' })
  if (kind !== 'lines' && !isId(fields.mesin)) errors.push({ field: 'mesin', code: 'device' })
  const zone = zones.find((one) => one === fields.zona)
  if (kind === 'pins' && zone === undefined) errors.push({ field: 'zona', code: 'zone' })
  const content = file instanceof File && file.size > 0 ? file : undefined
  if (content === undefined) errors.push({ field: 'berkas', code: 'file' })
  else if (content.size > MOST_BYTES) errors.push({ field: 'berkas', code: 'size' })
  if (errors.length > 0 || kind === undefined || content === undefined) return { ok: false, errors }
  const name = nameOf(content.name)
  return {
    ok: true,
    brought: {
      kind,
      device: kind === 'lines' ? '' : fields.mesin,
      zone: kind === 'pins' ? (zone ?? '') : '',
      name,
      content,
    },
  }
}

/** A file's name as it may be kept and shown: no control signs, none that turn the direction. */
const nameOf = (name: string): string => {
  const plain = name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim()
  return plain === '' ? 'berkas' : plain.slice(-100)
}

/** How a file is to be read where it does not say so itself. */
export type Reading = { dates: DateOrder | undefined; format: BareFormat | undefined }
export const readingOf = (said: { get(name: string): unknown }): Reading => {
  const [dates, format] = [said.get('tanggal'), said.get('bentuk')]
  return { dates: isDateOrder(dates) ? dates : undefined, format: isBareFormat(format) ? format : undefined }
}
export const queryOf = ({ dates, format }: Reading): URLSearchParams =>
  new URLSearchParams({
    ...(dates === undefined ? {} : { tanggal: dates }),
    ...(format === undefined ? {} : { bentuk: format }),
  })
