import {
  AppraisalServiceService,
  Became,
  type BroughtOutcome,
  type BroughtPlan,
  type BroughtResult,
} from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusalCode, refuse, sentence } from '@timbang/contracts/refusal'
import type { DateOrder } from '@timbang/intake/table/date'
import { isRow, lookAt, type Readable, rowsOf } from '@timbang/intake/table/file'
import { type GrpcClient, grpcClient } from '@timbang/process/grpc'
import { peopleOf } from '../activities/people.ts'
import type { Person } from '../activities/resolve.ts'
import { bar, machineToken, progress, Stopped, told } from '../province.ts'
import { type Column, type Fault, isFault, planRowOf, type PlanRow, plansForm, reasons } from './form.ts'

const PLANS_A_MESSAGE = 100
/** Rows of one file: they are held until the plan of each is whole. */
const MOST_ROWS = 200_000
/** A plan's weights, in thousandths of a percent. */
const WHOLE = 100_000

export interface Outcome {
  readonly rows: number
  readonly fresh: number
  readonly changed: number
  readonly same: number
  /** Plans that were not taken. */
  readonly refused: number
  /** Lines that say why. */
  readonly faults: number
  readonly lines: readonly string[]
}

/** An outcome in sentences. */
export const toldOf = (done: Outcome, dryRun: boolean): readonly string[] => [
  ...done.lines,
  `${dryRun ? 'Hanya diperiksa; tidak ada yang dikirim. ' : ''}${done.rows} baris dibaca: ${done.fresh} SKP baru, ${done.changed} berubah, ${done.same} sama, ${done.refused} ditolak. / ` +
    `${dryRun ? 'Only checked; nothing was kept. ' : ''}${done.rows} rows read: ${done.fresh} new plans, ${done.changed} changed, ${done.same} the same, ${done.refused} refused.`,
]

/** What a file says of one plan: whose, of which days, and its rows in their order. */
interface Told {
  readonly nip: string
  readonly from: string | undefined
  readonly to: string
  readonly rows: readonly PlanRow[]
}

/** Brings performance plans in: each plan is taken whole or not at all, and the appraisal finds which it is, so that twice is once. */
export async function importPlans(
  env: Readonly<Record<string, string>>,
  path: string,
  wish: {
    readonly dryRun: boolean
    readonly dates?: DateOrder | undefined
    readonly latin?: boolean
    /** Of plans whose rows say no last day. */
    readonly year?: number | undefined
  },
): Promise<Outcome> {
  const looked = await lookAt(path, plansForm, wish.dates, wish.latin)
  if (!looked.ok) throw new Stopped(looked.sentence)
  if (looked.rows > MOST_ROWS)
    throw new Stopped(`Berkas lebih dari ${MOST_ROWS} baris. Bagi dahulu. / The file is too long. Split it.`)
  const faults: Fault[] = []
  const { whole, broken } = await readPlans(path, looked, wish.year, faults)
  const token = await machineToken(env, 'importer')
  const directory = grpcClient(DirectoryServiceService, env['DIRECTORY_GRPC']!)
  const appraisal = grpcClient(AppraisalServiceService, env['APPRAISAL_GRPC']!)
  try {
    const people = await peopleOf(directory, token, [...new Set(whole.map(({ nip }) => nip))])
    const sending = whole.flatMap((plan) => {
      const said = messageOf(plan, people.get(plan.nip), faults)
      return said === undefined ? [] : [{ plan, said }]
    })
    const outcomes = await send(appraisal, token, sending, wish.dryRun)
    outcomes.forEach((outcome, at) => {
      if (outcome.refusalCode !== '') faults.push(refusedBy(sending[at]!.plan, outcome))
    })
    progress('')
    const count = (became: Became) => outcomes.filter((outcome) => outcome.became === became).length
    return {
      rows: looked.rows,
      fresh: count(Became.BECAME_NEW),
      changed: count(Became.BECAME_CHANGED),
      same: count(Became.BECAME_SAME),
      refused: broken + whole.length - sending.length + outcomes.filter(({ refusalCode }) => refusalCode !== '').length,
      faults: faults.length,
      lines: [...looked.notices, ...faults.sort((a, b) => a.line - b.line).map((fault) => lineOf(fault, looked))],
    }
  } finally {
    directory.close()
    appraisal.close()
  }
}

