import { expect, test } from 'vitest'
import { csv } from '../shared/table/csv.ts'
import { head, rowOf } from './file.ts'
import type { HistoryRow } from './view.ts'

const row: HistoryRow = {
  workDate: '2026-11-17',
  start: 810,
  end: 1440,
  result: 'Berkas izin diperiksa tepat waktu',
  sentence: 'Memeriksa 4 berkas.',
  quantityThousandths: 4500,
  unit: 'berkas',
  evidenceLink: 'https://berkas.example/a',
  late: false,
  state: { kind: 'received' },
}

const NIP = '199405172019032014'

test('a line has the columns of the national form, and those without a source are empty', () => {
  expect(rowOf(row, NIP)).toHaveLength(head.length)
  expect(rowOf(row, NIP)).toEqual([
    NIP,
    '2026-11-17',
    '13:30',
    '24:00',
    'KINERJA_HARIAN',
    'Berkas izin diperiksa tepat waktu',
    null,
    'Memeriksa 4 berkas.',
    4.5,
    'berkas',
    'https://berkas.example/a',
    '',
    'Submitted',
  ])
  // Somebody without one has an empty column, and the file all eighteen digits as they are.
  expect(rowOf(row, '')[0]).toBeNull()
})

test('what came back is the writer’s again, and says why; what has no result is an additional task', () => {
  const back = rowOf(
    {
      ...row,
      result: null,
      late: true,
      state: { kind: 'returned', at: 1, by: 'x', reasonCode: 'unclear', note: 'Sebut jumlahnya.' },
    },
    NIP,
  )
  expect(back.slice(4, 6)).toEqual(['TUGAS_ATASAN', null])
  expect(back.slice(-2)).toEqual(['terlambat; Kalimatnya belum jelas. “Sebut jumlahnya.”', 'Draft'])
  expect(rowOf({ ...row, state: { kind: 'verified', at: 1, by: 'x' } }, NIP).at(-1)).toBe('Approved')
})

test('a sentence that a spreadsheet would run is a text', async () => {
  const text = await csv('x', head, [rowOf({ ...row, sentence: '=HYPERLINK("https://a.example")' }, NIP)]).text()
  expect(text).toContain(`"'=HYPERLINK(""https://a.example"")"`)
})
