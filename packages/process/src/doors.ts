import { grpcServer, type GrpcServer, type Served } from './grpc.ts'
import { httpServer, type HttpOptions, type HttpServer } from './http.ts'
import type { Verify } from '@timbang/identity/verify'
import { part, type Part } from './parts.ts'

/** Where a service is reached while its doors are open. */
export interface Addresses {
  http: string
  grpc: string
}

export type DoorOptions = HttpOptions & {
  readonly host: string
  /** 0 takes any free port. */
  readonly httpPort: number
  readonly grpcPort: number
  readonly verify: Verify
  /** Streams that one caller may have open at once. */
  readonly streams?: number
  /** Puts the routes on the HTTP server, where there are any besides health, and gives what is served by gRPC. */
  readonly serves: (http: HttpServer) => readonly Served[] | Promise<readonly Served[]>
}

/** Both doors of a service as one part: opened last, closed first and at once. */
export function doors(options: DoorOptions): Part & { readonly addresses: Addresses } {
  const addresses = { http: '', grpc: '' }
  const open = async () => {
    const http = await httpServer(options)
    let grpc: GrpcServer | undefined
    const close = () => Promise.all([http.close(), grpc?.stop()])
    try {
      const services = await options.serves(http)
      addresses.http = await http.listen({ host: options.host, port: options.httpPort })
      grpc = await grpcServer({
        log: options.log,
        verify: options.verify,
        listen: `${options.host}:${options.grpcPort}`,
        services,
        ...(options.streams === undefined ? {} : { streams: options.streams }),
      })
      addresses.grpc = grpc.address
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
