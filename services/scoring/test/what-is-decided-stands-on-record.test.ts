import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PackServiceService } from '@timbang/contracts/gen/timbang/scoring/v1/pack'
import { SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import { isRefusal } from '@timbang/contracts/refusal'
import { grpcClient } from '@timbang/process/grpc'
import { canonicalBytes } from '@timbang/rules/canonical'
import { indeksDaerah } from '@timbang/rules/packs/indeks-daerah'
import { world, type World } from './world.ts'

let here: World
let packs: ReturnType<typeof grpcClient<typeof PackServiceService>>
let [board, auditor]: string[] = []
beforeAll(async () => {
  here = await world({ seal: 0 })
  packs = grpcClient(PackServiceService, here.service.addresses.grpc)
  board = await here.issuer.token({ sub: 'board', employeeId: randomUUID(), sid: 's', roles: ['bkd'] })
  auditor = await here.issuer.token({ sub: 'inspector', sid: 's', roles: ['auditor'] })
})
afterAll(async () => {
  packs?.close()
  await here?.close()
})

const rows = async () =>
  (
    await here.database.pool.query<{ row: string }>(
      `select kind || ' ' || operation || ' ' || object || ' ' || array_to_string(reader_roles, ',') as row from audit.look order by at, look_id`,
    )
  ).rows.map(({ row }) => row)
const said = (answer: unknown) => (isRefusal(answer) ? answer.code : 'yes')
const version = (more: number) => ({
  ...indeksDaerah,
  version: indeksDaerah.version + more,
  effectiveFrom: '2027-04-01',
})
const publish = async (more: number) =>
  said(await packs.publishPack({ content: Buffer.from(canonicalBytes(version(more))) }, { token: board! }))
const command = { commandId: randomUUID(), period: '2026-Q3', kind: SealKind.SEAL_KIND_EVIDENCE }
const seal = async (commandId = command.commandId) =>
  said(await here.seals.sealQuarter({ ...command, commandId }, { token: board! }))
const bundle = async () =>
  said(
    await here.seals.getAuditBundle(
      { period: '2026-Q3', kind: SealKind.SEAL_KIND_EVIDENCE, edition: undefined },
      { token: auditor! },
    ),
  )

test('without a row no pack is published, no seal is asked for and no bundle is given', async () => {
  await here.database.pool.query('alter table audit.look rename to gone')
  try {
    expect([await publish(1), await seal(), await bundle()]).toEqual(Array(3).fill('service.unavailable'))
  } finally {
    await here.database.pool.query('alter table audit.gone rename to look')
  }
  const { rows: left } = await here.database.pool.query(
    `select (select count(*)::int from seal) as seals, (select count(*)::int from rulebook.pack where version > $1) as packs`,
    [indeksDaerah.version],
  )
  expect(left).toEqual([{ seals: 0, packs: 0 }])
})

test('a pack, those that ship too, a seal and a look into the bundle stand on record, a command that comes again once', async () => {
  const shipped = await rows()
  expect(shipped).toContain(`decision scoring.PublishPack indeks-daerah ${indeksDaerah.version} `)
  for (let twice = 0; twice < 2; twice++) expect([await publish(1), await seal()]).toEqual(['yes', 'yes'])
  expect(await bundle()).toBe('seal.not-found')
  expect((await rows()).slice(shipped.length).sort()).toEqual([
    `decision scoring.PublishPack indeks-daerah ${indeksDaerah.version + 1} bkd`,
    'decision scoring.SealQuarter 2026-Q3 1 bkd',
    'look scoring.GetAuditBundle 2026-Q3 auditor',
  ])
})
