import {
  ActivityIngestServiceService,
  type Answer,
  type SubmitRecordsRequest,
  type SubmitRecordsResponse,
} from '@timbang/contracts/gen/timbang/activity/v1/service'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import type { Caller } from '@timbang/identity/caller'
import { serve } from '@timbang/process/grpc'
import type { Admission } from './admission.ts'
import type { Allowance } from './allowance.ts'
import { laneOf, type RecordMany } from './handle.ts'
import type { Place } from './lanes.ts'
import { fromRecordMessage } from './wire/record.ts'

/** So many messages of one stream may be on their way at once; more are not read, and the sender feels it. */
const AHEAD = 8

export interface Taking {
  readonly recordMany: RecordMany
  readonly admission: Admission
  readonly allowance: Allowance
}

export function recordService(taking: Taking) {
  const submit = submitWith(taking)
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

const submitWith =
  ({ recordMany, admission, allowance }: Taking) =>
  async (caller: Caller, { records }: SubmitRecordsRequest): Promise<SubmitRecordsResponse> => {
    // A message has been read already; what does not fit is answered record by record, so that the stream goes on.
    const none = (refusal: Refusal) => ({
      answers: records.map((one) => refused(one.recordId.slice(0, ID_LETTERS), refusal)),
    })
    const lane = laneOf(caller)
    const hold = admission.enter(caller.sub, lane, records.length * 350)
    if (isRefusal(hold)) return none(hold)
    try {
      const beyond = await allowance(caller.sub, lane, records.length)
      if (beyond !== undefined) return none(beyond)
      const outcomes = await recordMany(caller, records, fromRecordMessage, hold)
      return {
        answers: outcomes.map((outcome, at) =>
          'place' in outcome
            ? accepted(outcome.recordId, outcome.place)
            : refused(records[at]!.recordId.slice(0, ID_LETTERS), outcome.refusal),
        ),
      }
    } finally {
      hold.over()
    }
  }

/** What is said back of an id that is none. */
const ID_LETTERS = 64

const accepted = (recordId: string, { partition, offset, appendedAt }: Place): Answer => ({
  recordId,
  outcome: { $case: 'accepted', value: { partition, offset, recordedAt: BigInt(appendedAt) } },
})
const refused = (recordId: string, refusal: Refusal): Answer => ({
  recordId,
  outcome: { $case: 'refused', value: { code: refusal.code, field: refusal.field ?? '' } },
})
