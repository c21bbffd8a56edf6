import { inContainers, noEngine, type RunInfra } from './containers.ts'
import { setup as shortLived } from './short-lived.ts'

/**
 * What a run of tests stands on, in this order: addresses in the environment (KAFKA_BROKERS, POSTGRES_URL, REDIS_URL), else containers where an engine
 * answers, else the local binaries of deploy/local. It says which.
 */
export async function chooseInfra(say: (line: string) => void): Promise<RunInfra & { readonly outlives: boolean }> {
  shortLived()
  const { KAFKA_BROKERS, POSTGRES_URL, REDIS_URL } = process.env
  if (KAFKA_BROKERS !== undefined && POSTGRES_URL !== undefined && REDIS_URL !== undefined) {
    say('infrastructure: addresses from the environment')
    const addresses = { kafkaBrokers: KAFKA_BROKERS, postgresUrl: POSTGRES_URL, redisUrl: REDIS_URL }
    return { ...addresses, outlives: true, stop: () => Promise.resolve() }
  }
  const none = await noEngine()
  if (none === undefined) {
    try {
      const infra = await inContainers()
      say('infrastructure: containers')
      return { ...infra, outlives: false }
    } catch (error) {
      say(`the container engine could not start them: ${error instanceof Error ? error.message : error}`)
    }
  }
  say(`infrastructure: local binaries${none === undefined ? '' : ' (no container engine answers)'}`)
  const { temporaryInfra } = await import('@timbang/deploy/local/temporary')
  return { ...(await temporaryInfra()), outlives: false }
}
