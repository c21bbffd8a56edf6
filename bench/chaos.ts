import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { uuidV7Of } from '../data/identifier.ts'
import { random } from '../data/random.ts'
import { kept } from '../deploy/local/env.ts'
import { judge, type Acknowledged, type Found } from './oracle.ts'
import { sample, settle, staffOf, today, type Worker } from './people.ts'
import { standUp, withInfra } from './platform.ts'

/** What may be killed: everything that a record passes through on its way to a score. */
export const victims = ['activity-ingest', 'journal', 'directory', 'appraisal', 'scoring'] as const
type Victim = (typeof victims)[number]

export interface Story extends Found {
  readonly seed: number
  readonly victim: Victim
  readonly killedAfter: number
  readonly acknowledged: number
  readonly refusedConnections: number
  readonly seconds: number
}

const RECORDS = 2_000
/** Longer than a kill and a new start take: there must be a before, a while and an after. */
const LOAD_MS = 4_000
const CLIENTS = 8
/** Whose staff and plans come in only while the load runs: their records are held until then. */
const BEFORE = ['SETDA', 'DPMPTSP']
const MEANWHILE = ['DISKOMINFO']

export interface Sent {
  readonly recordId: string
  readonly worker: Worker
  readonly quantity: number
  readonly body: string
  readonly again: boolean
}

/** The load of a seed. One in fourteen is sent once more after its answer, as a client does whose answer was lost. */
export function recordsOf(seed: number, workers: readonly Worker[], count = RECORDS): Sent[] {
  const draw = random('chaos', seed)
  const begun = Date.parse(`${today()}T00:00:00Z`)
  return Array.from({ length: count }, (_, at) => {
    const worker = draw.pick(workers)
    const recordId = uuidV7Of(begun + at, `chaos ${seed} ${at}`)
    const quantity = draw.between(1, 9)
    const activity = {
      work_date: today(),
      sentence: `Memeriksa berkas nomor ${at}`,
      result_id: worker.resultId,
      quantity,
      unit: worker.unit,
    }
    return {
      recordId,
      worker,
      quantity,
      body: JSON.stringify({ record_id: recordId, activity }),
      again: draw.chance(0.07),
    }
  })
}

/**
 * Sends until there is an answer for good: nobody is left without one.
 * @param door asked before every attempt: where there are two, another one may answer
 * @param onSilence told of each attempt that had none
 */
export async function sendUntilAnswered(
  door: () => string,
  { recordId, worker, quantity, body }: Sent,
  onSilence: () => void,
): Promise<Acknowledged> {
  for (;;) {
    const answer = await fetch(door(), {
      method: 'POST',
      headers: { authorization: `Bearer ${worker.token}`, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(15_000),
    }).then(
      async (response) => ({ status: response.status, text: await response.text() }),
      () => undefined,
    )
    if (answer?.status === 202) {
      const { partition, offset } = JSON.parse(answer.text) as { partition: number; offset: string }
      return {
        recordId,
        employeeId: worker.employeeId,
        workDate: today(),
        quantityThousandths: quantity * 1_000,
        partition,
        offset: BigInt(offset),
      }
    }
    if (answer !== undefined && answer.status < 500 && answer.status !== 429)
      throw new Error(`a record was refused: ${answer.status} ${answer.text}`)
    onSilence()
    await sleep(50)
  }
}

/**
 * A service that the seed chooses is killed (kill -9) in the middle of a load and started again. What the clients were told is the oracle:
 * every acknowledged record is on the topic and counts exactly once, in the journal and in scoring.
 */
export async function chaos(seed: number, say: (line: string) => void = () => {}): Promise<Story> {
  const begun = performance.now()
  const at = () => `${((performance.now() - begun) / 1_000).toFixed(1)} s`
  const draw = random('fate', seed)
  const victim = draw.pick(victims)
  const killAt = draw.between(15, 55) / 100
  const downFor = draw.between(100, 1_200)
  return withInfra(async (infra) => {
    const platform = await standUp(infra, victims, `${kept}chaos`)
    try {
      say(
        `${at()}: the services run. Seed ${seed}: ${victim} will be killed after ${Math.round(killAt * 100)} % of ${RECORDS} records and stay down for ${downFor} ms`,
      )
      const province = sample()
      const [there, coming] = await Promise.all(
        [BEFORE, MEANWHILE].map((agencies) => staffOf(province, agencies, platform.issuer)),
      )
      await settle(platform, province, there!)
      const load = recordsOf(seed, [...there!.workers, ...coming!.workers])
      const acknowledged: Acknowledged[] = []
      let refusedConnections = 0
      let next = 0
      const door = `${platform.environment['ACTIVITY_INGEST_HTTP']}/records`
      const loading = performance.now()

      const send = (sent: Sent) =>
        sendUntilAnswered(
          () => door,
          sent,
          () => void refusedConnections++,
        )
      async function client(): Promise<void> {
        for (let number = next++; number < load.length; number = next++) {
          // At its time, however slow the door is.
          await sleep(Math.max(0, loading + (number / load.length) * LOAD_MS - performance.now()))
          acknowledged.push(await send(load[number]!))
          if (load[number]!.again) await send(load[number]!)
        }
      }
      async function fate(): Promise<number> {
        while (acknowledged.length < killAt * RECORDS) await sleep(5)
        // Staff and plans are coming in just then.
        const arriving = settle(platform, province, coming!)
        // Awaited below, after the kill: until then a failure of it is nobody's to hear.
        arriving.catch(() => {})
        await sleep(draw.between(0, 150))
        await platform.kill(victim)
        const killedAfter = acknowledged.length
        await sleep(downFor)
        await platform.start(victim)
        say(`${at()}: ${victim}, killed after ${killedAfter} acknowledgements, runs again`)
        await arriving
        say(`${at()}: the staff and plans that were under way meanwhile are in`)
        return killedAfter
      }
      const [killedAfter] = await Promise.all([fate(), ...Array.from({ length: CLIENTS }, client)])
      say(`${at()}: ${acknowledged.length} records are acknowledged, ${refusedConnections} attempts had no answer`)
      const found = await judge(platform, acknowledged)
      return {
        ...found,
        seed,
        victim,
        killedAfter,
        acknowledged: acknowledged.length,
        refusedConnections,
        seconds: (performance.now() - begun) / 1_000,
      }
    } finally {
      await platform.stop()
    }
  })
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, until: { type: 'string' } } })
  const first = Number(values.seed)
  const last = Number(values.until ?? values.seed)
  if (!Number.isInteger(first) || !Number.isInteger(last)) {
    console.error('Give a whole number: npm run chaos -- --seed 7')
    process.exit(2)
  }
  let failed = 0
  for (let seed = first; seed <= last; seed++) {
    const story = await chaos(seed, (line) => console.log(line))
    for (const sentence of story.broken) console.error(`  ${sentence}`)
    console.log(
      `${story.broken.length === 0 ? 'Every acknowledged record counts exactly once' : 'BROKEN'}: ${story.acknowledged} acknowledged, ${story.onTopic} on the topic (${story.repeated} sent again), ${story.seconds.toFixed(1)} s`,
    )
    if (story.broken.length > 0) failed++
  }
  process.exit(failed === 0 ? 0 : 1)
}
