import { readFileSync } from 'node:fs'
import { readConfig } from '@timbang/process/config'
import { connectKafka } from '@timbang/stream/kafka'
import Type from 'typebox'
import { replay, type SignedManifest } from './seal/replay.ts'

// A process of its own: its environment holds no database, so nothing but the log and the bundle can answer.
const environment = Type.Object({
  KAFKA_BROKERS: Type.String({ minLength: 1, description: 'host:port, several with commas' }),
  KAFKA_TOPIC_PREFIX: Type.String({ default: '', description: 'in front of every topic name' }),
  AUDIT_BUNDLE: Type.String({
    minLength: 1,
    description: 'path of the bundle: {manifest, signature, earlier, quarterKey, publicKey}, bytes as base64',
  }),
  REPLAY_WORKERS: Type.Integer({
    default: 2,
    minimum: 1,
    maximum: 24,
    description: 'threads that share the partitions',
  }),
})
const read = readConfig(environment)
type Text = { manifest: string; signature: string }
const bundle = JSON.parse(readFileSync(read.AUDIT_BUNDLE, 'utf8')) as Text & {
  earlier: Text[]
  quarterKey: string
  publicKey: Record<string, unknown>
}
const signed = ({ manifest, signature }: Text): SignedManifest => ({
  manifest: Buffer.from(manifest, 'base64'),
  signature,
})
const brokers = read.KAFKA_BROKERS.split(',')
const kafka = connectKafka({ brokers, clientId: 'replay', prefix: read.KAFKA_TOPIC_PREFIX })
const said = process.stdout.isTTY
const result = await replay(
  kafka,
  {
    ...signed(bundle),
    earlier: bundle.earlier.map(signed),
    quarterKey: Buffer.from(bundle.quarterKey, 'base64'),
    publicKey: bundle.publicKey,
  },
  {
    brokers,
    prefix: read.KAFKA_TOPIC_PREFIX,
    workers: read.REPLAY_WORKERS,
    onProgress: (done, of) => {
      if (said) process.stdout.write(`\r${done} of ${of} records`)
    },
  },
)
await kafka.close()
if (said) process.stdout.write('\r')
console.log(JSON.stringify(result))
process.exit(result.same ? 0 : 1)
