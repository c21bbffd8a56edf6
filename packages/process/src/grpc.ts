import * as grpc from '@grpc/grpc-js'
import { HealthImplementation } from 'grpc-health-check'
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader'
import { ReflectionService } from '@grpc/reflection'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { isRefusal, refuse, type Refusal } from '@timbang/contracts/refusal'
import { isOperation, mayCome, type Operation } from '@timbang/identity/access'
import { publicCaller, type Caller } from '@timbang/identity/caller'
import type { Verify } from '@timbang/identity/verify'
import { systemClock } from './clock.ts'
import { MOST_BYTES, toRefusal, toStatus } from './grpc-refusal.ts'
import type { Log } from './log.ts'

/** Who calls, and a signal that fires when he has gone. */
export interface Call {
  readonly caller: Caller
  readonly operation: Operation
  readonly signal: AbortSignal
}

interface Method {
  readonly path: string
  readonly requestStream: boolean
  readonly responseStream: boolean
  readonly requestSerialize: (value: never) => Buffer
  readonly requestDeserialize: (bytes: Buffer) => unknown
  readonly responseSerialize: (value: never) => Buffer
  readonly responseDeserialize: (bytes: Buffer) => unknown
}
type Definition = Readonly<Record<string, Method>>
type Request<M> = M extends { requestDeserialize: (bytes: Buffer) => infer Q } ? Q : never
type Response<M> = M extends { responseDeserialize: (bytes: Buffer) => infer R } ? R : never

/**
 * A plain async function per method. A stream out is an async generator; the refusal that it returns ends it.
 * A stream in throws when its connection breaks before the caller has ended it. But Node's http2 ends a stream before it resets it, so
 * one that was cancelled can look like one that was ended: where the end means something, the last message says that it is the last.
 */
export type Implementation<D> = {
  readonly [M in keyof D]: D[M] extends { requestStream: true }
    ? (requests: AsyncIterable<Request<D[M]>>, call: Call) => AsyncGenerator<Response<D[M]>, Refusal | void>
    : D[M] extends { responseStream: true }
      ? (request: Request<D[M]>, call: Call) => AsyncGenerator<Response<D[M]>, Refusal | void>
      : (request: Request<D[M]>, call: Call) => Promise<Response<D[M]> | Refusal>
}

const bearer = (metadata: grpc.Metadata): string | undefined => {
  const value = metadata.get('authorization')[0]
  return typeof value === 'string' ? /^Bearer (\S+)$/i.exec(value)?.[1] : undefined
}

export interface GrpcServer {
  /** `host:port` as bound. */
  readonly address: string
  stop(): Promise<void>
}

export interface GrpcOptions {
  readonly log: Log
  readonly verify: Verify
  /** `127.0.0.1:0` takes any free port. */
  readonly listen: string
  /** `[name of the service as in the access table, ts-proto's definition, implementation]`, made with `serve`. */
  readonly services: readonly Served[]
}

export interface Served {
  readonly name: string
  readonly definition: Definition
  readonly implementation: Readonly<Record<string, unknown>>
}

/** Binds a definition to its implementation, with their types. @param name as in the access table, e.g. `journal` */
export const serve = <D extends object>(name: string, definition: D, implementation: Implementation<D>): Served =>
  ({ name, definition: definition as unknown as Definition, implementation: implementation as Readonly<Record<string, unknown>> })

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)

