import { PackServiceService } from '@timbang/contracts/gen/timbang/scoring/v1/pack'
import { isRefusal, refuse } from '@timbang/contracts/refusal'
import { may } from '@timbang/identity/access'
import { serve, type Served } from '@timbang/process/grpc'
import { readPacks } from '@timbang/rulebook/pack'
import { publishPack } from './handle.ts'

export function packService(deps: Parameters<typeof publishPack>[0]): Served {
  const publish = publishPack(deps)
  return serve('scoring', PackServiceService, {
    async publishPack({ content }, { caller, operation }) {
      if (!may(caller, operation)) return refuse('access.denied')
      const published = await publish(content, { caller, operation })
      return isRefusal(published)
        ? published
        : { name: published.name, version: published.version, hash: Buffer.from(published.hash) }
    },

    async getPacks({ hashes }) {
      const packs = await readPacks(deps.pool, hashes)
      return {
        packs: packs.map(({ name, version, effectiveFrom, hash, content }) => ({
          name,
          version,
          effectiveFrom,
          hash: Buffer.from(hash),
          content: Buffer.from(content),
        })),
      }
    },
  })
}
