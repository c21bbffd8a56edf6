import type { LineOf } from '@timbang/rules/kernel/1/receipt'
import { indeksDaerah } from '@timbang/rules/packs/indeks-daerah'
import { expect, test } from 'vitest'
import { evidenceOf } from './words.ts'

test('minutes that a permission excused are said by what it was for, days and minutes added up, and days of which another agency told', () => {
  const izin = { record: 'r', reason: 'medical' as const }
  const line: LineOf<'discipline'> = {
    criterion: 'discipline',
    weight: 20_000,
    value: 99_500,
    trace: {
      due: 65,
      known: 65,
      unknown: [],
      contradicted: [],
      lines: [{ date: '2026-07-02', what: 'late', minutes: 10, points: 500, record: 'a' }],
      permitted: [
        { ...izin, date: '2026-07-02', what: 'late', minutes: 20 },
        { ...izin, date: '2026-07-02', what: 'early-leave', minutes: 40 },
        { ...izin, date: '2026-07-09', what: 'late', minutes: 15 },
        { ...izin, date: '2026-07-10', what: 'late', minutes: 5, reason: 'official' },
      ],
      elsewhere: ['a', 'b'].map((agencyId) => ({ date: '2026-07-13', agencyId, records: 2 })),
    },
  }
  const said = (language: 'id' | 'en') => evidenceOf(line, language, indeksDaerah, new Map())!
  expect(said('id')).toMatchObject({ rows: [['Terlambat 1–30 menit', '1', '0,5']] })
  expect(said('id').notes.slice(1)).toEqual([
    '1 hari dengan data instansi lain: tidak dihitung.',
    '75 menit tidak dihitung pada 2 hari: izin berobat.',
    '5 menit tidak dihitung pada 1 hari: izin urusan dinas.',
  ])
  expect(said('en').notes.at(-1)).toBe('Permission for official matters: 5 minutes not counted (days: 1).')
})
