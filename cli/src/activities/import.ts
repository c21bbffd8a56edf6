import { createWriteStream } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppraisalServiceService, type Plan } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { EntryServiceService } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { isRefusal, isRefusalCode, refusals } from '@timbang/contracts/refusal'
import { grpcClient } from '@timbang/process/grpc'
import { bar, machineToken, progress, reasonOf, Stopped, told } from '../province.ts'
import { isFault, lookAt, reasons, rowsOf, type Fault, type Row } from './file.ts'
import { importIdOf, lineOf, normalised, recordIdOf } from './id.ts'

const BATCH = 500
const IN_FLIGHT = 4
const NIPS_AT_ONCE = 1_000
/** The journal is waited for while it makes progress. */
const PATIENCE_MS = 60_000

interface Person {
  readonly employeeId: string
  readonly agencyId: string
}
export interface Outcome {
  readonly rows: number
  readonly sent: number
  readonly admitted: number
  readonly faults: number
  readonly errorFile: string | undefined
}

/** What a reason says to a person. */
const sentenceOf = (reason: string): string =>
  reasons[reason] ?? (isRefusalCode(reason) ? `${refusals[reason].id} / ${refusals[reason].en}` : reason)

/** The column of the form that a refusal is about: what the door calls its field, or what the journal judged. Empty: the line as a whole. */
const columnOf = (field: string, code: string): string =>
  columnsOfFields[field.replace('activity.', '')] ?? columnsOfCodes[code] ?? ''
const columnsOfFields: Readonly<Record<string, string>> = {
  work_date: 'tanggal',
  start: 'jam mulai',
  end: 'jam selesai',
  sentence: 'uraian kegiatan',
  result_id: 'RHK',
  quantity: 'hasil',
  unit: 'satuan',
  evidence_link: 'tautan bukti',
  employee_id: 'NIP',
  agency_id: 'NIP',
}
const columnsOfCodes: Readonly<Record<string, string>> = {
  'entry.window-closed': 'tanggal',
  'activity.before-work-date': 'tanggal',
  'activity.result-unknown': 'RHK',
  'entry.plan-unknown': 'RHK',
  'entry.person-unknown': 'NIP',
}

/** The error file: begun with the first fault, so that a clean import leaves none. */
function errorFile(path: string) {
  let out: ReturnType<typeof createWriteStream> | undefined
  let count = 0
  return {
    write: ({ line, column, reason, sentence }: Fault) => {
      out ??= createWriteStream(path).on('error', () => undefined)
      if (count++ === 0) out.write('baris;kolom;kode;alasan\n')
      out.write(`${line};${column};${reason};"${(sentence ?? sentenceOf(reason)).replaceAll('"', '""')}"\n`)
    },
    close: () =>
      new Promise<{ count: number; path: string | undefined }>((resolve) =>
        out === undefined ? resolve({ count, path: undefined }) : out.end(() => resolve({ count, path })),
      ),
  }
}

