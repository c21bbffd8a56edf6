import { expect, test } from 'vitest'
import type { PositionKind } from '@timbang/contracts/position-kind'
import { headsOf, loopsOf, mayBeTop, type Position } from './chart.ts'

const post = (
  code: string,
  superiorCode?: string,
  agencyCode = 'DINAS',
  kind: PositionKind = 'pengawas',
): [string, Position] => [code, { code, agencyCode, unitCode: 'U', title: code, kind, superiorCode }]

test('only posts inside a loop are told, not those that hang below it', () => {
  expect(
    loopsOf(
      new Map([
        post('a', 'b'),
        post('b', 'c'),
        post('c', 'a'),
        post('below', 'a'),
        post('fine', 'top'),
        post('top'),
        post('own', 'own'),
      ]),
    ),
  ).toEqual(new Set(['a', 'b', 'c', 'own']))
})

test('a superior that nobody knows ends the line', () =>
  expect(loopsOf(new Map([post('a', 'nowhere')]))).toEqual(new Set()))

test('an agency is headed by the post that answers to somebody outside it', () => {
  const heads = headsOf(
    new Map([
      post('sekda', undefined, 'SETDA', 'jpt-madya'),
      post('asisten', 'sekda', 'SETDA', 'jpt-pratama'),
      post('kadis', 'sekda', 'DINAS', 'jpt-pratama'),
      post('kabid', 'kadis', 'DINAS', 'administrator'),
      post('kacab', 'kadis', 'CABANG', 'administrator'),
      post('kepsek', 'kacab', 'SMA', 'fungsional-ahli-madya'),
      post('guru', 'kepsek', 'SMA', 'fungsional-ahli-muda'),
    ]),
  )
  expect([...heads]).toEqual([
    ['SETDA', 'sekda'],
    ['DINAS', 'kadis'],
    ['CABANG', 'kacab'],
    ['SMA', 'kepsek'],
  ])
})

test('of two posts that answer outside, the higher kind heads the agency, then the first code', () => {
  const posts = [
    post('z', 'out', 'D', 'administrator'),
    post('b', 'out', 'D', 'jpt-pratama'),
    post('a', 'out', 'D', 'jpt-pratama'),
  ]
  expect(headsOf(new Map(posts)).get('D')).toBe('a')
  expect(headsOf(new Map(posts.toReversed())).get('D')).toBe('a')
})

test('only the highest posts may have no superior', () => {
  expect(mayBeTop('jpt-madya')).toBe(true)
  expect(mayBeTop('jpt-pratama')).toBe(false)
})
