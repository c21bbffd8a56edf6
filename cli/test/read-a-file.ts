import { activitiesForm, entryOf, isFault } from '../src/activities/form.ts'
import { counterOf, identityOf } from '../src/activities/id.ts'
import { isRow, lookAt, rowsOf } from '@timbang/intake/table/file'

// Reads a file as an import does, and says how many rows it has and how much memory that took at most: a process of its own, so that nothing else counts.
const path = process.argv[2]!
const looked = await lookAt(path, activitiesForm)
if (!looked.ok) throw new Error(looked.sentence)
const counter = counterOf(looked.rows)
let rows = 0
for await (const row of rowsOf(path, looked, activitiesForm)) {
  if (!isRow(row)) continue
  const entry = entryOf(row, looked.orders.tanggal)
  if (!isFault(entry) && counter.next(identityOf('importer', { ...entry, employeeId: entry.nip })) === 1) rows++
}
console.log(JSON.stringify({ rows, kilobytes: process.resourceUsage().maxRSS }))
