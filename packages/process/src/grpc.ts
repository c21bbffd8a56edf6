import * as grpc from '@grpc/grpc-js'
import { HealthImplementation } from 'grpc-health-check'
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader'
import { ReflectionService } from '@grpc/reflection'
import { readFileSync } from 'node:fs'
import { isRefusal, isRefusalCode, refusals, refuse, sentence, type Refusal } from '@timbang/contracts/refusal'
import { isOperation, mayCome, type Operation } from '@timbang/identity/access'
import { publicCaller, type Caller } from '@timbang/identity/caller'
import type { Verify } from '@timbang/identity/verify'
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

/** A plain async function per method. A stream out is an async generator; the refusal that it returns ends it. */
export type Implementation<D> = {
  readonly [M in keyof D]: D[M] extends { requestStream: true }
    ? (requests: AsyncIterable<Request<D[M]>>, call: Call) => AsyncGenerator<Response<D[M]>, Refusal | void>
    : D[M] extends { responseStream: true }
      ? (request: Request<D[M]>, call: Call) => AsyncGenerator<Response<D[M]>, Refusal | void>
      : (request: Request<D[M]>, call: Call) => Promise<Response<D[M]> | Refusal>
}

const REFUSAL_KEY = 'timbang-refusal-bin'
const MOST_BYTES = 8 * 1024 * 1024

