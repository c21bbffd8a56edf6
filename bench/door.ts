import { createSecretKey, randomBytes, randomUUID, randomUUIDv7 } from 'node:crypto'
import type { Outgoing } from '../packages/contracts/src/envelope.ts'
import { isRefusal } from '../packages/contracts/src/refusal.ts'
import { recordOne } from '../services/activity-ingest/src/handle.ts'
import { linesOf } from '../services/activity-ingest/src/wire/lines.ts'
import { fromJsonText } from '../services/activity-ingest/src/wire/record.ts'
import { activity } from './ingest.ts'

// What one activity costs the door itself, from the line of NDJSON to its two messages; in one process, on one core, without HTTP and the log.
// node bench/door.ts [requests of 500 lines]

const requests = Number(process.argv[2] ?? 200)
const LINES = 500
const people = Array.from({ length: 1_000 }, () => randomUUID())
const caller = { sub: 'feeder', roles: ['feeder'], agencies: [], employeeId: undefined, agencyId: undefined } as never
let at = 0
const body = () =>
  Buffer.from(
    Array.from({ length: LINES }, () =>
      JSON.stringify({
        record_id: randomUUIDv7(),
        employee_id: people[++at % people.length],
        agency_id: 'a0000000-0000-5000-8000-000000000001',
        activity: activity(at),
      }),
    ).join('\n'),
  )
let messages: Outgoing[] = []
const record = recordOne({
  lanes: {
    take: (_lane, { event, text }) => void messages.push(event, text!),
    takeFigure: (_lane, { event }) => void messages.push(event),
    drained: async () => {},
  },
  clock: { now: () => Date.now() } as never,
  digestKey: createSecretKey(randomBytes(32)),
  partitions: 24,
  figurePartitions: 12,
})
function run(bodies: readonly Buffer[]) {
  const spent = { read: 0n, record: 0n }
  for (const one of bodies) {
    messages = []
    const begun = process.hrtime.bigint()
    const lines = linesOf(one, LINES)
    if (isRefusal(lines)) throw new Error(lines.code)
    const read = lines.map(({ text }) => fromJsonText(text!))
    const took = process.hrtime.bigint()
    for (const sent of read) {
      if (isRefusal(sent)) throw new Error(sent.code)
      const refusal = record(caller, sent, () => {})
      if (refusal) throw new Error(refusal.code)
    }
    spent.record += process.hrtime.bigint() - took
    spent.read += took - begun
  }
  return spent
}
const bodies = Array.from({ length: requests }, body)
run(bodies.slice(0, 20))
const cpu = process.cpuUsage()
const { read, record: recorded } = run(bodies)
const { user, system } = process.cpuUsage(cpu)
const each = (ns: bigint) => (Number(ns) / 1000 / requests / LINES).toFixed(1)
console.log(
  `read ${each(read)} µs, checks, digests and messages ${each(recorded)} µs; CPU ${((user + system) / requests / LINES).toFixed(1)} µs an activity`,
)
