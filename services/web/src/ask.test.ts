import { expect, test } from 'vitest'
import { localsOf } from './ask.ts'
import { command, question } from './place/shared/question.ts'
import { ok, type Reader } from './place/shared/reader.ts'

const reader = { site: { origin: '', sampleData: true }, caller: null, now: 0, requestId: '' } as unknown as Reader
const read = question('read', async () => ok('read'))
const write = command('write', async () => ok('written'))

test('a page that is looked at, or fetched ahead, reads and cannot write', async () => {
  expect(await localsOf(reader, 'GET').ask(read)).toEqual({ ok: true, view: 'read' })
  for (const method of ['GET', 'HEAD', 'TRACE'])
    expect(() => localsOf(reader, method).act(write)).toThrow('write writes, and a')
  expect(await localsOf(reader, 'POST').act(write)).toEqual({ ok: true, view: 'written' })
})
