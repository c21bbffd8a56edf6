import { expect, test } from 'vitest'
import { province } from './province.ts'
import { staffLines } from './staff-csv.ts'

test('the staff file has a line for each assignment, thirteen columns each, and the transfer with its end', () => {
  const small = province(300)
  const [head, ...lines] = [...staffLines(small)]
  expect(head).toBe(
    'nip;nama;jenis pegawai;opd;unit;kode jabatan;jabatan;jenis jabatan;kode jabatan atasan;kapasitas;tmt;sampai;zona',
  )
  expect(lines).toHaveLength(small.assignments.length)
  expect(lines.filter((line) => line.split(';').length !== 13)).toEqual([])
  expect(lines.filter((line) => line.includes('Taufik Hidayat')).map((line) => line.split(';').slice(9))).toEqual([
    ['definitif', '2025-01-06', '2026-08-09', 'WIB'],
    ['definitif', '2026-08-10', '', 'WIB'],
  ])
  expect(lines.filter((line) => line.split(';')[9] === 'plt')).toHaveLength(1)
  expect(lines.filter((line) => line.split(';')[8] === '').map((line) => line.split(';')[5])).toEqual(['SETDA.KA'])
})
