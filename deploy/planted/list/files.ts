import type { Fault } from '../fault.ts'

const table = 'cli/src/table/table.test.ts'
const record = { file: 'cli/src/table/record.ts', test: table }
const form = { file: 'cli/src/table/form.ts', test: table }
const file = { file: 'cli/src/table/file.ts', test: table }
const date = { file: 'cli/src/table/date.ts', test: table }
const nip = { file: 'cli/src/table/nip.ts', test: 'cli/src/table/date.test.ts' }
const id = { file: 'cli/src/activities/id.ts', test: 'cli/src/activities/form.test.ts' }
const resolve = { file: 'cli/src/activities/resolve.ts', test: 'cli/src/activities/resolve.test.ts' }
const standing = { file: 'cli/src/activities/standing.ts', test: 'cli/src/activities/resolve.test.ts' }
const report = { file: 'cli/src/activities/report.ts', test: 'cli/src/activities/report.test.ts' }
const once = 'cli/test/a-file-comes-in-once.test.ts'
const compare = {
  file: 'services/journal/src/entry/domain/compare.ts',
  test: 'services/journal/src/entry/domain/compare.test.ts',
}
const held = 'services/journal/test/a-file-is-held-against-the-journal.test.ts'
const staff = 'services/directory/src/domain/staff-file.test.ts'