/** A gRPC server with health and reflection; every method is an operation of the access table, every refusal a status with its code beside it. */
export async function grpcServer(options: GrpcOptions): Promise<GrpcServer> {
  const server = new grpc.Server({
    'grpc.max_receive_message_length': MOST_BYTES, 'grpc.keepalive_time_ms': 30_000, 'grpc.keepalive_timeout_ms': 60_000, 
    // Calls of an old connection may take their time: an import or a seal is one call of many minutes.
    'grpc.max_connection_age_ms': 300_000, 'grpc.max_connection_age_grace_ms': 3_600_000,
  })
  const state = new HealthImplementation({ '': 'NOT_SERVING' })
  state.addToServer(server)
  reflection().addToServer(server)
  for (const served of options.services) {
    const handlers: Record<string, grpc.UntypedHandleCall> = {}
    const definitions: Record<string, Method> = {}
    for (const [method, definition] of Object.entries(served.definition)) {
      const operation = `${served.name}.${capital(method)}`
      if (!isOperation(operation)) throw new Error(`the method ${operation} is not in the access table`)
      handlers[method] = handler(options, operation, definition, served.implementation[method] as never)
      definitions[method] = guarded(options.log, operation, definition)
    }
    server.addService(definitions as unknown as grpc.ServiceDefinition, handlers)
  }
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync(options.listen, grpc.ServerCredentials.createInsecure(), (error, bound) => (error === null ? resolve(bound) : reject(error))),
  )
  state.setStatus('', 'SERVING')
  return {
    address: `${options.listen.replace(/:\d+$/, '')}:${port}`,
    stop: async () => {
      state.setStatus('', 'NOT_SERVING')
      const forced = setTimeout(() => server.forceShutdown(), 5_000)
      await new Promise<void>((resolve) => server.tryShutdown(() => resolve()))
      clearTimeout(forced)
    },
  }
}

/** Answers `grpcurl list` and `describe` from the descriptors that the contracts were generated with; read once a process. */
let described: ReflectionService | undefined
function reflection(): ReflectionService {
  described ??= new ReflectionService(loadFileDescriptorSetFromBuffer(readFileSync(new URL('../gen/descriptors.binpb', import.meta.resolve('@timbang/contracts/topics')))))
  return described
}

const UNREADABLE = Symbol('bytes that are no message')

/** The library answers broken bytes without a code, and keeps to itself why an answer could not be written: both are told here. */
const guarded = (log: Log, operation: Operation, definition: Method): Method => ({
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

function handler(options: GrpcOptions, operation: Operation, definition: Method, implementation: (...given: unknown[]) => unknown): grpc.UntypedHandleCall {
  if (definition.requestStream && !definition.responseStream) throw new Error(`the method ${operation} takes a stream and must answer with one`)
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
      go().then((result) => (isRefusal(result) ? answer(toStatus(result)) : answer(null, result)), (error: unknown) => answer(fault(error, signal)))
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
      if (!definition.requestStream && (call.request as unknown) === UNREADABLE) return refused(refuse('request.malformed'))
      const out = implementation(definition.requestStream ? requests(entered) : call.request, entered) as AsyncGenerator<unknown, Refusal | void>
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
    go().catch((error: unknown) => (unreadable ? refused(refuse('request.malformed')) : call.emit('error', fault(error, signal))))
  }) as grpc.UntypedHandleCall
}

/** How one call goes out: with whose token, and how long it may take. */
export interface CallOptions {
  readonly token?: string
  /** Milliseconds; 5,000 when absent, streams have none. */
  readonly deadline?: number
  readonly signal?: AbortSignal
}

/** Messages as they come; `refusal()` tells after the end why it ended early. */
export interface Answers<R> extends AsyncIterable<R> {
  refusal(): Refusal | undefined
}

export type GrpcClient<D> = {
  readonly [M in keyof D]: D[M] extends { requestStream: true }
    ? (requests: AsyncIterable<Request<D[M]>>, options?: CallOptions) => Answers<Response<D[M]>>
    : D[M] extends { responseStream: true }
      ? (request: Request<D[M]>, options?: CallOptions) => Answers<Response<D[M]>>
      : (request: Request<D[M]>, options?: CallOptions) => Promise<Response<D[M]> | Refusal>
} & { close(): void }

const metadataOf = (options: CallOptions | undefined): grpc.Metadata => {
  const metadata = new grpc.Metadata()
  if (options?.token !== undefined && options.token !== '') metadata.set('authorization', `Bearer ${options.token}`)
  return metadata
}

/**
 * A client made from ts-proto's definition: promises and async iterables, refusals as values. What is neither an answer nor a refusal is thrown.
 * @param address `host:port`, or `dns:///name:port` to spread over replicas
 */