/** Brings a file of daily entries in: looked at whole first, NIPs resolved before anything leaves, refusals early and late in one file. Twice is once. */
export async function importActivities(
  env: Readonly<Record<string, string>>,
  path: string,
  options: { history: boolean },
): Promise<Outcome> {
  const looked = await lookAt(path)
  if (!looked.ok) throw new Stopped(looked.sentence)
  const whole = looked
  const token = await machineToken(env, 'importer')
  const directory = grpcClient(DirectoryServiceService, env['DIRECTORY_GRPC']!)
  const appraisal = grpcClient(AppraisalServiceService, env['APPRAISAL_GRPC']!)
  const journal = grpcClient(EntryServiceService, env['JOURNAL_GRPC']!)
  const errors = errorFile(`${path}.galat.csv`)
  try {
    // First pass: who is in it, and over which days. Memory grows with people, not with lines.
    const nips = new Set<string>()
    let rows = 0
    let [from, to] = ['9999', '0000']
    for await (const row of rowsOf(path, looked)) {
      rows++
      if (isFault(row)) continue
      nips.add(row.nip)
      if (row.workDate < from) from = row.workDate
      if (row.workDate > to) to = row.workDate
    }
    const people = new Map<string, Person>()
    const list = [...nips]
    for (let at = 0; at < list.length; at += NIPS_AT_ONCE) {
      const answer = await directory.resolveIdentifiers(
        { nips: list.slice(at, at + NIPS_AT_ONCE) },
        { token, deadline: 30_000 },
      )
      if (isRefusal(answer)) throw new Stopped(told(answer))
      for (const one of answer.resolved)
        if (one.employeeId !== '') people.set(one.nip, { employeeId: one.employeeId, agencyId: one.agencyId })
    }
    const plans = new Map<string, Plan[]>()
    if (people.size > 0) {
      const answers = appraisal.listPlans(
        { employeeIds: [...people.values()].map(({ employeeId }) => employeeId), fromDate: from, toDate: to },
        { token },
      )
      for await (const answer of answers)
        for (const plan of answer.plans) plans.set(plan.employeeId, [...(plans.get(plan.employeeId) ?? []), plan])
      const refusal = answers.refusal()
      if (refusal !== undefined && refusal.code !== 'access.denied') throw new Stopped(told(refusal))
    }

    // Second pass: send.
    const { hash } = whole
    const importId = importIdOf(hash)
    let sent = 0
    async function* batches(): AsyncGenerator<string[], void> {
      let batch: string[] = []
      let read = 0
      for await (const row of rowsOf(path, whole)) {
        progress(`Mengirim / sending ${bar(++read, rows)}`)
        const line = isFault(row) ? row : toLine(row, { hash, importId, people, plans, history: options.history })
        if (typeof line !== 'string') errors.write(line)
        else if (batch.push(line) >= BATCH) {
          yield batch
          batch = []
        }
      }
      if (batch.length > 0) yield batch
    }
    // Several batches on their way; the file is read only as fast as they are answered.
    const source = batches()
    await Promise.all(
      Array.from({ length: IN_FLIGHT }, async () => {
        for (let next = await source.next(); next.done !== true; next = await source.next()) {
          const accepted = await send(env['ACTIVITY_INGEST_HTTP']!, token, next.value, errors.write)
          sent += accepted
        }
      }),
    )

    const admitted = await outcome(journal, token, importId, sent, errors.write)
    progress('')
    const closed = await errors.close()
    return { rows, sent, admitted, faults: closed.count, errorFile: closed.path }
  } finally {
    directory.close()
    appraisal.close()
    journal.close()
  }
}

function toLine(
  row: Row,
  known: {
    hash: string
    importId: string
    people: ReadonlyMap<string, Person>
    plans: ReadonlyMap<string, readonly Plan[]>
    history: boolean
  },
): string | Fault {
  const person = known.people.get(row.nip)
  if (person === undefined) return { line: row.line, column: 'NIP', reason: 'nip-unknown' }
  let resultId: string | undefined
  if (row.result !== '') {
    const wanted = normalised(row.result)
    const results = (known.plans.get(person.employeeId) ?? [])
      .filter((plan) => plan.fromDate <= row.workDate && row.workDate <= plan.toDate)
      .flatMap((plan) => plan.results)
    resultId = results.find(({ title, result }) =>
      [normalised(result!.code), normalised(result!.code).replace(/^rhk /, ''), normalised(title)].includes(wanted),
    )?.result?.resultId
    if (resultId === undefined) return { line: row.line, column: 'RHK', reason: 'result-unknown' }
  }
  return JSON.stringify({
    record_id: recordIdOf(known.hash, row.line, row.workDate),
    employee_id: person.employeeId,
    agency_id: person.agencyId,
    import_id: known.importId,
    ...(known.history
      ? {
          source_recorded_at: Date.parse(
            `${row.workDate}T${row.end === undefined || row.end === '24:00' ? '16:00' : row.end}:00+07:00`,
          ),
        }
      : {}),
    activity: {
      work_date: row.workDate,
      sentence: row.sentence,
      ...(resultId === undefined ? {} : { result_id: resultId }),
      ...(row.quantity === undefined ? {} : { quantity: row.quantity }),
      ...(row.unit === undefined ? {} : { unit: row.unit }),
      ...(row.start === undefined ? {} : { start: row.start }),
      ...(row.end === undefined ? {} : { end: row.end }),
      ...(row.evidenceLink === undefined ? {} : { evidence_link: row.evidenceLink }),
    },
  })
}

