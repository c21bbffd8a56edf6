import { randomUUIDv7 } from 'node:crypto'
import { RoleServiceService } from '@timbang/contracts/gen/timbang/directory/v1/role'
import { agencyIdOf } from '@timbang/contracts/official-id'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { grpcClient } from '@timbang/process/grpc'
import { personToken } from './person.ts'
import { machineToken, Stopped, told } from './province.ts'

export interface RoleWish {
  readonly first: boolean
  readonly request: boolean
  readonly approve: boolean
  readonly list: boolean
  readonly revoke: boolean
  /** What stands behind the options, in their order. */
  readonly words: readonly string[]
}

const answered = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Stopped(told(answer))
  return answer
}
const open = (url: string) => console.error(`Buka di peramban / open in a browser:\n${url}`)

/** `timbang role`: who asks and approves logs in as himself; only the very first holders come from the operator's command line. */
export async function role(
  env: Readonly<Record<string, string>>,
  wish: RoleWish,
  show: (url: string) => void = open,
): Promise<readonly string[]> {
  const roles = grpcClient(RoleServiceService, env['DIRECTORY_GRPC']!)
  const { words } = wish
  try {
    if (wish.first) {
      const holders = words.map((subject) => ({ subject, role: 'bkd', agencyIds: [] }))
      const { named } = answered(await roles.nameFirst({ holders }, { token: await machineToken(env, 'cli') }))
      return [`${named} pemegang bkd pertama ditunjuk. / The first ${named} holders of bkd are named.`]
    }
    if (wish.request) {
      const [subject, name, ...agencies] = words
      if (subject === undefined || name === undefined)
        throw new Stopped('Tulis / write: timbang role --request SUBJECT ROLE [KODE OPD …]', 2)
      const asked = {
        requestId: randomUUIDv7(),
        subject,
        role: name,
        agencyIds: agencies.map(agencyIdOf),
        revoke: wish.revoke,
      }
      const { requestId } = answered(await roles.requestRole(asked, { token: await personToken(env, show) }))
      return [
        `Diajukan. Rekan BKD lain menyetujui: / Asked. Another colleague approves:\n  timbang role --approve ${requestId}`,
      ]
    }
    if (wish.approve) {
      const [requestId] = words
      if (requestId === undefined) throw new Stopped('Tulis / write: timbang role --approve REQUEST', 2)
      const done = answered(await roles.approveRole({ requestId }, { token: await personToken(env, show) }))
      return [
        done.revoked
          ? `${done.role} dicabut dari ${done.subject}. / ${done.role} is taken from ${done.subject}.`
          : `${done.role} diberikan kepada ${done.subject}. / ${done.role} is given to ${done.subject}.`,
      ]
    }
    if (wish.list) {
      const { requests } = answered(
        await roles.listRoleRequests({ limit: 200, after: '' }, { token: await personToken(env, show) }),
      )
      return requests.length === 0
        ? ['Tidak ada permintaan yang menunggu. / No request waits.']
        : requests.map(
            (one) =>
              `${one.requestId}  ${one.revoke ? '-' : '+'}${one.role}  ${one.subject}  (oleh / by ${one.requestedBy}, ${new Date(Number(one.requestedAt)).toISOString()})`,
          )
    }
    throw new Stopped('Pilih / choose: --first, --request, --approve, --list', 2)
  } finally {
    roles.close()
  }
}