export function grpcClient<D extends object>(definition: D, address: string): GrpcClient<D> {
  const client = new grpc.Client(address, grpc.credentials.createInsecure(), {
    'grpc.max_receive_message_length': MOST_BYTES, 'grpc.keepalive_time_ms': 30_000, 'grpc.keepalive_timeout_ms': 60_000, 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 2_000,
    'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  })
  const methods: Record<string, unknown> = { close: () => client.close() }
  for (const [name, method] of Object.entries(definition as unknown as Definition)) {
    if (!method.responseStream) {
      methods[name] = (request: never, options?: CallOptions) => unary(client, method, request, options)
    } else if (method.requestStream) {
      methods[name] = (requests: AsyncIterable<never>, options?: CallOptions) => {
        const call = client.makeBidiStreamRequest(method.path, method.requestSerialize, method.responseDeserialize, metadataOf(options))
        const end = ending(call)
        const send = async () => {
          for await (const request of requests) {
            if (end.over.aborted) return
            if (!call.write(request)) await once(call, 'drain', { signal: end.over })
          }
          call.end()
        }
        send().catch((error: unknown) => {
          if (end.over.aborted) return
          // What was sent is not all: the server must not take it so, and the reader hears why.
          call.destroy(error instanceof Error ? error : new Error(String(error)))
          call.cancel()
        })
        return answers(call, end, options)
      }
    } else {
      methods[name] = (request: never, options?: CallOptions) => {
        const call = client.makeServerStreamRequest(method.path, method.requestSerialize, method.responseDeserialize, request, metadataOf(options))
        return answers(call, ending(call), options)
      }
    }
  }
  return methods as GrpcClient<D>
}

const unary = (client: grpc.Client, method: Method, request: never, options: CallOptions | undefined) =>
  new Promise<unknown>((resolve, reject) => {
    const signal = options?.signal
    if (signal?.aborted === true) return reject(signal.reason)
    const cancel = () => call.cancel()
    const call = client.makeUnaryRequest(method.path, method.requestSerialize, method.responseDeserialize, request, metadataOf(options), { deadline: systemClock.now() + (options?.deadline ?? 5_000) }, (error, response) => {
      signal?.removeEventListener('abort', cancel)
      if (error === null) return resolve(response)
      if (signal?.aborted === true) return reject(signal.reason)
      const refusal = toRefusal(error)
      if (refusal === undefined) reject(error)
      else resolve(refusal)
    })
    signal?.addEventListener('abort', cancel, { once: true })
  })

type Incoming<R> = grpc.ClientReadableStream<R> | grpc.ClientDuplexStream<never, R>

/** Knows when a call is over and what ended it, from its first moment: an error comes once, and without a listener it ends the process. */
function ending(call: Incoming<unknown>): { readonly over: AbortSignal; error(): unknown } {
  const over = new AbortController()
  let broke: unknown
  call.on('error', (error) => {
    broke ??= error
    over.abort()
  })
  call.once('status', () => over.abort())
  call.once('close', () => over.abort())
  return { over: over.signal, error: () => broke }
}

function answers<R>(call: Incoming<R>, end: ReturnType<typeof ending>, options: CallOptions | undefined): Answers<R> {
  let refusal: Refusal | undefined
  const signal = options?.signal
  const cancel = () => call.cancel()
  if (signal?.aborted === true) cancel()
  signal?.addEventListener('abort', cancel, { once: true })
  end.over.addEventListener('abort', () => signal?.removeEventListener('abort', cancel), { once: true })
  return {
    refusal: () => refusal,
    async *[Symbol.asyncIterator]() {
      let failed: unknown
      try {
        for await (const message of call as AsyncIterable<R>) yield message
      } catch (error) {
        failed = error
      } finally {
        // Whoever stops reading has no use for the rest: the server hears it.
        cancel()
      }
      failed ??= end.error()
      if (failed === undefined || signal?.aborted === true) return
      refusal = toRefusal(failed as grpc.ServiceError)
      if (refusal === undefined) throw failed
    },
  }
}
