import * as grpc from '@grpc/grpc-js'
import { HealthImplementation } from 'grpc-health-check'
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader'
import { ReflectionService } from '@grpc/reflection'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import type { Refusal } from '@timbang/contracts/refusal'
import { isOperation, type Operation } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import type { Verify } from '@timbang/identity/verify'
import { systemClock } from './clock.ts'
import { guarded, handler } from './grpc-handler.ts'
import { MOST_BYTES, toRefusal } from './grpc-refusal.ts'
import type { Log } from './log.ts'

/** Who calls, and a signal that fires when he has gone. */
export interface Call {
  readonly caller: Caller
  readonly operation: Operation
  readonly signal: AbortSignal
}

export interface Method {
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
 * A stream in throws when its caller breaks it off before he has ended it, so that half of it is never taken for all.
 */
export type Implementation<D> = {
  readonly [M in keyof D]: D[M] extends { requestStream: true }
    ? (requests: AsyncIterable<Request<D[M]>>, call: Call) => AsyncGenerator<Response<D[M]>, Refusal | void>
    : D[M] extends { responseStream: true }
      ? (request: Request<D[M]>, call: Call) => AsyncGenerator<Response<D[M]>, Refusal | void>
      : (request: Request<D[M]>, call: Call) => Promise<Response<D[M]> | Refusal>
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
export const serve = <D extends object>(name: string, definition: D, implementation: Implementation<D>): Served => ({
  name,
  definition: definition as unknown as Definition,
  implementation: implementation as Readonly<Record<string, unknown>>,
})

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)

/** A gRPC server with health and reflection; every method is an operation of the access table, every refusal a status with its code beside it. */
export async function grpcServer(options: GrpcOptions): Promise<GrpcServer> {
  const server = new grpc.Server({
    'grpc.max_receive_message_length': MOST_BYTES,
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 60_000,
    // Calls of an old connection may take their time: an import or a seal is one call of many minutes.
    'grpc.max_connection_age_ms': 300_000,
    'grpc.max_connection_age_grace_ms': 3_600_000,
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
    server.bindAsync(options.listen, grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
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
  described ??= new ReflectionService(
    loadFileDescriptorSetFromBuffer(
      readFileSync(new URL('../gen/descriptors.binpb', import.meta.resolve('@timbang/contracts/topics'))),
    ),
  )
  return described
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

/**
 * Node's http2 ends a stream before it resets it, so to a server requests that were cancelled look like requests that were ended.
 * Whoever breaks them off therefore ends them by bytes that are no message, and cancels only where nobody reads those.
 */
const BROKEN_OFF = Symbol('the requests are broken off')
const NO_MESSAGE = Buffer.from([0xff, 0xff, 0xff])
const HEARD_WITHIN_MS = 500

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
    'grpc.max_receive_message_length': MOST_BYTES,
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 60_000,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 2_000,
    'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  })
  const methods: Record<string, unknown> = { close: () => client.close() }
  for (const [name, method] of Object.entries(definition as unknown as Definition)) {
    if (!method.responseStream) {
      methods[name] = (request: never, options?: CallOptions) => unary(client, method, request, options)
    } else if (method.requestStream) {
      methods[name] = (requests: AsyncIterable<never>, options?: CallOptions) => {
        const call = client.makeBidiStreamRequest(
          method.path,
          (value: unknown) => (value === BROKEN_OFF ? NO_MESSAGE : method.requestSerialize(value as never)),
          method.responseDeserialize,
          metadataOf(options),
        )
        const end = ending(call)
        let sent: 'some' | 'all' | 'broken off' = 'some'
        const leave = () => {
          if (sent === 'broken off') return
          if (sent === 'all' || end.over.aborted) return call.cancel()
          sent = 'broken off'
          call.write(BROKEN_OFF)
          call.end()
          const unheard = setTimeout(() => call.cancel(), HEARD_WITHIN_MS).unref()
          end.over.addEventListener('abort', () => clearTimeout(unheard), { once: true })
        }
        const send = async () => {
          for await (const request of requests) {
            if (sent === 'broken off' || end.over.aborted) return
            if (!call.write(request)) await once(call, 'drain', { signal: end.over })
          }
          if (sent === 'broken off') return
          sent = 'all'
          call.end()
        }
        send().catch((error: unknown) => {
          if (end.over.aborted) return
          end.because(error)
          leave()
        })
        return answers(call, end, leave, options)
      }
    } else {
      methods[name] = (request: never, options?: CallOptions) => {
        const call = client.makeServerStreamRequest(
          method.path,
          method.requestSerialize,
          method.responseDeserialize,
          request,
          metadataOf(options),
        )
        return answers(call, ending(call), () => call.cancel(), options)
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
    const call = client.makeUnaryRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      metadataOf(options),
      { deadline: systemClock.now() + (options?.deadline ?? 5_000) },
      (error, response) => {
        signal?.removeEventListener('abort', cancel)
        if (error === null) return resolve(response)
        if (signal?.aborted === true) return reject(signal.reason)
        const refusal = toRefusal(error)
        if (refusal === undefined) reject(error)
        else resolve(refusal)
      },
    )
    signal?.addEventListener('abort', cancel, { once: true })
  })

type Incoming<R> = grpc.ClientReadableStream<R> | grpc.ClientDuplexStream<never, R>

/** Knows when a call is over and what ended it, from its first moment: an error comes once, and without a listener it ends the process. */
function ending(call: Incoming<unknown>) {
  const over = new AbortController()
  let reason: unknown
  const because = (error: unknown) => {
    reason ??= error
  }
  call.on('error', (error) => {
    because(error)
    over.abort()
  })
  call.once('status', () => over.abort())
  call.once('close', () => over.abort())
  return { over: over.signal, because, reason: () => reason }
}

function answers<R>(
  call: Incoming<R>,
  end: ReturnType<typeof ending>,
  leave: () => void,
  options: CallOptions | undefined,
): Answers<R> {
  let refusal: Refusal | undefined
  const signal = options?.signal
  if (signal?.aborted === true) leave()
  signal?.addEventListener('abort', leave, { once: true })
  end.over.addEventListener('abort', () => signal?.removeEventListener('abort', leave), { once: true })
  return {
    refusal: () => refusal,
    async *[Symbol.asyncIterator]() {
      try {
        for await (const message of (call as Readable).iterator({ destroyOnReturn: false }) as AsyncIterable<R>)
          yield message
      } catch (error) {
        end.because(error)
      } finally {
        // Whoever stops reading has no use for the rest: the server hears it.
        leave()
      }
      const failed = end.reason()
      if (failed === undefined || signal?.aborted === true) return
      refusal = toRefusal(failed as grpc.ServiceError)
      if (refusal === undefined) throw failed
    },
  }
}
