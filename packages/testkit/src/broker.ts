import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { startInfra } from '@timbang/deploy/local/infra'

/** A broker of one test's own, so that it can be held, killed and started again without harm to anybody. */
export interface OwnBroker {
  readonly brokers: string
  /** Holds the process as a stopped host would: connections stay open, nothing answers. */
  pause(): void
  resume(): void
  close(): Promise<void>
}

export async function ownBroker(): Promise<OwnBroker> {
  const directory = await mkdtemp(`${tmpdir()}/timbang-broker-`)
  const infra = await startInfra({ directory, ports: 'free', durable: false })
  const signal = (name: NodeJS.Signals) => process.kill(infra.pids.kafka, name)
  return {
    brokers: infra.kafkaBrokers,
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    close: async () => {
      signal('SIGCONT')
      await infra.stop({ remove: true })
      await rm(directory, { recursive: true, force: true })
    },
  }
}
