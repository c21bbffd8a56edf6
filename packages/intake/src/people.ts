import type { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import type { GrpcClient } from '@timbang/process/grpc'

export interface Person {
  readonly employeeId: string
  readonly agencyId: string
}

const AT_ONCE = 1_000

/** Whose numbers these are: whom nobody knows, or this caller may not, is absent. */
export async function peopleBy(
  directory: Pick<GrpcClient<typeof DirectoryServiceService>, 'resolveIdentifiers'>,
  token: string,
  nips: readonly string[],
): Promise<Map<string, Person> | Refusal> {
  const people = new Map<string, Person>()
  for (let at = 0; at < nips.length; at += AT_ONCE) {
    const answer = await directory.resolveIdentifiers(
      { nips: nips.slice(at, at + AT_ONCE) },
      { token, deadline: 30_000 },
    )
    if (isRefusal(answer)) return answer
    for (const { nip, employeeId, agencyId } of answer.resolved)
      if (employeeId !== '') people.set(nip, { employeeId, agencyId })
  }
  return people
}
