import { readFileSync } from 'node:fs'
import { readConfig } from '@timbang/process/config'
import { connectKafka } from '@timbang/stream/kafka'
import Type from 'typebox'
import { replay } from './seal/replay.ts'

// A process of its own: its environment holds no database, so nothing but the log and the bundle can answer.
const environment = Type.Object({
  KAFKA_BROKERS: Type.String({ minLength: 1, description: 'host:port, several with commas' }),
  KAFKA_TOPIC_PREFIX: Type.String({ default: '', description: 'in front of every topic name' }),
  AUDIT_BUNDLE: Type.String({
    minLength: 1,
    description: 'path of the bundle: {manifest, signature, quarterKey, publicKey}, bytes as base64',
  }),
})
const read = readConfig(environment)
const bundle = JSON.parse(readFileSync(read.AUDIT_BUNDLE, 'utf8')) as {
  manifest: string
  signature: string
  quarterKey: string
  publicKey: Record<string, unknown>
}
const kafka = connectKafka({
  brokers: read.KAFKA_BROKERS.split(','),
  clientId: 'replay',
  prefix: read.KAFKA_TOPIC_PREFIX,
})
const said = process.stdout.isTTY
const result = await replay(
  kafka,
  {
    manifest: Buffer.from(bundle.manifest, 'base64'),
    signature: bundle.signature,
    quarterKey: Buffer.from(bundle.quarterKey, 'base64'),
    publicKey: bundle.publicKey,
  },
  (done, of) => {
    if (said) process.stdout.write(`\r${done} of ${of} records`)
  },
)
await kafka.close()
if (said) process.stdout.write('\r')
console.log(JSON.stringify(result))
process.exit(result.same ? 0 : 1)