/** Sends a batch until every line has an answer for good. @returns how many were accepted */
async function send(
  address: string,
  token: string,
  lines: readonly string[],
  fault: (fault: Fault) => void,
): Promise<number> {
  let waiting = [...lines]
  let accepted = 0
  let why = ''
  for (let pause = 200, since = performance.now(); ; pause = Math.min(pause * 2, 5_000)) {
    const response = await fetch(`${address}/records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      body: `${waiting.join('\n')}\n`,
      signal: AbortSignal.timeout(30_000),
    }).catch((error: unknown) => {
      why = reasonOf(error)
      return undefined
    })
    if (response?.status === 202 || response?.status === 422) {
      const answers = (await response.text())
        .trim()
        .split('\n')
        .map(
          (line) =>
            JSON.parse(line) as {
              record_id?: string
              status: string
              code?: string
              field?: string
              title?: string
              title_en?: string
            },
        )
      const again: string[] = []
      answers.forEach((answer, at) => {
        if (answer.status === 'accepted') accepted++
        else if (answer.code === 'service.unavailable') again.push(waiting[at]!)
        else
          fault({
            line: lineOf((JSON.parse(waiting[at]!) as { record_id: string }).record_id),
            column: columnOf(answer.field ?? '', answer.code ?? ''),
            reason: answer.code ?? 'request.malformed',
            sentence: `${answer.title} / ${answer.title_en}`,
          })
      })
      if (again.length === 0) return accepted
      waiting = again
      since = performance.now()
    } else if (response !== undefined && response.status < 500 && response.status !== 429)
      throw new Stopped(
        `Catatan ditolak: ${response.status} ${(await response.text()).slice(0, 200)} / The records were refused.`,
      )
    else if (response !== undefined) why = String(response.status)
    if (performance.now() - since > PATIENCE_MS)
      throw new Stopped(
        `Layanan pencatatan tidak menjawab (${why}). Ulangi perintah ini: yang sudah masuk tidak masuk dua kali. / The ingest does not answer. Run the command again: nothing comes in twice.`,
      )
    await sleep(pause)
  }
}

/** Waits until the journal has judged what was sent, and tells the late refusals. */
async function outcome(
  journal: ReturnType<typeof grpcClient<typeof EntryServiceService>>,
  token: string,
  importId: string,
  sent: number,
  fault: (fault: Fault) => void,
): Promise<number> {
  let last = -1n
  for (let since = performance.now(); ; await sleep(300)) {
    const answer = await journal.getImportOutcome({ importId, after: '', limit: 1 }, { token, deadline: 10_000 })
    if (isRefusal(answer)) {
      if (answer.code !== 'service.unavailable') throw new Stopped(told(answer))
    } else {
      if (answer.judged !== last) since = performance.now()
      last = answer.judged
      progress(`Diperiksa jurnal / judged ${bar(Number(answer.judged), sent)}`)
      if (answer.judged >= BigInt(sent)) break
    }
    if (performance.now() - since > PATIENCE_MS)
      throw new Stopped(
        'Jurnal belum selesai memeriksa. Ulangi perintah ini nanti. / The journal has not judged everything. Run the command again later.',
      )
  }
  let admitted = 0
  for (let after = ''; ; ) {
    const page = await journal.getImportOutcome({ importId, after, limit: 500 }, { token, deadline: 10_000 })
    if (isRefusal(page)) throw new Stopped(told(page))
    admitted = Number(page.admitted)
    for (const problem of page.problems)
      fault({ line: lineOf(problem.recordId), column: columnOf('', problem.refusalCode), reason: problem.refusalCode })
    if (page.next === '') return admitted
    after = page.next
  }
}
