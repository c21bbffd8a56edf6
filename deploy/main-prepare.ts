import { databases } from './local/secrets.ts'
import { prepareDatabases } from './migrate.ts'
import { prepareTopics } from './topics.ts'

// The step before any service starts: topics, databases, roles, migrations. Run to its end, once per deployment.
const env = process.env
const passwords = databases.map((service) => ({ service, password: env[`${service.toUpperCase()}_PASSWORD`] ?? '', roster: true }))
const missing = passwords.filter(({ password }) => password === '').map(({ service }) => `${service.toUpperCase()}_PASSWORD`)
if (env['KAFKA_BROKERS'] === undefined || env['POSTGRES_URL'] === undefined || missing.length > 0) {
  console.error(`Missing in the environment: ${[...(env['KAFKA_BROKERS'] === undefined ? ['KAFKA_BROKERS'] : []), ...(env['POSTGRES_URL'] === undefined ? ['POSTGRES_URL'] : []), ...missing].join(', ')}`)
  process.exit(1)
}
const topics = await prepareTopics(env['KAFKA_BROKERS'].split(','))
const ran = await prepareDatabases(env['POSTGRES_URL'], passwords)
console.log(JSON.stringify({ topics, migrations: ran }))