const lineOf = ({ line, column, reason, sentence: said }: Fault, looked: Readable<Column>): string =>
  `galat · baris ${line}${column === undefined ? '' : ` · ${looked.names[column] ?? column}`} · ${said ?? reasons[reason] ?? reason}`

/** Rows by plan. A plan of which a row cannot be read is left out whole. @returns what can be sent, and how many plans cannot */
async function readPlans(
  path: string,
  looked: Readable<Column>,
  year: number | undefined,
  faults: Fault[],
): Promise<{ whole: Told[]; broken: number }> {
  const plans = new Map<string, { nip: string; from: string | undefined; to: string; rows: PlanRow[] }>()
  const spoilt = new Set<string>()
  let above: PlanRow | undefined
  // Of a row that is nobody's it can only be told beside whom it stands: it may be his.
  let nobodys = false
  for await (const row of rowsOf(path, looked, plansForm)) {
    const read: PlanRow | Fault = isRow(row)
      ? planRowOf(row, looked.orders)
      : { line: row.line, column: row.column, reason: row.unread }
    const wrong = (fault: Fault) => {
      faults.push(fault)
      if (fault.nip !== undefined) spoilt.add(fault.nip)
    }
    if (nobodys && read.nip !== undefined) {
      spoilt.add(read.nip)
      nobodys = false
    }
    if (isFault(read)) {
      wrong(read)
      if (read.nip !== undefined) continue
      nobodys = true
      if (above !== undefined) spoilt.add(above.nip)
      continue
    }
    const { line, nip } = read
    if (read.code === '' && above?.nip !== nip) {
      wrong({ line, column: 'No', reason: 'nothing-above', nip })
      continue
    }
    const mine: PlanRow = read.code === '' ? { ...above!, line, indicator: read.indicator } : read
    above = mine
    const to = mine.to ?? (year === undefined ? undefined : `${year}-12-31`)
    if (to === undefined) {
      wrong({ line, column: 'sampai', reason: 'until-missing', nip })
      continue
    }
    const key = `${nip} ${mine.from ?? ''} ${to}`
    const known = plans.get(key)
    if (known === undefined) plans.set(key, { nip, from: mine.from, to, rows: [mine] })
    else known.rows.push(mine)
  }
  const byPerson = Map.groupBy(plans.values(), ({ nip }) => nip)
  const whole: Told[] = []
  for (const [nip, mine] of byPerson) {
    const inTime = mine.toSorted((a, b) => (firstDayOf(a) < firstDayOf(b) ? -1 : 1))
    // Days that differ from row to row tear one plan apart: none of its parts is meant.
    const torn = inTime.some((plan, at) => at > 0 && firstDayOf(plan) <= inTime[at - 1]!.to)
    if (!torn && !spoilt.has(nip)) whole.push(...inTime)
    else
      for (const { rows } of mine)
        faults.push({
          line: rows[0]!.line,
          column: torn ? 'mulai' : undefined,
          reason: torn ? 'span-overlaps' : 'neighbour',
        })
  }
  // Whose every row is at fault has no plan here, and was not taken either.
  const lost = [...spoilt].filter((nip) => !byPerson.has(nip)).length
  return { whole, broken: plans.size - whole.length + lost }
}

const firstDayOf = ({ from, to }: Pick<Told, 'from' | 'to'>): string => from ?? `${to.slice(0, 4)}-01-01`

