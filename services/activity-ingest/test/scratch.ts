import { createServer } from 'node:http'
import { generateKeyPairSync, createSecretKey, randomUUID } from 'node:crypto'
import { createIssuing } from '@timbang/identity/issue'
import { connectKafka } from '@timbang/stream/kafka'
import { buildActivityIngest } from '../src/service.ts'
import { logger } from '@timbang/process/log'
import { systemClock } from '@timbang/process/clock'
const { privateKey } = generateKeyPairSync('ed25519')
const issuing = await createIssuing({ issuer: 'http://web.test', key: { ...privateKey.export({ format: 'jwk' }), kid: 'k' } })
const jwks = createServer(async (_q, r) => r.end(JSON.stringify(await issuing.jwks()))).listen(0)
const jwksUrl = `http://127.0.0.1:${(jwks.address() as any).port}/`
const prefix = `scratch-${process.pid}-`
const kafka = connectKafka({ brokers: process.env.KAFKA_BROKERS!.split(','), clientId: 'scratch', prefix })
const admin = await kafka.admin()
await admin.createTopics({ topics: ['activity.v1', 'activity.text.v1'].map((t) => ({ topic: prefix + t, numPartitions: 24, configEntries: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }] })) })
const service = await buildActivityIngest({ host: '127.0.0.1', httpPort: 0, grpcPort: 0, brokers: process.env.KAFKA_BROKERS!.split(','), topicPrefix: prefix, issuers: [{ issuer: 'http://web.test', jwksUrl }], digestKey: createSecretKey(Buffer.alloc(32, 1)), memoryBytes: 256e6, acknowledgeWithin: 10_000, clock: systemClock, log: logger('x', {level:'warn'}) })
await service.start()
const me = randomUUID()
const tokens = await Promise.all(Array.from({length: 50}, async () => { const id = randomUUID(); return issuing.sign({ sub: id, employeeId: id, agencyId: randomUUID(), roles: [], agencies: [], sid: 's', amr: [] }, Date.now()) }))
const token = await issuing.sign({ sub: me, employeeId: me, agencyId: randomUUID(), roles: [], agencies: [], sid: 's', amr: [] }, Date.now())
console.log(JSON.stringify({ addresses: service.addresses, token, tokens }))
process.on('SIGTERM', async () => { await service.stop(); await admin.deleteTopics({ topics: ['activity.v1', 'activity.text.v1'].map((t) => prefix + t) }); await kafka.close(); jwks.close(); process.exit(0) })