/** What people really keep in files, and how a row of one is known again. */
export const files: readonly Fault[] = [
  {
    promise: 'A lone quotation mark costs its own line and none below it.',
    ...record,
    found: 'fresh.unshift(...held.slice(1))',
    planted: '',
  },
  {
    promise: 'A line that is a whole row is no part of a cell that began above it.',
    ...record,
    found: '(held.length === 1 || delimitersIn(next.text) < most)',
    planted: 'true',
  },
  {
    promise: 'A CR at the end of a piece waits for its LF.',
    file: record.file,
    test: 'cli/src/table/record.test.ts',
    found: "if (!last && end[0] === '\\r' && ends.lastIndex === rest.length) break",
    planted: '',
  },
  {
    promise: 'Two columns of one meaning are told, and neither is chosen.',
    ...form,
    found: 'if (twice !== undefined)',
    planted: 'if (twice === null)',
  },
  {
    promise: 'A row that is wider than the header is told before anything is taken.',
    ...file,
    found: 'if (wider > 0)',
    planted: 'if (wider < 0)',
  },
  {
    promise: 'A line without an end does not fill the memory.',
    ...file,
    found: 'if (reader.waiting() > LONGEST_LINE)',
    planted: 'if (reader.waiting() < 0)',
  },
  {
    promise: 'A number of JSON names nobody.',
    ...file,
    found: "typeof value === 'number' && form.identifiers.includes(column)",
    planted: 'value === form.identifiers',
  },
  {
    promise: 'Days that can be read two ways are asked about.',
    ...date,
    found: "if (either === undefined) return 'iso'",
    planted: "if (either !== null) return 'dmy'",
  },
  {
    promise: 'A column has one order of days, whatever its rows say each.',
    ...date,
    found: 'if (dayFirst !== undefined && monthFirst !== undefined)',
    planted: 'if (dayFirst === null)',
  },
  {
    promise: 'A NIP that a spreadsheet has rounded is nobody’s.',
    ...nip,
    found: "digits.endsWith('000')",
    planted: "digits.endsWith('0000')",
  },
  {
    promise: 'More equal rows than an id can tell apart are told.',
    ...id,
    found: 'if (counts[at]! >= MOST_EQUAL) return undefined',
    planted: '',
  },
  {
    promise: 'A file that grows while it is read is another file.',
    ...id,
    found: 'if (left-- === 0)',
    planted: 'if (left === undefined)',
  },
  {
    promise: 'A name that two results have is no choice.',
    ...resolve,
    found: 'if (found.size === 1)',
    planted: 'if (found.size > 0)',
  },
  {
    promise: 'A result is looked for in the plans that hold on the day.',
    ...resolve,
    found: '.filter((plan) => plan.fromDate <= workDate && workDate <= plan.toDate)',
    planted: '.filter((plan) => plan.fromDate <= workDate)',
  },
  {
    promise: 'What the door would refuse is told before anything leaves.',
    ...resolve,
    found: 'if (refusal !== undefined) return refusedRow(entry, refusal)',
    planted: '',
  },
  {
    promise: 'A file changes nothing that is verified.',
    ...standing,
    found: 'if (state === EntryState.ENTRY_STATE_VERIFIED)',
    planted: 'if (state === EntryState.ENTRY_STATE_UNSPECIFIED)',
  },
  {
    promise: 'Another content under one revision is a conflict.',
    ...standing,
    found: "if (standing.comparison !== Comparison.COMPARISON_SAME) return 'entry.conflict'",
    planted: '',
  },
  {
    promise: 'A cell of the report is no formula.',
    ...report,
    found: "/^[=+\\-@\\t]/.test(cell) ? `'${cell}` : cell",
    planted: 'cell',
  },
  {
    promise: 'A dry run sends nothing.',
    file: 'cli/src/activities/import.ts',
    found: 'dryRun ? { accepted: [], refused: [] } : await send(ingest, token, sending)',
    planted: 'await send(ingest, token, sending)',
    test: once,
    sentence: 'a dry run tells',
  },
  {
    promise: 'What is still in the file is not listed as gone from it.',
    file: 'cli/src/activities/gone.ts',
    found: 'there: file.counter.countOf(identity) >= nth,',
    planted: 'there: false,',
    test: once,
    sentence: 'in a mended file',
  },
  {
    promise: 'What another source brought is none of the file’s.',
    file: 'cli/src/activities/gone.ts',
    found: 'if (!mended && identityOf(file.client, row) !== identity) continue',
    planted: '',
    test: once,
    sentence: 'what another source brought',
  },
  {
    promise: 'A wrong file withdraws no month unasked.',
    file: 'cli/src/activities/gone.ts',
    found: 'gone > (most ?? Math.max(FEW, Math.floor(earlier / PART)))',
    planted: 'gone > (most ?? earlier)',
    test: 'cli/src/activities/gone.test.ts',
  },
  {
    promise: 'Whoever says how many may be withdrawn is held to it.',
    file: 'cli/src/activities/gone.ts',
    found: 'gone > (most ?? Math.max(FEW, Math.floor(earlier / PART)))',
    planted: 'gone > (most === undefined ? Math.max(FEW, Math.floor(earlier / PART)) : gone)',
    test: 'cli/src/activities/gone.test.ts',
  },
  {
    promise: 'What is too many is refused before anything is sent, of a dry run too.',
    file: 'cli/src/activities/import.ts',
    found: 'if (replace) await mustBeFew(journal, token, covered, wish.most)',
    planted: '',
    test: once,
    sentence: 'a wrong file',
  },
  {
    promise: 'Beside a line that may be any row nothing is withdrawn.',
    file: 'cli/src/activities/import.ts',
    found: 'const replace = wish.replace === true && unknown.length === 0',
    planted: 'const replace = wish.replace === true',
    test: once,
    sentence: 'what an earlier file brought',
  },
  {
    promise: 'A dry run withdraws nothing.',
    file: 'cli/src/activities/replace.ts',
    found: 'dryRun ? new Map<string, string>() : await takeBack(journal, token, ingest, file, going)',
    planted: 'await takeBack(journal, token, ingest, file, going)',
    test: once,
    sentence: 'what an earlier file brought',
  },
  {
    promise: 'What is verified, and what the person said since, is not withdrawn by a file.',
    file: 'cli/src/activities/replace.ts',
    found: 'if (earlier.stays !== undefined)',
    planted: 'if (earlier.stays === null)',
    test: once,
    sentence: 'what an earlier file brought',
  },
  {
    promise: 'A withdrawal that came behind the person’s own word is told as such.',
    file: 'cli/src/activities/replace.ts',
    found: "return standing.comparison === Comparison.COMPARISON_MENDED ? 'gone-mended' : ''",
    planted: "return ''",
    test: 'cli/src/activities/gone.test.ts',
  },
  {
    promise: 'What the person says himself is not told to whoever imports.',
    file: 'services/journal/src/entry/grpc.ts',
    found: "facts.importId === undefined ? '' : (words.get(facts.activityEventId)?.sentence ?? '')",
    planted: "words.get(facts.activityEventId)?.sentence ?? ''",
    test: held,
    sentence: 'what imports said last',
  },
  {
    promise: 'What the person wrote himself from the first is no row of a file.',
    file: 'services/journal/src/entry/store/import.ts',
    found: `and steps @> '[{"revision": 1, "imported": true}]'`,
    planted: '',
    test: held,
    sentence: 'what imports said last',
  },
  {
    promise: 'What is UTF-8 is not read as Windows-1252.',
    ...file,
    found: "if (!beyond) return 'windows-1252'",
    planted: "if (beyond !== undefined) return 'windows-1252'",
  },
  {
    promise: 'What is not UTF-16 throughout is read by nobody as if it were.',
    ...file,
    found: 'new TextDecoder(letters, { fatal: true })',
    planted: 'new TextDecoder(letters)',
  },
  {
    promise: 'What the person mended himself is not taken back by a file.',
    ...compare,
    found: "return facts.importId === undefined ? 'mended' : 'changed'",
    planted: "return 'changed'",
  },
  {
    promise: 'A revision that was refused while the earlier one stands is told.',
    ...compare,
    found: 'revision > facts.revision',
    planted: 'revision < facts.revision',
  },
  {
    promise: 'What its writer took back no file brings back.',
    ...compare,
    found: "entry.state !== 'withdrawn' &&",
    planted: '',
  },
  {
    promise: 'What was refused or what the person said is not listed as imported.',
    file: 'services/journal/src/entry/store/import.ts',
    found: "import_id is not null and state not in ('refused', 'withdrawn')",
    planted: 'true',
    test: held,
    sentence: 'what imports said last',
  },
  {
    promise: 'Whoever is shown the words of an import is on record.',
    file: 'services/journal/src/entry/grpc.ts',
    found: 'subjects: [...new Set(entries.map((entry) => entry.employeeId))],',
    planted: 'subjects: [],',
    test: held,
    sentence: 'what imports said last',
  },
  {
    promise: 'A staff file with a line that is no row is only judged.',
    file: 'cli/src/staff.ts',
    found: 'const dryRun = options.dryRun || problems.length > 0',
    planted: 'const dryRun = options.dryRun',
    test: 'cli/test/a-staff-file-is-taken-whole-or-not-at-all.test.ts',
    sentence: 'a line that is no row',
  },
  {
    promise: 'A blank end opens no post again.',
    file: 'services/directory/src/domain/assignment.ts',
    found: 'toDate: assignment.toDate ?? before?.toDate,',
    planted: 'toDate: assignment.toDate,',
    test: 'services/directory/src/domain/assignment.test.ts',
  },
  {
    promise: 'A post begins and ends in years that somebody can mean.',
    file: 'services/directory/src/domain/staff-row.ts',
    found: 'else if (value < FIRST_POST || value > yearsLater(today, YEARS_AHEAD[field]))',
    planted: 'else if (value < FIRST_POST)',
    test: staff,
  },
  {
    promise: 'A name is one line.',
    file: 'services/directory/src/domain/staff-row.ts',
    found: "else if (/[\\n\\r\\t\\u2028\\u2029]/.test(value) || !isWriting(value)) blame(field, 'staff.text-invalid')",
    planted: '',
    test: staff,
  },
]
