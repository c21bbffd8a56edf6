import type { StaffRow } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isSeen, isText } from '@timbang/contracts/word'
import { reasons } from '../activities/reasons.ts'
import { type DateOrder, isSerialDate, readDate } from '@timbang/intake/table/date'
import type { Row } from '@timbang/intake/table/file'
import type { Form } from '@timbang/intake/table/form'
import { plain, readNip } from '@timbang/intake/table/nip'

/** What is wrong with a row before the directory reads it. */
export interface Problem<Column extends string> {
  readonly line: number
  readonly column: Column | undefined
  readonly warning: boolean
  /** A sentence in both languages. */
  readonly says: string
  /** Never a NIP. */
  readonly value: string
}

/** A form in which staff is kept, and how a row of it is said to the directory. */
export interface Sheet<Column extends string> {
  readonly form: Form<Column>
  /** Columns of NIPs: what stands there is repeated nowhere. */
  readonly nips: readonly Column[]
  /** So many letters the directory reads of a cell, where they are not a hundred. */
  readonly letters: Readonly<Partial<Record<Column, number>>>
  /** @param cells as they were meant, days as ISO; what cannot be said is empty */
  readonly rowOf: (line: number, cells: Readonly<Record<Column, string>>) => StaffRow
  /** The column that the directory means by a field. */
  readonly columnOf: (field: string) => Column | undefined
}

/** What no form says of a row. */
export const empty: StaffRow = {
  line: 0,
  nip: '',
  name: '',
  employment: '',
  agencyCode: '',
  unitCode: '',
  positionCode: '',
  positionTitle: '',
  positionKind: '',
  superiorPositionCode: '',
  capacity: '',
  fromDate: '',
  toDate: '',
  zone: '',
  employeeId: '',
  pnsId: '',
  formerNip: '',
}
const LETTERS = 100

/** A row of a file as the directory takes it. What cannot be said is left out of it and told: the others in its line are judged all the same. */
export function staffRowOf<Column extends string>(
  sheet: Sheet<Column>,
  { line, cells }: Row<Column>,
  orders: Readonly<Record<Column, DateOrder>>,
): { row: StaffRow; problems: readonly Problem<Column>[] } {
  const said = {} as Record<Column, string>
  const problems: Problem<Column>[] = []
  for (const column of Object.keys(sheet.form.columns) as Column[]) {
    const text = plain(cells[column]).normalize('NFC')
    const reason = text === '' ? undefined : cannotBeSaid(sheet, column, text)
    if (reason === undefined) {
      // What is no date goes as it is, and is refused by the directory.
      said[column] = sheet.form.dates.includes(column) ? (readDate(text, orders[column]) ?? text) : text
      continue
    }
    said[column] = ''
    problems.push({
      line,
      column,
      warning: false,
      says: sayings[reason] ?? reasons[reason]!,
      value: sheet.nips.includes(column) ? '' : text.replace(/\s+/g, ' ').slice(0, 60),
    })
  }
  return { row: sheet.rowOf(line, said), problems }
}

function cannotBeSaid<Column extends string>(sheet: Sheet<Column>, column: Column, text: string): string | undefined {
  if (sheet.nips.includes(column)) {
    const read = readNip(text)
    return 'reason' in read && read.reason === 'nip-rounded' ? read.reason : undefined
  }
  if (sheet.form.dates.includes(column) && isSerialDate(text)) return 'date-serial'
  if (!isText(text, sheet.letters[column] ?? LETTERS)) return 'text-too-long'
  return /[\n\t]/.test(text) || !isSeen(text) ? 'text-signs' : undefined
}
const sayings: Readonly<Record<string, string>> = {
  'text-too-long':
    'Isian terlalu panjang, atau memuat tanda yang tidak dapat dibaca. / The value is too long, or holds signs that cannot be read.',
  'text-signs': 'Isian memuat ganti baris atau tab. Tulis dalam satu baris. / The value holds a line break or a tab.',
}
