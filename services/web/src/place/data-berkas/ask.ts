import type { GetLoginResponse } from '@timbang/contracts/gen/timbang/directory/v1/service'
import type { GetFileResponse } from '@timbang/contracts/gen/timbang/directory/v1/file'
import { isRefusal, type Refusal, refuse } from '@timbang/contracts/refusal'
import { agenciesOf } from '../data/ask.ts'
import type { Answer, Audience } from '../shared/answer.ts'
import { mendsData } from '../shared/frame/ask.ts'
import { question } from '../shared/question.ts'
import { page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import type { Reading } from './form.ts'
import { run } from './run.ts'
import { kinds, type BringView, type FileView, type Kind } from './view.ts'

export const bringers: readonly Audience[] = ['personnel-officer', 'bkd']
const KEPT_MS = 3_600_000

/** Scans are told by the agency's own officer; whose numbers they are the board may say as well. */
const kindsOf = ({ roles }: GetLoginResponse, own: boolean): readonly Kind[] =>
  roles.includes('personnel_officer') && own ? kinds : ['pins', 'lines']

export type Chosen = BringView & { agencyId: string | null }

/** @param code of an agency; null: the first of his role */
export async function chosenOf(
  reader: Reader,
  login: GetLoginResponse,
  code: string | null,
): Promise<Chosen | Refusal> {
  if (!mendsData(login)) return refuse('access.denied')
  const agencies = await agenciesOf(reader, login)
  if (isRefusal(agencies)) return agencies
  const isOwn = (agencyId: string) => login.roleAgencyIds.includes(agencyId)
  const chosen =
    code === null ? agencies.find(({ agencyId }) => isOwn(agencyId)) : agencies.find((agency) => agency.code === code)
  if (code !== null && chosen === undefined) return refuse('access.denied')
  return {
    agencyId: chosen?.agencyId ?? null,
    agency: chosen === undefined ? null : { code: chosen.code, name: chosen.name },
    agencies: agencies.map(({ code: one, name }) => ({ code: one, name })),
    kinds: chosen === undefined ? [] : kindsOf(login, isOwn(chosen.agencyId)),
    zone: zoneOf(login),
  }
}

export const bringing = question(
  'bringing',
  (reader: Reader, code: string | null): Promise<Answer<BringView>> =>
    page(reader, bringers, (login) => chosenOf(reader, login, code)),
)

/** A file that waits, as it came. */
export const waitingFile = (reader: Reader, fileId: string): Promise<GetFileResponse | Refusal> =>
  reader.clients.files.getFile({ fileId }, { ...tokenOf(reader), deadline: 15_000 })

export const trial = question(
  'trial',
  (reader: Reader, fileId: string, reading: Reading): Promise<Answer<FileView>> =>
    page(reader, bringers, async (login) => {
      const file = await waitingFile(reader, fileId)
      if (isRefusal(file)) return file
      const agencies = await agenciesOf(reader, login)
      if (isRefusal(agencies)) return agencies
      const agency = agencies.find(({ agencyId }) => agencyId === file.agencyId)
      const kind = kinds.find((one) => one === file.kind)
      if (agency === undefined || kind === undefined) return refuse('file.gone')
      return {
        agency: { code: agency.code, name: agency.name },
        kind,
        device: file.device,
        name: file.name,
        until: Number(file.keptAt) + KEPT_MS,
        reader: zoneOf(login),
        trial: await run(reader, file, reading, true),
      }
    }),
)
