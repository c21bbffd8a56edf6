import { grpcServer, type GrpcServer, type Served } from './grpc.ts'
import { httpServer, type HttpOptions, type HttpServer } from './http.ts'
import { openInner, type Inner, type InnerOptions } from './inner.ts'
import type { Verify } from '@timbang/identity/verify'
import { part, type Part } from './parts.ts'

/** Where a service is reached while its doors are open. */
export interface Addresses {
  /** Empty where no stranger comes by HTTP. */
  http: string
  grpc: string
  inner: string
}

/** What comes by which door. */
export interface Serves {
  readonly grpc: readonly Served[]
  /** Puts routes on the public HTTP port; absent: there is none. */
  readonly http?: (server: HttpServer) => void | Promise<void>
}

export type DoorOptions = HttpOptions &
  InnerOptions & {
    /** Of the public HTTP port, where there is one; 0 takes any free port. */
    readonly httpPort?: number
    readonly grpcPort: number
    readonly verify: Verify
    /** Streams that one caller may have open at once. */
    readonly streams?: number
    readonly serves: () => Serves | Promise<Serves>
  }

/** The doors of a service as one part: opened last, the inner one after those that it vouches for; closed first and at once. */
export function doors(options: DoorOptions): Part & { readonly addresses: Addresses } {
  const addresses = { http: '', grpc: '', inner: '' }
  const { host, httpPort = 0, grpcPort } = options
  const open = async () => {
    let http: HttpServer | undefined
    let grpc: GrpcServer | undefined
    let inner: Inner | undefined
    const close = () => Promise.all([inner?.stop(), http?.close(), grpc?.stop()])
    try {
      const serves = await options.serves()
      if (serves.http !== undefined) {
        http = await httpServer(options)
        await serves.http(http)
        addresses.http = await http.listen({ host, port: httpPort })
      }
      grpc = await grpcServer({
        log: options.log,
        verify: options.verify,
        listen: `${host}:${grpcPort}`,
        services: serves.grpc,
        ...(options.streams === undefined ? {} : { streams: options.streams }),
      })
      addresses.grpc = grpc.address
      inner = await openInner(options)
      addresses.inner = inner.address
      return close
    } catch (error) {
      await close()
      throw error
    }
  }
  return Object.assign(
    part(open, (close) => close()),
    { addresses },
  )
}
