import { agencyIdOf } from '@timbang/contracts/official-id'
import { addDays, daysOfMonth, startOf } from '@timbang/rules/civil-date'
import { history } from './history.ts'
import { type Machine, machines, MACHINES_SINCE, pinsOf } from './machines.ts'
import { province as provinceOf, type Province } from './province.ts'

/** A machine's month as it writes it: number, local time, machine, key, way of recognising, work code. */
export function* attlogLines(province: Province, machine: Machine, month: string): Generator<string> {
  const pins = new Map(pinsOf(province, machine).map(({ pin, of }) => [of.person.employeeId, pin]))
  const dates = daysOfMonth(month)
  const [from, to] = [dates[0]!, dates.at(-1)!]
  const people = province.people.filter(({ employeeId }) => pins.has(employeeId))
  const scans = [...history({ ...province, people }, { from, to, before: startOf(addDays(to, 2), 'WIB') })]
    .filter((record) => record.kind === 'punch' && record.device === machine.device)
    .sort((a, b) => a.recordedAt - b.recordedAt)
  for (const scan of scans) {
    if (scan.kind !== 'punch') continue
    const local = new Date(scan.recordedAt + 7 * 3_600_000).toISOString().replace('T', ' ').slice(0, 19)
    const status = scan.key === undefined ? 255 : scan.key === 'in' ? 0 : 1
    yield [pins.get(scan.person.employeeId)!.padStart(9), local, '1', status, '1', '0'].join('\t')
  }
}

/** Whose its numbers are, as `timbang import pins` takes them. */
export function* pinLines(province: Province, machine: Machine): Generator<string> {
  yield 'PIN;NIP;mulai'
  for (const { pin, of } of pinsOf(province, machine)) yield [pin, of.person.nip, fromOf(of.from)].join(';')
}
const fromOf = (from: string): string => (from > MACHINES_SINCE ? from : MACHINES_SINCE)

/** As the directory takes them. */
export const pinRows = (province: Province, machine: Machine) => ({
  device: machine.device,
  agencyId: agencyIdOf(machine.agencyCode),
  zone: 'WIB',
  dryRun: false,
  rows: pinsOf(province, machine).map(({ pin, of }, at) => ({
    line: at + 2,
    pin,
    employeeId: of.person.employeeId,
    fromDate: fromOf(of.from),
    toDate: of.to ?? '',
  })),
})

// node data/attlog.ts DPMPTSP-1 2026-09 1200 > DPMPTSP-1_attlog.dat
if (import.meta.main) {
  const [device, month = '2026-09', people = '1200'] = process.argv.slice(2)
  const machine = machines.find((one) => one.device === device) ?? machines[0]!
  for (const line of attlogLines(provinceOf(Number(people)), machine, month)) console.log(line)
}
