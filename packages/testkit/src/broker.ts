import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { startInfra } from '@timbang/deploy/local/infra'

/** A broker of one test's own, so that it can be held, killed and started again without harm to anybody. */
export interface OwnBroker {
  readonly brokers: string
  /** Holds the process as a stopped host would: connections stay open, nothing answers. */
  pause(): void
  resume(): void
  /** Kills it, lets somebody at its data, and starts it again on the same address. @param meanwhile is given the folder of the logs */
  restart(meanwhile: (logs: string) => Promise<void>): Promise<void>
  close(): Promise<void>
}

export async function ownBroker(): Promise<OwnBroker> {
  const directory = await mkdtemp(`${tmpdir()}/timbang-broker-`)
  const [kafka, controller, postgres, redis] = (await freePorts(4)) as [number, number, number, number]
  const start = () => startInfra({ directory, ports: { kafka, controller, postgres, redis }, durable: false })
  let infra = await start()
  const signal = (name: NodeJS.Signals) => process.kill(infra.pids.kafka, name)
  return {
    brokers: infra.kafkaBrokers,
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    restart: async (meanwhile) => {
      signal('SIGKILL')
      await infra.stop()
      await meanwhile(`${directory}/kafka`)
      infra = await start()
    },
    close: async () => {
      signal('SIGCONT')
      await infra.stop({ remove: true })
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server))
        }),
    ),
  )
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
