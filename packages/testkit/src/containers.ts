import { readEnv } from '@timbang/deploy/local/env'
import { freePorts } from '@timbang/deploy/local/ports'

/** Kafka, PostgreSQL and Redis that somebody may do everything with. */
export interface RunInfra {
  readonly kafkaBrokers: string
  readonly postgresUrl: string
  readonly redisUrl: string
  stop(): Promise<void>
}

/** Why no container can be started here; undefined: an engine answers. Asked without starting anything, in milliseconds. */
export async function noEngine(): Promise<string | undefined> {
  const { getContainerRuntimeClient } = await import('testcontainers')
  return getContainerRuntimeClient().then(
    () => undefined,
    (error: Error) => error.message,
  )
}

/**
 * The official images in the versions of `.env`, each on a free port of the engine's host; they ask nobody who comes, and end with the run.
 * The broker must know under which port it is reached before it starts, so its port is chosen here.
 */
export async function inContainers(): Promise<RunInfra> {
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import('testcontainers')
  const { KAFKA_VERSION, POSTGRES_VERSION, REDIS_VERSION } = readEnv()
  const host = (await getContainerRuntimeClient()).info.containerRuntime.host
  const [port] = await freePorts(1)
  const began = await Promise.allSettled([
    new GenericContainer(`apache/kafka:${KAFKA_VERSION}`)
      .withExposedPorts({ container: port!, host: port! })
      .withEnvironment({
        KAFKA_NODE_ID: '1',
        KAFKA_PROCESS_ROLES: 'broker,controller',
        KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
        KAFKA_LISTENERS: `PLAINTEXT://:${port},CONTROLLER://:9093`,
        KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${host}:${port}`,
        KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
        KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
        KAFKA_LOG_MESSAGE_TIMESTAMP_TYPE: 'LogAppendTime',
        KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
        KAFKA_LOG_RETENTION_MS: '-1',
        KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
        KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '3',
        KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
        KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
        KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      })
      .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
      .start(),
    new GenericContainer(`postgres:${POSTGRES_VERSION}`)
      .withExposedPorts(5432)
      .withEnvironment({ POSTGRES_HOST_AUTH_METHOD: 'trust' })
      .withCommand(['-c', 'max_connections=400', '-c', 'fsync=off', '-c', 'synchronous_commit=off'])
      // It says so once while it is prepared, and once when it is.
      .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
      .start(),
    new GenericContainer(`redis:${REDIS_VERSION}`)
      .withExposedPorts(6379)
      .withCommand(['redis-server', '--save', '', '--appendonly', 'no'])
      .withWaitStrategy(Wait.forListeningPorts())
      .start(),
  ])
  const running = began.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const stop = async () => void (await Promise.all(running.map((one) => one.stop())))
  const failed = began.find((one) => one.status === 'rejected')
  if (failed !== undefined) {
    await stop()
    throw failed.reason
  }
  const [, postgres, redis] = running
  return {
    kafkaBrokers: `${host}:${port}`,
    postgresUrl: `postgres://postgres@${host}:${postgres!.getMappedPort(5432)}/postgres`,
    redisUrl: `redis://${host}:${redis!.getMappedPort(6379)}`,
    stop,
  }
}