function toStatus(refusal: Refusal): grpc.ServiceError {
  const metadata = new grpc.Metadata()
  metadata.set(REFUSAL_KEY, Buffer.from(JSON.stringify({ code: refusal.code, details: refusal.details, field: refusal.field })))
  const message = sentence(refusal, 'en')
  return Object.assign(new Error(message), { code: refusals[refusal.code].grpc as grpc.status, details: message, metadata })
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

/** The operations of services, for the test that holds them against the access table. */
export const operationsOfServices = (services: readonly Served[]): string[] =>
  services.flatMap(({ name, definition }) => Object.keys(definition).map((method) => `${name}.${capital(method)}`))

/** A gRPC server with health and reflection; every method is an operation of the access table, every refusal a status with its code beside it. */
export async function grpcServer(options: GrpcOptions): Promise<GrpcServer> {
  const server = new grpc.Server({
    'grpc.max_receive_message_length': MOST_BYTES, 'grpc.keepalive_time_ms': 30_000, 'grpc.keepalive_timeout_ms': 10_000, 'grpc.max_connection_age_ms': 300_000, 'grpc.max_connection_age_grace_ms': 30_000,
  })
  const state = new HealthImplementation({ '': 'NOT_SERVING' })
  state.addToServer(server)
  reflection().addToServer(server)
  for (const served of options.services) {
    const handlers: Record<string, grpc.UntypedHandleCall> = {}
    for (const [method, definition] of Object.entries(served.definition)) {
      const operation = `${served.name}.${capital(method)}`
      if (!isOperation(operation)) throw new Error(`the method ${operation} is not in the access table`)
      handlers[method] = handler(options, operation, definition, served.implementation[method] as never)
    }
    server.addService(served.definition as unknown as grpc.ServiceDefinition, handlers)
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

type Stream = grpc.ServerDuplexStream<unknown, unknown> & grpc.ServerWritableStream<unknown, unknown>

function handler(options: GrpcOptions, operation: Operation, definition: Method, implementation: (...given: unknown[]) => unknown): grpc.UntypedHandleCall {
  const enter = async (call: { metadata: grpc.Metadata } & NodeJS.EventEmitter): Promise<Call | Refusal> => {
    const token = bearer(call.metadata)
    const caller = token === undefined ? publicCaller : await options.verify(token)
    if (isRefusal(caller)) return caller
    if (!mayCome(caller, operation)) return refuse(caller.kind === 'public' ? 'access.token-missing' : 'access.denied')
    const gone = new AbortController()
    call.on('cancelled', () => gone.abort())
    return { caller, operation, signal: gone.signal }
  }
  const fault = (error: unknown): grpc.ServiceError => {
    options.log.error({ err: error, operation }, 'a call failed')
    return toStatus(refuse('service.unavailable'))
  }
  if (!definition.responseStream && !definition.requestStream) {
    return ((call: grpc.ServerUnaryCall<unknown, unknown>, answer: grpc.sendUnaryData<unknown>) => {
      enter(call)
        .then(async (entered) => (isRefusal(entered) ? entered : implementation(call.request, entered)))
        .then((result) => (isRefusal(result) ? answer(toStatus(result)) : answer(null, result)), (error: unknown) => answer(fault(error)))
    }) as grpc.UntypedHandleCall
  }
  return ((call: Stream) => {
    // A stream whose caller has gone errs on write; the loop below sees the signal and ends.
    call.on('error', (error) => options.log.debug({ err: error, operation }, 'a stream broke'))
    const go = async () => {
      const entered = await enter(call)
      if (isRefusal(entered)) return call.emit('error', toStatus(entered))
      // An implementation that stops reading early must not destroy the stream: its refusal still has to go out.
      const out = implementation(definition.requestStream ? call.iterator({ destroyOnReturn: false }) : call.request, entered) as AsyncGenerator<unknown, Refusal | void>
      for (;;) {
        const { value, done } = await out.next()
        if (done === true) {
          if (isRefusal(value)) call.emit('error', toStatus(value))
          else call.end()
          return
        }
        if (entered.signal.aborted) return void out.return(undefined)
        if (!call.write(value)) await new Promise<void>((resolve) => { call.once('drain', resolve); entered.signal.addEventListener('abort', () => resolve(), { once: true }) })
      }
    }
    go().catch((error: unknown) => call.emit('error', fault(error)))
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

function toRefusal(error: grpc.ServiceError): Refusal | undefined {
  const carried = error.metadata?.get(REFUSAL_KEY)[0]
  if (carried !== undefined) {
    const read = JSON.parse(carried.toString()) as { code: string; details?: Refusal['details']; field?: string }
    if (isRefusalCode(read.code)) return refuse(read.code, read.details, read.field)
  }
  return error.code === grpc.status.UNAVAILABLE || error.code === grpc.status.DEADLINE_EXCEEDED ? refuse('service.unavailable') : undefined
}

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
    'grpc.max_receive_message_length': MOST_BYTES, 'grpc.keepalive_time_ms': 30_000, 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 2_000,
    'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  })
  const methods: Record<string, unknown> = { close: () => client.close() }
  for (const [name, method] of Object.entries(definition as unknown as Definition)) {
    if (!method.requestStream && !method.responseStream) {
      methods[name] = (request: never, options?: CallOptions) =>
        new Promise<unknown>((resolve, reject) => {
          const call = client.makeUnaryRequest(method.path, method.requestSerialize, method.responseDeserialize, request, metadataOf(options), { deadline: new Date(performance.timeOrigin + performance.now() + (options?.deadline ?? 5_000)) }, (error, response) => {
            if (error === null) return resolve(response)
            const refusal = toRefusal(error)
            if (refusal === undefined) reject(error)
            else resolve(refusal)
          })
          options?.signal?.addEventListener('abort', () => call.cancel(), { once: true })
        })
    } else if (method.requestStream) {
      methods[name] = (requests: AsyncIterable<never>, options?: CallOptions) => {
        const call = client.makeBidiStreamRequest(method.path, method.requestSerialize, method.responseDeserialize, metadataOf(options))
        const send = async () => {
          for await (const request of requests) if (!call.write(request)) await new Promise<void>((resolve) => { call.once('drain', resolve); call.once('close', resolve) })
          call.end()
        }
        send().catch((error: unknown) => call.destroy(error instanceof Error ? error : new Error(String(error))))
        return answers(call, options)
      }
    } else {
      methods[name] = (request: never, options?: CallOptions) => answers(client.makeServerStreamRequest(method.path, method.requestSerialize, method.responseDeserialize, request, metadataOf(options)), options)
    }
  }
  return methods as GrpcClient<D>
}

function answers<R>(call: grpc.ClientReadableStream<R> | grpc.ClientDuplexStream<never, R>, options: CallOptions | undefined): Answers<R> {
  let refusal: Refusal | undefined
  options?.signal?.addEventListener('abort', () => call.cancel(), { once: true })
  return {
    refusal: () => refusal,
    async *[Symbol.asyncIterator]() {
      try {
        for await (const message of call as AsyncIterable<R>) yield message
      } catch (error) {
        if (options?.signal?.aborted === true) return
        refusal = toRefusal(error as grpc.ServiceError)
        if (refusal === undefined) throw error
      }
    },
  }
}
