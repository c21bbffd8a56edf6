import type { ServiceDefinition } from '@grpc/grpc-js'
import { checkOfMethod, descriptors } from '@timbang/contracts/edge'
import type { Refusal } from '@timbang/contracts/refusal'
import { isOperation, type Operation } from '@timbang/identity/access'
import type { Caller } from '@timbang/identity/caller'
import type { Verify } from '@timbang/identity/verify'
import {
  type ClientError,
  createChannel,
  createClientFactory,
  createServer,
  Metadata,
  type ServiceImplementation,
} from 'nice-grpc'
import { deadlineMiddleware } from 'nice-grpc-client-middleware-deadline'
import { HealthDefinition, HealthServiceImpl, HealthState } from 'nice-grpc-server-health'
import { ServerReflection, ServerReflectionService } from 'nice-grpc-server-reflection'
import { guarded, handler, openStreams } from './grpc-handler.ts'
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
 * A stream in ends cleanly however it ends and never throws: nothing is done at its end that no last message announced.
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
  /** Streams that one caller may have open at once; 4 for a person and 64 for a machine when absent. */
  readonly streams?: number
  /** Milliseconds after which a stream whose caller neither sends nor reads is ended; two minutes when absent. */
  readonly silence?: number
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

const serviceOf = (definition: Definition): string => Object.values(definition)[0]!.path.split('/')[1]!

/**
 * A gRPC server with health and reflection; every method is an operation of the access table, every field of a request one of the
 * words that the contracts say of it, every refusal a status with its code beside it.
 */
export async function grpcServer(options: GrpcOptions): Promise<GrpcServer> {
  const server = createServer({
    'grpc.max_receive_message_length': MOST_BYTES,
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 60_000,
    // Calls of an old connection may take their time: an import or a seal is one call of many minutes.
    'grpc.max_connection_age_ms': 300_000,
    'grpc.max_connection_age_grace_ms': 3_600_000,
  })
  const state = HealthState()
  state.setStatus('unhealthy')
  server.add(HealthDefinition, HealthServiceImpl(state))
  server.add(
    ServerReflectionService,
    ServerReflection(
      descriptors,
      options.services.map((served) => serviceOf(served.definition)),
    ),
  )
  const streams = openStreams(options.streams)
  for (const served of options.services) {
    const handlers: Record<string, unknown> = {}
    const definitions: Record<string, Method> = {}
    for (const [method, definition] of Object.entries(served.definition)) {
      const operation = `${served.name}.${capital(method)}`
      if (!isOperation(operation)) throw new Error(`the method ${operation} is not in the access table`)
      handlers[method] = handler(options, {
        streams,
        operation,
        definition,
        check: checkOfMethod(definition.path) as (request: unknown) => Refusal | undefined,
        implementation: served.implementation[method] as never,
      })
      definitions[method] = guarded(options.log, operation, definition)
    }
    server.add(
      definitions as unknown as ServiceDefinition,
      handlers as unknown as ServiceImplementation<ServiceDefinition>,
    )
  }
  const port = await server.listen(options.listen)
  state.setStatus('healthy')
  return {
    address: `${options.listen.replace(/:\d+$/, '')}:${port}`,
    stop: async () => {
      state.setStatus('unhealthy')
      const forced = setTimeout(() => server.forceShutdown(), 5_000)
      await server.shutdown()
      clearTimeout(forced)
    },
  }
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

interface Outgoing {
  readonly metadata: Metadata
  readonly deadline?: number
  readonly signal?: AbortSignal
  readonly onTrailer: (trailer: Metadata) => void
}
type Ask = (request: unknown, options: Outgoing) => Promise<unknown> & AsyncIterable<unknown>

/**
 * A client made from ts-proto's definition: promises and async iterables, refusals as values. What is neither an answer nor a refusal is thrown.
 * A call begins when it is read.
 * @param address `host:port`, or `dns:///name:port` to spread over replicas
 */
export function grpcClient<D extends object>(definition: D, address: string): GrpcClient<D> {
  const channel = createChannel(address, undefined, {
    'grpc.max_receive_message_length': MOST_BYTES,
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 60_000,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 2_000,
    'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  })
  const client = createClientFactory()
    .use(deadlineMiddleware)
    .create(definition as unknown as ServiceDefinition, channel) as unknown as Record<string, Ask>
  const methods: Record<string, unknown> = { close: () => channel.close() }
  for (const [name, method] of Object.entries(definition as unknown as Definition))
    methods[name] = method.responseStream ? stream(client[name]!) : unary(client[name]!)
  return methods as GrpcClient<D>
}

/** A call as the library takes it, and what its trailer said of an error: the refusal, or the error again. */
function calling(options: CallOptions | undefined, deadline: number | undefined) {
  let trailer: Metadata | undefined
  const { token, signal } = options ?? {}
  const outgoing: Outgoing = {
    metadata: Metadata(token === undefined || token === '' ? {} : { authorization: `Bearer ${token}` }),
    ...(deadline === undefined ? {} : { deadline }),
    ...(signal === undefined ? {} : { signal }),
    onTrailer: (told) => {
      trailer = told
    },
  }
  const refusal = (error: unknown): Refusal => {
    const told = toRefusal(error as ClientError, trailer)
    if (told === undefined) throw error
    return told
  }
  return { outgoing, refusal }
}

const unary = (ask: Ask) => async (request: unknown, options?: CallOptions) => {
  const { outgoing, refusal } = calling(options, options?.deadline ?? 5_000)
  options?.signal?.throwIfAborted()
  try {
    return await ask(request, outgoing)
  } catch (error) {
    options?.signal?.throwIfAborted()
    return refusal(error)
  }
}

const stream =
  (ask: Ask) =>
  (request: unknown, options?: CallOptions): Answers<unknown> => {
    let refused: Refusal | undefined
    return {
      refusal: () => refused,
      async *[Symbol.asyncIterator]() {
        const { outgoing, refusal } = calling(options, options?.deadline)
        try {
          yield* ask(request, outgoing)
        } catch (error) {
          if (options?.signal?.aborted !== true) refused = refusal(error)
        }
      },
    }
  }
