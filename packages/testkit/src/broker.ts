import type { ChildProcess } from 'node:child_process'
import { begin, end, serving } from '@timbang/deploy/local/charge'
import { kafka } from '@timbang/deploy/local/component/kafka'
import { forgetInfra } from '@timbang/deploy/local/infra'
import { freePorts } from '@timbang/deploy/local/ports'
import { temporaryFolder } from '@timbang/deploy/local/temporary'
import { fetchComponents } from '../../../deploy/local/fetch.mjs'

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
  const { directory, register } = await temporaryFolder()
  const [port, controllerPort] = (await freePorts(2)) as [number, number]
  const { kafkaClasspath: classpath } = await fetchComponents()
  const start = async (): Promise<ChildProcess> => {
    const charge = await kafka({ directory, port, controllerPort, classpath })
    const log = `${directory}/kafka.log`
    const child = begin(charge, log)
    if (child.pid !== undefined) register.remember('kafka', child.pid)
    await serving(charge, child, log)
    return child
  }
  let broker = await start()
  return {
    brokers: `127.0.0.1:${port}`,
    pause: () => void broker.kill('SIGSTOP'),
    resume: () => void broker.kill('SIGCONT'),
    restart: async (meanwhile) => {
      await end(broker, 'SIGKILL')
      await meanwhile(`${directory}/kafka`)
      broker = await start()
    },
    close: async () => {
      await end(broker, 'SIGTERM')
      await forgetInfra(directory)
    },
  }
}
