import { randomUUIDv7 } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppraisalServiceService, type Plan as AgreedPlan } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { VerdictServiceService } from '@timbang/contracts/gen/timbang/journal/v1/verdict'
import { isRefusal } from '@timbang/contracts/refusal'
import type { Clock } from '@timbang/process/clock'
import { grpcClient } from '@timbang/process/grpc'
import type { Log } from '@timbang/process/log'
import type { Part } from '@timbang/process/parts'
import type { CivilDate } from '@timbang/rules/civil-date'
import { tell } from '../history.ts'
import { services, TOLD_EVERY } from '../figures.ts'
import { toLine } from '../loading/figures.ts'
import { personTokens, tokens } from '../loading/token.ts'
import { province as provinceOf } from '../province.ts'
import { random } from '../random.ts'
import { inOffice, minuteOf, paceOf, today } from './day.ts'
import { toldAt } from './figures.ts'
import { superiorsOn, type Worker, workersOn } from './people.ts'

export interface Config {
  readonly people: number
  readonly issuer: string
  readonly clientSecret: string
  readonly ingest: string
  readonly journal: string
  readonly appraisal: string
  readonly clock: Clock
  readonly log: Log
}

/** Nobody writes more on a day. */
const MOST_A_DAY = 6
/** One look at a list for so many entries written. */
const ENTRIES_A_LOOK = 6

/** Keeps today arriving: an ordinary client that writes and verifies with each person's own token, and tells figures of services as a machine. What the services refuse is told in the log and left. */
export function createFeeder(config: Config): Part {
  const { clock, log } = config
  const verdicts = grpcClient(VerdictServiceService, config.journal)
  const appraisal = grpcClient(AppraisalServiceService, config.appraisal)
  const province = provinceOf(config.people)
  const tokenOf = personTokens(config.issuer, config.clientSecret)
  const machine = tokens(config.issuer, 'feeder', config.clientSecret)
  const stopping = new AbortController()
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    let day = beginDay(today(clock.now()))
    let figuresFrom = 0
    for (let tick = 0; !stopping.signal.aborted; tick++) {
      const now = clock.now()
      if (today(now) !== day.date) day = beginDay(today(now))
      try {
        const worker = day.next()
        if (worker !== undefined) await write(worker, day)
        if (tick % ENTRIES_A_LOOK === 0) await look(day.superior())
        if (now >= figuresFrom) {
          for (const figure of toldAt(services, now)) await send(await machine(), toLine(figure))
          figuresFrom = now + TOLD_EVERY * 60_000
        }
      } catch (error) {
        // The edge of this process: a service that is away comes back, and people write again.
        log.warn({ err: error }, 'something did not answer')
        await pause(5_000)
      }
      await pause(paceOf(config.people, now) * (0.5 + day.draw.next()))
    }
  }
  /** Only the abort of `stop` cuts it short. */
  const pause = (milliseconds: number) =>
    sleep(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined)

  function beginDay(date: CivilDate) {
    const draw = random('feeder', date, clock.now())
    const workers = workersOn(province, date)
    const superiors = superiorsOn(province, date)
    const written = new Map<string, number>()
    const plans = new Map<string, readonly AgreedPlan[]>()
    return {
      date,
      draw,
      plans,
      used: new Set<string>(),
      /** Somebody who has not written much yet today. */
      next(): Worker | undefined {
        for (let attempt = 0; attempt < 20; attempt++) {
          const worker = draw.pick(workers)
          const count = written.get(worker.person.employeeId) ?? 0
          if (count >= MOST_A_DAY) continue
          written.set(worker.person.employeeId, count + 1)
          return worker
        }
        return undefined
      },
      superior: () => draw.pick(superiors),
    }
  }
  type Today = ReturnType<typeof beginDay>

  /** What he agreed, asked once a day with his own token; the titles tell which sentence belongs to which result. */
  async function agreed({ person }: Worker, { plans, date }: Today, token: string): Promise<readonly AgreedPlan[]> {
    const known = plans.get(person.employeeId)
    if (known !== undefined) return known
    const answer = await appraisal.getPlans({ employeeId: person.employeeId, fromDate: date, toDate: date }, { token })
    const found = isRefusal(answer) ? [] : answer.plans
    if (!isRefusal(answer)) plans.set(person.employeeId, found)
    return found
  }

  async function write(worker: Worker, day: Today): Promise<void> {
    const token = await tokenOf(worker.person.employeeId)
    const plans = await agreed(worker, day, token)
    const { draw } = day
    const chosen = worker.plan?.results[draw.weighted(worker.plan.results.map(({ template }) => template.share))]
    const told = tell(draw, worker.assignment, chosen, day.date, day.used)
    const result = plans.flatMap((plan) => plan.results).find(({ title }) => title === chosen?.title)?.result?.resultId
    const end = Math.max(15, minuteOf(clock.now()))
    const start = Math.max(0, end - draw.between(2, 8) * 15)
    const clockText = (minute: number) =>
      `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
    const body = JSON.stringify({
      record_id: randomUUIDv7(),
      revision: 1,
      activity: {
        work_date: day.date,
        sentence: told.sentence,
        quantity: told.quantity,
        unit: told.unit,
        result_id: result,
        start: clockText(start),
        end: clockText(end),
      },
    })
    await send(token, body)
  }

  /** The same record again is harmless: whatever was not answered is sent as it was. */
  async function send(token: string, body: string): Promise<void> {
    for (let attempt = 0; attempt < 5 && !stopping.signal.aborted; attempt++) {
      const response = await fetch(`${config.ingest}/records`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(15_000),
      }).catch(
        (error: unknown) => void log.warn({ err: error }, 'the ingest does not answer; the record is sent again'),
      )
      if (response?.status === 202) return void (await response.text())
      const problem = await response?.text()
      if (response !== undefined && response.status < 500 && response.status !== 429)
        return log.warn({ status: response.status, problem: problem?.slice(0, 300) }, 'a record was refused')
      await pause(2_000 * (attempt + 1))
    }
  }

  /** A superior looks at his list: what passed every check he verifies together, one of the others he opens; a few go back. */
  async function look(superior: { readonly employeeId: string }): Promise<void> {
    const token = await tokenOf(superior.employeeId)
    const options = { token, deadline: 10_000 }
    const draw = random('look', superior.employeeId, clock.now())
    const passed = await verdicts.listQueue({ filter: 'passed', limit: 20, after: '' }, options)
    if (isRefusal(passed)) return log.warn({ code: passed.code }, 'a list was refused')
    // The newest are left for later: somebody always has something waiting.
    const some = passed.entries.slice(0, Math.ceil(passed.entries.length * (inOffice(clock.now()) ? 0.6 : 0.4)))
    const refs = some.map(({ facts }) => ({ recordId: facts!.recordId, revision: facts!.revision }))
    if (refs.length > 0) await verdicts.verifyEntries({ entries: refs }, options)
    const others = await verdicts.listQueue({ filter: 'to-open', limit: 5, after: '' }, options)
    if (isRefusal(others) || others.entries.length === 0) return
    const { recordId, revision } = others.entries[0]!.facts!
    await verdicts.openEntry({ recordId, revision }, options)
    if (draw.chance(0.12))
      await verdicts.returnEntry(
        { recordId, revision, reasonCode: 'unclear', note: 'Mohon jelaskan hasilnya.' },
        options,
      )
    else await verdicts.verifyEntries({ entries: [{ recordId, revision }] }, options)
  }

  return {
    start: async () => {
      running = run()
    },
    stop: async () => {
      stopping.abort()
      await running
      for (const client of [verdicts, appraisal]) client.close()
    },
  }
}
