import {
  ActivityIngestServiceService,
  type Answer,
  type SubmitRecordsRequest,
  type SubmitRecordsResponse,
} from '@timbang/contracts/gen/timbang/activity/v1/service'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import type { Caller } from '@timbang/identity/caller'
import { serve } from '@timbang/process/grpc'
import type { createAdmission } from './admission.ts'
import type { Sent } from './domain/record.ts'
import { laneOf, notAcknowledged } from './handle.ts'
import type { Place } from './lanes.ts'
import { fromRecordMessage } from './wire.ts'

/** So many messages of one stream may be on their way at once; more are not read, and the sender feels it. */
const AHEAD = 8

interface Doors {
  record: (caller: Caller, sent: Sent, settle: (place: Place | undefined) => void) => Refusal | undefined
  admission: ReturnType<typeof createAdmission>
  acknowledgeWithin: number
}

export function recordService(doors: Doors) {
  const submit = submitWith(doors)
  return serve('activity-ingest', ActivityIngestServiceService, {
    submitRecords: (requests, { caller }) => inOrder(requests, (request) => submit(caller, request)),
  })
}

/** Answers in the order of the requests, each as soon as it is there, some of them on their way at once. */
async function* inOrder(
  requests: AsyncIterable<SubmitRecordsRequest>,
  submit: (request: SubmitRecordsRequest) => Promise<SubmitRecordsResponse>,
): AsyncGenerator<SubmitRecordsResponse, void> {
  const source = requests[Symbol.asyncIterator]()
  const under: Promise<SubmitRecordsResponse>[] = []
  let reading: Promise<IteratorResult<SubmitRecordsRequest>> | undefined
  let ended = false
  for (;;) {
    if (!ended && under.length < AHEAD) reading ??= held(source.next())
    const oldest = under[0]
    if (oldest === undefined && reading === undefined) return
    // Whichever comes first; both are looked at again in the next turn.
    const answer = await Promise.race([
      ...(oldest === undefined ? [] : [oldest]),
      ...(reading === undefined ? [] : [reading.then(() => undefined)]),
    ])
    if (answer !== undefined) {
      under.shift()
      yield answer
    } else {
      const { value, done } = await reading!
      reading = undefined
      if (done === true) ended = true
      else if (value.records.length > 0) under.push(held(submit(value)))
    }
  }
}

/** It is awaited in its turn; should it fail before, or should its caller leave, its rejection is not nobody's: that would end the process. */
function held<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}

function submitWith({ record, admission, acknowledgeWithin }: Doors) {
  return (caller: Caller, { records }: SubmitRecordsRequest): Promise<SubmitRecordsResponse> => {
    // A message has been read already; what does not fit is answered record by record, so that the stream goes on.
    const leave = admission.enter(caller.sub, laneOf(caller), records.length * 350)
    if (isRefusal(leave)) return Promise.resolve({ answers: records.map((one) => refused(one.recordId, leave)) })
    return new Promise((resolve) => {
      const answers: Answer[] = new Array(records.length)
      let waiting = records.length
      const late = setTimeout(
        () => resolve({ answers: records.map((one, at) => answers[at] ?? refused(one.recordId, notAcknowledged)) }),
        acknowledgeWithin,
      )
      const settle = (at: number, answer: Answer) => {
        answers[at] = answer
        if (--waiting > 0) return
        leave()
        clearTimeout(late)
        resolve({ answers })
      }
      records.forEach((message, at) => {
        const sent = fromRecordMessage(message)
        const refusal = isRefusal(sent)
          ? sent
          : record(caller, sent, (place) =>
              settle(at, place ? accepted(sent.recordId, place) : refused(sent.recordId, notAcknowledged)),
            )
        if (refusal) settle(at, refused(message.recordId, refusal))
      })
    })
  }
}

const accepted = (recordId: string, { partition, offset, appendedAt }: Place): Answer => ({
  recordId,
  outcome: { $case: 'accepted', value: { partition, offset, recordedAt: BigInt(appendedAt) } },
})
const refused = (recordId: string, refusal: Refusal): Answer => ({
  recordId,
  outcome: { $case: 'refused', value: { code: refusal.code, field: refusal.field ?? '' } },
})