/** A plan as the appraisal takes it; undefined: a row of it is at fault. */
function messageOf(plan: Told, person: Person | undefined, faults: Fault[]): BroughtPlan | undefined {
  const wrong = (line: number, column: Column, reason: string) => {
    faults.push({ line, column, reason })
    return undefined
  }
  if (person === undefined) return wrong(plan.rows[0]!.line, 'NIP', 'nip-unknown')
  const byCode = Map.groupBy(plan.rows, ({ code }) => code)
  const results: (BroughtResult & { readonly weighed: boolean })[] = []
  for (const [code, rows] of byCode) {
    const title = rows.find((row) => row.title !== '')?.title
    if (title === undefined) return wrong(rows[0]!.line, 'RHK', 'title-empty')
    const other = rows.find((row) => row.title !== '' && row.title !== title)
    if (other !== undefined) return wrong(other.line, 'RHK', 'title-differs')
    const weight = rows.find((row) => row.weight !== undefined)?.weight
    const unlike = rows.find((row) => row.weight !== undefined && row.weight !== weight)
    if (unlike !== undefined) return wrong(unlike.line, 'bobot', 'weight-differs')
    results.push({
      code,
      title,
      additional: rows.some(({ additional }) => additional === true),
      weightThousandths: weight ?? 0,
      indicators: rows.map(({ indicator }) => indicator),
      weighed: weight !== undefined,
    })
  }
  const bare = results.find(({ weighed }) => !weighed)
  if (bare !== undefined && results.some(({ weighed }) => weighed))
    return wrong(byCode.get(bare.code)![0]!.line, 'bobot', 'weights-partly')
  return {
    employeeId: person.employeeId,
    fromDate: plan.from ?? '',
    toDate: plan.to,
    results: results.map(({ weighed, ...result }, at) =>
      weighed ? result : { ...result, weightThousandths: shareOf(results.length, at) },
    ),
  }
}

/** Equal shares of the whole; what does not divide goes to the first ones. */
const shareOf = (count: number, at: number): number => Math.floor(WHOLE / count) + (at < WHOLE % count ? 1 : 0)

/** @returns an outcome each, in their order */
async function send(
  appraisal: GrpcClient<typeof AppraisalServiceService>,
  token: string,
  sending: readonly { readonly said: BroughtPlan }[],
  checkOnly: boolean,
): Promise<readonly BroughtOutcome[]> {
  async function* messages() {
    for (let from = 0; from < sending.length; ) {
      let to = Math.min(from + PLANS_A_MESSAGE, sending.length)
      // A person's plans go together: which is meant depends on those before it.
      while (to < sending.length && sending[to]!.said.employeeId === sending[to - 1]!.said.employeeId) to++
      yield { checkOnly, plans: sending.slice(from, to).map(({ said }) => said) }
      from = to
    }
  }
  const outcomes: BroughtOutcome[] = []
  const answers = appraisal.bringPlans(messages(), { token })
  for await (const answer of answers) {
    outcomes.push(...answer.outcomes)
    progress(`Memasukkan / bringing in ${bar(outcomes.length, sending.length)}`)
  }
  const refusal = answers.refusal()
  if (refusal !== undefined) throw new Stopped(told(refusal))
  return outcomes
}

/** In which column a refusal of the appraisal is mended. */
const columns: Readonly<Record<string, Column>> = {
  'plan.code-repeated': 'No',
  'plan.dates-invalid': 'mulai',
  'plan.first-day-needed': 'mulai',
  'plan.indicator-invalid': 'satuan',
  'plan.indicator-not-quantity': 'aspek',
  'plan.outside-assignment': 'mulai',
  'plan.quarters-not-target': 'TW I',
  'plan.target-not-positive': 'target',
  'plan.target-too-large': 'target',
  'plan.title-empty': 'RHK',
  'plan.unit-unknown': 'satuan',
  'plan.weights-not-hundred': 'bobot',
}

function refusedBy(plan: Told, { refusalCode, resultCode, details }: BroughtOutcome): Fault {
  const row = plan.rows.find(({ code }) => code === resultCode) ?? plan.rows[0]!
  const fault = { line: row.line, column: columns[refusalCode], reason: refusalCode }
  if (reasons[refusalCode] !== undefined || !isRefusalCode(refusalCode)) return fault
  const refusal = refuse(refusalCode, details)
  return { ...fault, sentence: `${sentence(refusal, 'id')} / ${sentence(refusal, 'en')}` }
}
