import { temporaryInfra } from '@timbang/deploy/local/temporary'

/** A broker of one test's own, so that it can be held, killed and started again without harm to anybody. */
export interface OwnBroker {
  readonly brokers: string
  /** Holds the process as a stopped host would: connections stay open, nothing answers. */
  pause(): void
  resume(): void
  close(): Promise<void>
}

export async function ownBroker(): Promise<OwnBroker> {
  const infra = await temporaryInfra()
  const signal = (name: NodeJS.Signals) => process.kill(infra.pids.kafka, name)
  return {
    brokers: infra.kafkaBrokers,
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    close: async () => {
      signal('SIGCONT')
      await infra.stop()
    },
  }
}
