import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { inspect } from './paper.ts'

const packed = (text: string | Buffer, dictionary = '/Type/ObjStm/N 1/First 4/Filter/FlateDecode') => {
  const data = deflateSync(typeof text === 'string' ? Buffer.from(text, 'latin1') : text, { level: 1 })
  return Buffer.concat([
    Buffer.from(`7 0 obj\n<<${dictionary}/Length ${data.length}>>\nstream\r\n`),
    data,
    Buffer.from('\nendstream\nendobj\n'),
  ])
}
const pdf = (...parts: (string | Buffer)[]) =>
  Buffer.concat([
    Buffer.from('%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n'),
    ...parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
    Buffer.from('trailer\n<</Root 1 0 R>>\n%%EOF\n'),
  ])
const codeOf = async (...parts: (string | Buffer)[]) => (await inspect(pdf(...parts)))?.code

test('a paper with text, pictures and a page to open at is kept', async () => {
  expect(await codeOf('3 0 obj\n<</OpenAction[2 0 R/Fit]>>\nendobj\n')).toBeUndefined()
  expect(await codeOf(packed('8 0 <</Type/Page>>'), packed('BT (JS) Tj ET', '/Filter/FlateDecode'))).toBeUndefined()
  // As a table of objects is packed, beside packed objects.
  expect(
    await codeOf(
      packed('8 0 <<>>'),
      packed('\0\0', '/Type/XRef/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>'),
    ),
  ).toBeUndefined()
})

test('a paper that can run, hold or send something is refused', async () => {
  for (const active of [
    '<</OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>',
    '<</S/J#61vaScript>>',
    '<</Type/Action /JS 12 0 R>>',
    '<</Names<</EmbeddedFiles 4 0 R>>>>',
    '<</Type/EmbeddedFile>>',
    '<</S/Launch/F(x.exe)>>',
    '<</AcroForm<</Fields 1 /XFA [1 0 R]>>>>',
    '<</S/SubmitForm/F(http://x)>>',
  ]) {
    expect(await codeOf(`3 0 obj\n${active}\nendobj\n`), active).toBe('evidence.pdf-active')
    expect(await codeOf(packed(`8 0 ${active}`)), `packed ${active}`).toBe('evidence.pdf-active')
  }
})

test('a name is found where two parts of a long file or of long packed objects meet', async () => {
  for (let before = 65_500; before < 65_560; before += 3) {
    const pad = '% '.repeat(before / 2)
    expect(await codeOf(packed(`${pad}<</S/JavaScript>>`)), `packed behind ${before}`).toBe('evidence.pdf-active')
    expect((await inspect(pdf(`${pad}<</S/J#61vaScript>>`)))?.code, `behind ${before}`).toBe('evidence.pdf-active')
  }
})

test('what is packed is looked into wherever it stands, whatever its dictionary says', async () => {
  const hidden = packed('<</S/JavaScript>>', '/Length 99 0 R/Note(\nstream\n)')
  expect(await codeOf(hidden)).toBe('evidence.pdf-active')
  expect(await codeOf(Buffer.concat([Buffer.from('(endstream stream\n'), hidden]))).toBe('evidence.pdf-active')
})

test('where it cannot be told it is refused: locked, cut off, packed otherwise', async () => {
  expect(await codeOf('4 0 obj\n<</Encrypt 5 0 R>>\nendobj\n')).toBe('evidence.pdf-unreadable')
  expect((await inspect(Buffer.from('%PDF-1.7\n1 0 obj\n<<>>')))?.code).toBe('evidence.pdf-unreadable')
  expect(await codeOf(packed('8 0 <<>>', '/Type/ObjStm/N 1/First 4/Filter[/ASCII85Decode/FlateDecode]'))).toBe(
    'evidence.pdf-unreadable',
  )
  expect(
    await codeOf(packed('8 0 <<>>', '/Type/ObjStm/N 1/First 4/Filter/FlateDecode/DecodeParms<</Predictor 12>>')),
  ).toBe('evidence.pdf-unreadable')
})

test('a paper that unpacks to more than any paper does is refused before it is unpacked', async () => {
  const zeros = (megabytes: number) => packed(Buffer.alloc(megabytes * 1024 * 1024), '/Filter/FlateDecode')
  const bomb = zeros(33)
  expect(bomb.length).toBeLessThan(256 * 1024)
  expect([await codeOf(zeros(2)), await codeOf(bomb)]).toEqual([undefined, 'evidence.pdf-unreadable'])
})
