import { readdirSync } from 'node:fs'
import { create, createFileRegistry, fromBinary } from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema, FileDescriptorSetSchema, type FileDescriptorProto } from '@bufbuild/protobuf/wkt'
import { createChannel, createClient } from 'nice-grpc'
import { ServerReflectionService } from 'nice-grpc-server-reflection'
import reflection from 'nice-grpc-server-reflection/lib/proto/grpc/reflection/v1/reflection_pb.js'
import { expect, test } from 'vitest'
import { refuse } from '@timbang/contracts/refusal'
import { grpcServer, serve } from '../src/grpc.ts'
import { logger } from '../src/log.ts'

/** Every service that was generated, by the process that serves it. */
async function processes(): Promise<Map<string, Record<string, { path: string }>[]>> {
  const found = new Map<string, Record<string, { path: string }>[]>()
  const root = new URL('../gen/timbang/', import.meta.resolve('@timbang/contracts/topics'))
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    const generated = (await import(new URL(file, root).href)) as Record<string, Record<string, { path: string }>>
    const context = file.split('/')[0]!
    const name = context === 'activity' ? 'activity-ingest' : context
    for (const [exported, definition] of Object.entries(generated))
      if (exported.endsWith('ServiceService')) found.set(name, [...(found.get(name) ?? []), definition])
  }
  return found
}
const { ServerReflectionRequest } = reflection

test('a stranger with nothing but reflection finds every method and every message that it takes and gives', async () => {
  const served = await processes()
  expect(served.size).toBe(8)
  for (const [name, definitions] of served) {
    const server = await grpcServer({
      log: logger('test', { level: 'silent' }),
      listen: '127.0.0.1:0',
      services: definitions.map((definition) => serve(name, definition, {} as never)),
      verify: async () => refuse('access.token-invalid'),
    })
    const channel = createChannel(server.address)
    const client = createClient(ServerReflectionService, channel)
    const ask = async (fill: (request: InstanceType<typeof ServerReflectionRequest>) => void) => {
      const request = new ServerReflectionRequest()
      fill(request)
      for await (const answer of client.serverReflectionInfo(
        (async function* () {
          yield request
        })(),
      ))
        return answer
      throw new Error('no answer')
    }
    try {
      const services = (await ask((request) => request.setListServices('')))
        .getListServicesResponse()!
        .getServiceList()
        .map((one) => one.getName())
        .filter((one) => one.startsWith('timbang.'))
      expect(services.length).toBe(definitions.length)
      // As grpcurl does it: the file of the service, then whatever it imports, by name.
      const files = new Map<string, FileDescriptorProto>()
      const read = (answer: Awaited<ReturnType<typeof ask>>) =>
        answer
          .getFileDescriptorResponse()!
          .getFileDescriptorProtoList_asU8()
          .map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes))
      const waiting: FileDescriptorProto[] = []
      for (const service of services)
        waiting.push(...read(await ask((request) => request.setFileContainingSymbol(service))))
      for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
        if (files.has(file.name)) continue
        files.set(file.name, file)
        for (const needed of file.dependency)
          waiting.push(...read(await ask((request) => request.setFileByFilename(needed))))
      }
      // The registry is ordered: what is imported stands before what imports it.
      const ordered: FileDescriptorProto[] = []
      const put = (file: FileDescriptorProto): void => {
        if (ordered.includes(file)) return
        for (const needed of file.dependency) put(files.get(needed)!)
        ordered.push(file)
      }
      for (const file of files.values()) put(file)
      const registry = createFileRegistry(create(FileDescriptorSetSchema, { file: ordered }))
      const methods = services.flatMap((service) => registry.getService(service)!.methods)
      expect(methods.map((method) => `/${method.parent.typeName}/${method.name}`).sort()).toEqual(
        definitions.flatMap((definition) => Object.values(definition).map((method) => method.path)).sort(),
      )
    } finally {
      channel.close()
      await server.stop()
    }
  }
})
