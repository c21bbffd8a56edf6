import type * as grpc from '@grpc/grpc-js'
import { once } from 'node:events'
import { isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import { mayCome, type Operation } from '@timbang/identity/access'
import { publicCaller } from '@timbang/identity/caller'
import type { Call, GrpcOptions, Method } from './grpc.ts'
import { toStatus } from './grpc-refusal.ts'
import type { Log } from './log.ts'

const bearer = (metadata: grpc.Metadata): string | undefined => {
  const value = metadata.get('authorization')[0]
  return typeof value === 'string' ? /^Bearer (\S+)$/i.exec(value)?.[1] : undefined
}

const UNREADABLE = Symbol('bytes that are no message')

/** The library answers broken bytes without a code, and keeps to itself why an answer could not be written: both are told here. */
export const guarded = (log: Log, operation: Operation, definition: Method): Method => ({
  ...definition,
  requestDeserialize: (bytes) => {
    try {
      return definition.requestDeserialize(bytes)
    } catch {
      return UNREADABLE
    }
  },
  responseSerialize: (value) => {
    try {
      return definition.responseSerialize(value)
    } catch (error) {
      log.error({ err: error, operation }, 'an answer does not fit its contract')
      throw error
    }
  },
})

type Stream = grpc.ServerDuplexStream<unknown, unknown> & grpc.ServerWritableStream<unknown, unknown>

/** Serves a method: asks at the door, lets the implementation answer, and makes of whatever it gives or throws an answer or a status. */
export function handler(
  options: GrpcOptions,
  operation: Operation,
  definition: Method,
  implementation: (...given: unknown[]) => unknown,
): grpc.UntypedHandleCall {
  if (definition.requestStream && !definition.responseStream)
    throw new Error(`the method ${operation} takes a stream and must answer with one`)
  const enter = async (call: { metadata: grpc.Metadata } & NodeJS.EventEmitter): Promise<Call | Refusal> => {
    const gone = new AbortController()
    call.once('cancelled', () => gone.abort(new Error('the caller has gone')))
    const token = bearer(call.metadata)
    const caller = token === undefined ? publicCaller : await options.verify(token)
    if (isRefusal(caller)) return caller
    if (!mayCome(caller, operation)) return refuse(caller.kind === 'public' ? 'access.token-missing' : 'access.denied')
    return { caller, operation, signal: gone.signal }
  }
  const fault = (error: unknown, signal: AbortSignal | undefined): grpc.ServiceError => {
    // Nobody waits for the answer, and what broke may have broken because of that.
    if (signal?.aborted === true) options.log.debug({ err: error, operation }, 'a caller went')
    else options.log.error({ err: error, operation }, 'a call failed')
    return toStatus(refuse('service.unavailable'))
  }
  if (!definition.responseStream) {
    return ((call: grpc.ServerUnaryCall<unknown, unknown>, answer: grpc.sendUnaryData<unknown>) => {
      let signal: AbortSignal | undefined
      const go = async () => {
        const entered = await enter(call)
        if (isRefusal(entered)) return entered
        signal = entered.signal
        signal.throwIfAborted()
        return call.request === UNREADABLE ? refuse('request.malformed') : implementation(call.request, entered)
      }
      go().then(
        (result) => (isRefusal(result) ? answer(toStatus(result)) : answer(null, result)),
        (error: unknown) => answer(fault(error, signal)),
      )
    }) as grpc.UntypedHandleCall
  }
  return ((call: Stream) => {
    let signal: AbortSignal | undefined
    let unreadable = false
    const refused = (refusal: Refusal) => call.emit('error', toStatus(refusal))
    async function* requests(entered: Call) {
      // An implementation that stops reading early must not destroy the stream: its refusal still has to go out.
      for await (const request of call.iterator({ destroyOnReturn: false })) {
        unreadable = request === UNREADABLE
        if (unreadable) throw new Error('bytes that are no message')
        yield request
      }
      entered.signal.throwIfAborted()
    }
    const go = async () => {
      const entered = await enter(call)
      if (isRefusal(entered)) return refused(entered)
      signal = entered.signal
      signal.throwIfAborted()
      if (!definition.requestStream && (call.request as unknown) === UNREADABLE)
        return refused(refuse('request.malformed'))
      const out = implementation(
        definition.requestStream ? requests(entered) : call.request,
        entered,
      ) as AsyncGenerator<unknown, Refusal | void>
      for (;;) {
        const { value, done } = await out.next()
        if (done === true) return isRefusal(value) ? refused(value) : call.end()
        try {
          signal.throwIfAborted()
          if (!call.write(value)) await once(call, 'drain', { signal })
        } catch (error) {
          await out.return(undefined)
          throw error
        }
      }
    }
    // A stream whose caller has gone errs on write.
    call.on('error', (error) => options.log.debug({ operation, reason: error.message }, 'a stream ended early'))
    go().catch((error: unknown) =>
      unreadable ? refused(refuse('request.malformed')) : call.emit('error', fault(error, signal)),
    )
  }) as grpc.UntypedHandleCall
}
