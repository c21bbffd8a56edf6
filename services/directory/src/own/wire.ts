import { createHash } from 'node:crypto'
import { Capacity } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { DataRow as RowMessage } from '@timbang/contracts/gen/timbang/directory/v1/own'
import { tailOf } from '../domain/nip.ts'
import { type DataRow, textOf } from './domain.ts'

const capacities = {
  definitive: Capacity.CAPACITY_DEFINITIVE,
  plt: Capacity.CAPACITY_PLT,
  plh: Capacity.CAPACITY_PLH,
} as const

/** What somebody quotes who questions a row. */
export const versionOf = (row: DataRow): string => createHash('sha256').update(textOf(row)).digest('hex').slice(0, 32)

/** @param own whether the person himself reads it: to others a NIP is its last three digits */
export const toRowMessage = (row: DataRow, own: boolean, version = versionOf(row)): RowMessage => ({
  row: row.row,
  version,
  name: row.name,
  nip: own || row.nip === '' ? row.nip : tailOf(row.nip),
  employment: row.employment,
  posts: row.posts.map(({ title, capacity, fromDate, toDate }) => ({
    title,
    capacity: capacities[capacity],
    fromDate,
    toDate: toDate ?? '',
  })),
  unit: row.unit,
  agency: row.agency,
  zone: row.zone,
  calendarCode: row.calendar?.calendarCode ?? '',
  year: row.calendar?.year ?? 0,
  workingWeekdays: [...(row.calendar?.workingWeekdays ?? [])],
  holidays: (row.calendar?.holidays ?? []).map(({ date, name, jointLeave }) => ({ date, name, jointLeave })),
  roles: row.roles.map(({ role, agencies }) => ({ role, agencies: [...agencies] })),
})
