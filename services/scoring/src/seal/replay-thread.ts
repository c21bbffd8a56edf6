import { parentPort, workerData } from 'node:worker_threads'
import { OtherLog, type Said } from './share.ts'
import { workHere, type ShareTask } from './replay.ts'

// A share of a replay in a thread of its own: asked what was said, then who its people are.
const port = parentPort!
const work = workHere(workerData as ShareTask, (read) => {
  if (read % 1_000 === 0) port.postMessage({ read })
})
port.on('message', (question: { ask: 'said' } | { ask: 'people'; said: Said }) => {
  const answering: Promise<unknown> = question.ask === 'said' ? work.said() : work.people(question.said)
  answering.then(
    (answer) => port.postMessage({ answer }),
    (error: unknown) =>
      port.postMessage(error instanceof OtherLog ? { otherLog: error.message } : { failed: String(error) }),
  )
})
