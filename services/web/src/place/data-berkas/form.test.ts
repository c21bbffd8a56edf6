import { expect, test } from 'vitest'
import { MOST_BYTES, queryOf, readBrought, readingOf, type BringFields } from './form.ts'

const fields = (changed: Partial<BringFields> = {}): BringFields => ({
  instansi: 'DPMPTSP',
  jenis: 'presence',
  mesin: 'D-1',
  zona: 'WIB',
  ...changed,
})
const file = (name = 'a.csv', bytes = 3) => new File([new Uint8Array(bytes)], name)
const offered = { kinds: ['presence', 'pins'] as const }
const wrong = (
  changed: Partial<BringFields>,
  content: unknown = file(),
  of: Parameters<typeof readBrought>[2] = offered,
) => {
  const read = readBrought(fields(changed), content, of)
  return read.ok ? [] : read.errors.map(({ field, code }) => `${field} ${code}`)
}

test('what is brought says what it is, of which machine, and holds something', () => {
  expect(wrong({})).toEqual([])
  expect(wrong({ jenis: '' })).toEqual(['jenis kind'])
  expect(wrong({ jenis: 'gaji' })).toEqual(['jenis kind'])
  for (const mesin of ['', 'mesin satu', '../etc']) expect(wrong({ mesin }), mesin).toEqual(['mesin device'])
  for (const content of [null, '', 'a.csv', file('a.csv', 0)]) expect(wrong({}, content)).toEqual(['berkas file'])
  expect(wrong({}, file('a.csv', MOST_BYTES))).toEqual([])
  expect(wrong({}, file('a.csv', MOST_BYTES + 1))).toEqual(['berkas size'])
})

test('the zone is asked of a list of PINs alone; of scans the directory knows it', () => {
  expect(wrong({ jenis: 'pins', zona: 'UTC' })).toEqual(['zona zone'])
  expect(wrong({ jenis: 'presence', zona: 'UTC' })).toEqual([])
  expect(readBrought(fields(), file(), offered)).toMatchObject({ brought: { zone: '' } })
  expect(readBrought(fields({ jenis: 'pins' }), file(), offered)).toMatchObject({ brought: { zone: 'WIB' } })
})

test('posts with their superiors are of no machine, whatever stands in its field', () => {
  const of = { kinds: ['lines'] as const }
  expect(wrong({ jenis: 'lines', mesin: '' }, file(), of)).toEqual([])
  expect(readBrought(fields({ jenis: 'lines' }), file(), of)).toMatchObject({
    brought: { kind: 'lines', device: '', zone: '' },
  })
})

test('whom scans are not offered brings none', () => {
  expect(wrong({ jenis: 'presence' }, file(), { kinds: ['pins'] })).toEqual(['jenis kind'])
})

test('a file’s name is kept without signs that nobody sees, and not longer than a line', () => {
  const nameOf = (name: string) => {
    const read = readBrought(fields(), file(name), offered)
    return read.ok ? read.brought.name : ''
  }
  expect(nameOf('AB12_attlog.dat')).toBe('AB12_attlog.dat')
  expect(nameOf('a\u202Efdp.csv\u0000')).toBe('afdp.csv')
  expect(nameOf('\u200b')).toBe('berkas')
  expect(nameOf(`${'x'.repeat(300)}_attlog.dat`)).toMatch(/^x{89}_attlog\.dat$/)
})

test('how a file is read is one of a few words, and nothing else goes into the address', () => {
  const said = (query: string) => queryOf(readingOf(new URLSearchParams(query))).toString()
  expect(said('tanggal=dmy&bentuk=adms')).toBe('tanggal=dmy&bentuk=adms')
  expect(said('tanggal=ymd&bentuk=x&nip=1')).toBe('')
})
