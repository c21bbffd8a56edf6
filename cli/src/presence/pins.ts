import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { type PinRow, PinServiceService } from '@timbang/contracts/gen/timbang/directory/v1/pin'
import { agencyIdOf } from '@timbang/contracts/official-id'
import { pinOf } from '@timbang/contracts/pin'
import { isRefusal, isRefusalCode, refusals } from '@timbang/contracts/refusal'
import { isId } from '@timbang/contracts/word'
import { grpcClient } from '@timbang/process/grpc'
import { peopleOf } from '../activities/people.ts'
import { reasons } from '../activities/reasons.ts'
import { machineToken, Stopped, told } from '../province.ts'
import { type DateOrder, readDate } from '../table/date.ts'
import { isRow, lookAt, rowsOf } from '../table/file.ts'
import type { Form } from '../table/form.ts'
import { plain, readNip } from '../table/nip.ts'

type Column = 'PIN' | 'NIP' | 'mulai' | 'sampai'
/** Whose number at a machine it is, from a day on. */
export const pinForm: Form<Column> = {
  columns: {
    PIN: ['pin', 'no id', 'enno', 'user id'],
    NIP: ['nip', 'nip baru', 'no induk', 'nomor induk', 'no induk pegawai', 'nomor induk pegawai'],
    mulai: ['mulai', 'sejak', 'tmt', 'dari'],
    sampai: ['sampai', 'sampai dengan', 'akhir'],
  },
  needed: ['PIN', 'NIP', 'mulai'],
  dates: ['mulai', 'sampai'],
  identifiers: ['NIP'],
}
const AT_ONCE = 5_000

export interface Machine {
  readonly device: string
  /** The code of the agency whose machine it is. */
  readonly agency: string
  readonly zone: string
}
export interface PinsOutcome {
  readonly rows: number
  readonly changed: number
  readonly errors: number
  readonly lines: readonly string[]
}

/** Tells the directory whose the numbers of a machine are: judged whole, and nothing changes where a line is faulty. */
export async function importPins(
  env: Readonly<Record<string, string>>,
  path: string,
  machine: Machine,
  options: { readonly dryRun: boolean; readonly dates?: DateOrder | undefined },
): Promise<PinsOutcome> {
  const looked = await lookAt(path, pinForm, options.dates)
  if (!looked.ok) throw new Stopped(looked.sentence)
  const faults: { line: number; says: string }[] = []
  const read: { line: number; pin: string; nip: string; fromDate: string; toDate: string }[] = []
  for await (const row of rowsOf(path, looked, pinForm)) {
    if (!isRow(row)) {
      faults.push({ line: row.line, says: reasons[row.unread]! })
      continue
    }
    const { line, cells } = row
    const [pin, nip] = [pinOf(plain(cells.PIN)), readNip(cells.NIP)]
    const fromDate = readDate(plain(cells.mulai), looked.orders.mulai)
    const toDate = plain(cells.sampai) === '' ? '' : readDate(plain(cells.sampai), looked.orders.sampai)
    const reason = !isId(pin)
      ? 'pin-invalid'
      : 'reason' in nip
        ? nip.reason
        : fromDate === undefined || toDate === undefined
          ? 'date-invalid'
          : undefined
    if (reason !== undefined) faults.push({ line, says: reasons[reason]! })
    else read.push({ line, pin, nip: (nip as { nip: string }).nip, fromDate: fromDate!, toDate: toDate! })
  }
  const token = await machineToken(env, 'importer')
  const directory = grpcClient(DirectoryServiceService, env['DIRECTORY_GRPC']!)
  const pins = grpcClient(PinServiceService, env['DIRECTORY_GRPC']!)
  try {
    const people = await peopleOf(directory, token, [...new Set(read.map(({ nip }) => nip))])
    const rows: PinRow[] = []
    for (const { nip, ...row } of read) {
      const person = people.get(nip)
      if (person === undefined) faults.push({ line: row.line, says: reasons['nip-unknown']! })
      else rows.push({ ...row, employeeId: person.employeeId })
    }
    const asked = { device: machine.device, agencyId: agencyIdOf(machine.agency), zone: machine.zone }
    // All of it is judged before the first of it changes anything.
    let changed = 0
    for (const dryRun of [true, false]) {
      if (!dryRun && (options.dryRun || faults.length > 0)) break
      changed = 0
      for (let at = 0; at === 0 || at < rows.length; at += AT_ONCE) {
        const answer = await pins.setPins({ ...asked, rows: rows.slice(at, at + AT_ONCE), dryRun }, { token })
        if (isRefusal(answer)) throw new Stopped(told(answer))
        changed += answer.changed
        for (const { line, code } of answer.problems)
          faults.push({ line, says: isRefusalCode(code) ? `${refusals[code].id} / ${refusals[code].en}` : code })
      }
    }
    return {
      rows: looked.rows,
      changed: faults.length > 0 ? 0 : changed,
      errors: faults.length,
      lines: [
        ...looked.notices,
        ...faults.sort((a, b) => a.line - b.line).map(({ line, says }) => `galat · baris ${line} · ${says}`),
      ],
    }
  } finally {
    directory.close()
    pins.close()
  }
}
