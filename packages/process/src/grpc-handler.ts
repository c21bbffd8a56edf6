import { isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import { withTrace } from '@timbang/contracts/trace'
import { mayCome, type Operation } from '@timbang/identity/access'
import { publicCaller, type Caller } from '@timbang/identity/caller'
import type { CallContext } from 'nice-grpc'
import type { Call, GrpcOptions, Method } from './grpc.ts'
import { toStatus } from './grpc-refusal.ts'
import type { Log } from './log.ts'
import { currentTrace, traced } from './trace.ts'

/** A caller may have so many streams open at once; a machine's are those of all its workers. */
const STREAMS_OF_A_PERSON = 4
const STREAMS_OF_A_MACHINE = 64
/** Whoever neither sends nor reads for so long has gone, whatever his connection says. */
const SILENCE_MS = 120_000

/** An object: the library looks into what it was given. */
const UNREADABLE = Object.freeze({ bytes: 'that are no message' })

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

const bearer = (context: CallContext): string | undefined =>
  /^Bearer (\S+)$/i.exec(context.metadata.get('authorization') ?? '')?.[1]

/** Streams that are open, by caller. */
export function openStreams(most?: number) {
  const open = new Map<string, number>()
  return {
    enter(caller: Caller): (() => void) | Refusal {
      const held = open.get(caller.sub) ?? 0
      if (held >= (most ?? (caller.kind === 'machine' ? STREAMS_OF_A_MACHINE : STREAMS_OF_A_PERSON)))
        return refuse('request.too-many', { seconds: 1 })
      open.set(caller.sub, held + 1)
      return () => {
        const left = open.get(caller.sub)! - 1
        if (left === 0) open.delete(caller.sub)
        else open.set(caller.sub, left)
      }
    },
  }
}

/**
 * Serves a method: asks at the door, lets the implementation answer, and makes of whatever it gives or throws an answer or a status.
 * A stream of requests ends in one way only: cleanly. Whether its caller ended it, broke it off, cancelled, sent bytes that are no
 * message or fell silent cannot be told apart in HTTP/2, so an implementation does at the end only what a last message announced.
 */
export function handler(
  options: GrpcOptions,
  {
    streams,
    operation,
    definition,
    check,
    implementation,
  }: {
    streams: ReturnType<typeof openStreams>
    operation: Operation
    definition: Method
    check: (request: unknown) => Refusal | undefined
    implementation: (request: unknown, call: Call) => unknown
  },
): unknown {
  if (definition.requestStream && !definition.responseStream)
    throw new Error(`the method ${operation} takes a stream and must answer with one`)
  const silence = options.silence ?? SILENCE_MS
  const faultOf = (request: unknown): Refusal | undefined =>
    request === UNREADABLE ? refuse('request.malformed') : check(request)

  const enter = async (context: CallContext): Promise<Call | Refusal> => {
    const token = bearer(context)
    const caller = token === undefined ? publicCaller : await options.verify(token)
    if (isRefusal(caller)) return caller
    if (!mayCome(caller, operation)) return refuse(caller.kind === 'public' ? 'access.token-missing' : 'access.denied')
    context.signal.throwIfAborted()
    return { caller, operation, signal: context.signal }
  }
  const traceOf = (context: CallContext) => traced(context.metadata.get('traceparent'), currentTrace)
  const fault = (error: unknown, context: CallContext) => {
    // Nobody waits for the answer, and what broke may have broken because of that.
    if (context.signal.aborted) options.log.debug({ err: error, operation }, 'a caller went')
    else options.log.error({ err: error, operation }, 'a call failed')
    return toStatus(refuse('service.unavailable'), context.trailer)
  }

  if (!definition.responseStream) {
    return async (request: unknown, context: CallContext) => {
      let result: unknown
      try {
        const call = await enter(context)
        if (isRefusal(call)) result = call
        else result = faultOf(request) ?? (await withTrace(traceOf(context), () => implementation(request, call)))
      } catch (error) {
        throw fault(error, context)
      }
      if (isRefusal(result)) throw toStatus(result, context.trailer)
      return result
    }
  }

  return async function* (request: unknown, context: CallContext) {
    let refusal: Refusal | undefined
    let out: AsyncGenerator<unknown, Refusal | void> | undefined
    let leave: (() => void) | undefined
    try {
      const call = await enter(context)
      if (isRefusal(call)) refusal = call
      else {
        const entered = streams.enter(call.caller)
        if (isRefusal(entered)) refusal = entered
        else leave = entered
        if (!definition.requestStream) refusal ??= faultOf(request)
        if (refusal === undefined) {
          out = implementation(
            definition.requestStream
              ? untilItEnds(request as AsyncIterable<unknown>, faultOf, silence, (because) => (refusal = because))
              : request,
            call,
          ) as AsyncGenerator<unknown, Refusal | void>
          const trace = traceOf(context)
          const next = () => withTrace(trace, () => out!.next())
          for (;;) {
            const { value, done } = await next()
            if (done === true) {
              if (isRefusal(value)) refusal = value
              break
            }
            // A caller who does not read keeps nothing open: what the generator holds is given back while it waits here.
            const asleep = setTimeout(() => {
              refusal = refuse('request.too-slow')
              out!
                .return(undefined)
                .catch((error: unknown) => options.log.error({ err: error, operation }, 'a call failed'))
            }, silence)
            try {
              yield value
            } finally {
              clearTimeout(asleep)
            }
            if (context.signal.aborted) break
          }
        }
      }
    } catch (error) {
      throw fault(error, context)
    } finally {
      leave?.()
      // Also where the caller has left at a yield: whatever the implementation opened, it closes now.
      await out?.return(undefined)
    }
    if (refusal !== undefined) throw toStatus(refusal, context.trailer)
  }
}

/** The messages of a stream up to where they can be read. Never throws: a rejection that nobody awaits at the moment would end the process. */
async function* untilItEnds(
  messages: AsyncIterable<unknown>,
  faultOf: (message: unknown) => Refusal | undefined,
  silence: number,
  because: (refusal: Refusal) => void,
): AsyncGenerator<unknown, void> {
  const source = messages[Symbol.asyncIterator]()
  for (;;) {
    const quiet = Promise.withResolvers<'silent'>()
    const timer = setTimeout(quiet.resolve, silence, 'silent')
    try {
      const next = await Promise.race([source.next(), quiet.promise])
      if (next === 'silent') return because(refuse('request.too-slow'))
      if (next.done === true) return
      const fault = faultOf(next.value)
      if (fault !== undefined) return because(fault)
      yield next.value
    } catch {
      // Broken off by its caller or by the transport, which knows its own status.
      return
    } finally {
      clearTimeout(timer)
    }
  }
}
