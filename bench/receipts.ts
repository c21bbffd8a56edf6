import { createHash } from 'node:crypto'
import { context, NOW, packs, surveyed, workedExample } from '../packages/rules/src/example.ts'
import { kernelOn } from '../packages/rules/src/kernels.ts'
import { receiptBytes } from '../packages/rules/src/canonical.ts'
import { leafPreimage } from '../packages/rules/src/seal-tree.ts'

// What one receipt costs: a person's quarter evaluated, written as canonical bytes once, and hashed to its leaf; in one process, on one core.
// node bench/receipts.ts [receipts]

const receipts = Number(process.argv[2] ?? 20_000)
const own = workedExample()
const of = context()
const units = surveyed(40)
const kernel = kernelOn(packs, of.to)
const salt = new Uint8Array(32)

function run(count: number): { evaluate: number; write: number; hash: number; bytes: number } {
  const spent = { evaluate: 0, write: 0, hash: 0, bytes: 0 }
  for (let at = 0; at < count; at++) {
    const begun = process.hrtime.bigint()
    const { receipt } = kernel.evaluate(own, units, of, packs, NOW)
    const evaluated = process.hrtime.bigint()
    const bytes = receiptBytes(receipt)
    const written = process.hrtime.bigint()
    createHash('sha256').update(leafPreimage(salt, bytes)).digest()
    spent.hash += Number(process.hrtime.bigint() - written)
    spent.write += Number(written - evaluated)
    spent.evaluate += Number(evaluated - begun)
    spent.bytes = bytes.length
  }
  return spent
}

run(500)
const cpu = process.cpuUsage()
const { evaluate, write, hash, bytes } = run(receipts)
const { user, system } = process.cpuUsage(cpu)
const each = (nanoseconds: number) => (nanoseconds / receipts / 1000).toFixed(1)
console.log(
  `${receipts} receipts of ${bytes} bytes: evaluate ${each(evaluate)} µs, canonical bytes ${each(write)} µs, leaf ${each(hash)} µs; ` +
    `CPU ${((user + system) / receipts).toFixed(1)} µs a receipt, ${Math.round(1e6 / ((user + system) / receipts))} receipts/s a core`,
)
