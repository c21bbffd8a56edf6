import { databases, owners } from '../local/secrets.ts'
import { prepareDatabases } from '../migrate.ts'
import { prepareTopics } from '../topics.ts'

// The step before any service starts: topics, databases, roles, migrations. Run to its end, once per deployment.
const env = process.env
const password = (service: string) => `${service.toUpperCase()}_PASSWORD`
const missing = ['KAFKA_BROKERS', 'POSTGRES_ADDRESS', 'POSTGRES_PASSWORD', ...databases.map(password)].filter(
  (name) => (env[name] ?? '') === '',
)
if (missing.length > 0) {
  console.error(`Missing in the environment: ${missing.join(', ')}`)
  process.exit(1)
}
const topics = await prepareTopics(env['KAFKA_BROKERS']!.split(','))
const migrations = await prepareDatabases(
  `postgres://postgres:${env['POSTGRES_PASSWORD']}@${env['POSTGRES_ADDRESS']}/postgres`,
  owners(env as Record<string, string>),
)
console.log(JSON.stringify({ topics, migrations }))
