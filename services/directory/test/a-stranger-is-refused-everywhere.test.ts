import { globSync } from 'node:fs'
import { randomUUIDv7 } from 'node:crypto'
import { AuditServiceService } from '@timbang/contracts/gen/timbang/audit/v1/audit'
import { DelegationServiceService } from '@timbang/contracts/gen/timbang/directory/v1/delegation'
import { DutyServiceService } from '@timbang/contracts/gen/timbang/directory/v1/duty'
import { FileServiceService } from '@timbang/contracts/gen/timbang/directory/v1/file'
import { IndicatorServiceService } from '@timbang/contracts/gen/timbang/directory/v1/indicator'
import { LineServiceService } from '@timbang/contracts/gen/timbang/directory/v1/line'
import { PinServiceService } from '@timbang/contracts/gen/timbang/directory/v1/pin'
import { RoleServiceService } from '@timbang/contracts/gen/timbang/directory/v1/role'
import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { SessionServiceService } from '@timbang/contracts/gen/timbang/directory/v1/session'
import { agencyIdOf, unitIdOf } from '@timbang/contracts/official-id'
import { OwnDataServiceService } from '@timbang/contracts/gen/timbang/directory/v1/own'
import { TicketServiceService } from '@timbang/contracts/gen/timbang/directory/v1/ticket'
import { isRefusal } from '@timbang/contracts/refusal'
import { grpcClient } from '@timbang/process/grpc'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { employee, nip, province, startDirectory, structure, waitingTime, type Directory } from './given.ts'

let directory: Directory
const clients: { close(): void }[] = []
const client = <D extends object>(definition: D) => {
  const made = grpcClient(definition, directory.addresses.grpc)
  clients.push(made)
  return made
}
beforeAll(async () => {
  directory = await startDirectory()
  await directory.client.registerStructure(structure(), { token: directory.importer })
  await directory.importStaff(province())
})
afterAll(async () => {
  for (const one of clients) one.close()
  await directory.stop()
})

type Answer = Promise<unknown>
type Call = (token: string) => Answer
const said = async (answer: Answer) => {
  const value = await answer
  return isRefusal(value) ? value.code : JSON.stringify(value)
}
const last = async (answers: AsyncIterable<unknown> & { refusal(): unknown }) => {
  for await (const answer of answers) void answer
  return answers.refusal() ?? 'answered'
}
const nothing = {
  subject: '',
  reader: '',
  operation: '',
  kind: '',
  from: 0n,
  until: 0n,
  limit: 0,
  afterAt: 0n,
  afterId: '',
}

/** Every rpc of this process, as somebody calls it who has no business with it, and what he hears. */
const calls = (): Record<string, readonly [Call, string]> => {
  const people = client(DirectoryServiceService)
  const roles = client(RoleServiceService)
  const sessions = client(SessionServiceService)
  const indicators = client(IndicatorServiceService)
  const audit = client(AuditServiceService)
  const duty = client(DutyServiceService)
  const unitId = unitIdOf('DINAS.1')
  const own = client(OwnDataServiceService)
  const tickets = client(TicketServiceService)
  const line = client(LineServiceService)
  const delegations = client(DelegationServiceService)
  const pins = client(PinServiceService)
  const files = client(FileServiceService)
  async function* rows() {
    yield {
      importId: '00000000-0000-4000-8000-0000000000f1',
      dryRun: true,
      rows: [],
      sourceRecordedAt: undefined,
      asOf: undefined,
      older: false,
      last: true,
    }
  }
  const requestId = randomUUIDv7()
  return {
    registerStructure: [(token) => people.registerStructure(structure(), { token }), 'access.denied'],
    importStaff: [(token) => last(people.importStaff(rows(), { token })), 'access.denied'],
    // Whoever is signed in hears who he is himself.
    getLogin: [(token) => people.getLogin({}, { token }), employee(5)],
    resolveIdentifiers: [(token) => people.resolveIdentifiers({ nips: [nip(1)] }, { token }), 'access.denied'],
    // Of others he hears nothing, and not that they are there.
    getPeople: [(token) => people.getPeople({ employeeIds: [employee(7), employee(99)] }, { token }), '{"people":[]}'],
    listPeople: [
      (token) => people.listPeople({ agencyId: agencyIdOf('BADAN'), search: '', limit: 0, after: '' }, { token }),
      'access.denied',
    ],
    findPeople: [
      (token) => people.findPeople({ words: 'pegawai', lastDigits: '', after: '' }, { token }),
      'access.denied',
    ],
    // Of his own unit he reads names and posts, and of nobody beside it.
    listColleagues: [(token) => people.listColleagues({}, { token }), 'Pegawai 4'],
    getStructure: [(token) => people.getStructure({ agencyId: '' }, { token }), 'OPD DINAS'],
    requestRole: [
      (token) =>
        roles.requestRole({ requestId, subject: employee(7), role: 'bkd', agencyIds: [], revoke: false }, { token }),
      'access.denied',
    ],
    approveRole: [(token) => roles.approveRole({ requestId }, { token }), 'access.denied'],
    listRoleRequests: [(token) => roles.listRoleRequests({ limit: 0, after: '' }, { token }), 'access.denied'],
    nameFirst: [(token) => roles.nameFirst({ holders: [] }, { token }), 'access.denied'],
    setShifts: [(token) => duty.setShifts({ agencyId: agencyIdOf('DINAS'), shifts: [] }, { token }), 'access.denied'],
    publishDuty: [
      (token) => duty.publishDuty({ unitId, month: '2026-12', rows: [], dryRun: true }, { token }),
      'access.denied',
    ],
    swapDuty: [
      (token) => {
        const side = { employeeId: randomUUIDv7(), seenVersion: 1 }
        const asked = {
          swapId: randomUUIDv7(),
          unitId,
          month: '2026-12',
          dates: ['2026-12-03'],
          first: side,
          second: side,
        }
        return duty.swapDuty(asked, { token })
      },
      'access.denied',
    ],
    getDuty: [(token) => duty.getDuty({ unitId, month: '2026-12' }, { token }), 'access.denied'],
    // What figures mean is about nobody; what they mean of another agency is not his to say.
    setIndicator: [
      (token) => indicators.setIndicator({ indicator: waitingTime(), fresh: false }, { token }),
      'access.denied',
    ],
    listIndicators: [
      (token) => indicators.listIndicators({ agencyId: agencyIdOf('DINAS') }, { token }),
      '{"indicators":[]}',
    ],
    // Whose number a machine holds is not his to say, nor to ask.
    setPins: [
      (token) =>
        pins.setPins(
          { device: 'DINAS-1', agencyId: agencyIdOf('DINAS'), zone: 'WIB', rows: [], dryRun: true },
          { token },
        ),
      'access.denied',
    ],
    resolvePins: [(token) => pins.resolvePins({ device: 'DINAS-1', pins: ['101'] }, { token }), 'access.denied'],
    // What he brought himself he may not bring, so nothing is his.
    keepFile: [
      (token) =>
        files.keepFile(
          {
            agencyId: agencyIdOf('DINAS'),
            kind: 'pins',
            device: 'DINAS-1',
            zone: 'WIB',
            name: 'pin.csv',
            content: Buffer.from([1]),
          },
          { token },
        ),
      'access.denied',
    ],
    getFile: [(token) => files.getFile({ fileId: requestId }, { token }), 'access.denied'],
    forgetFile: [(token) => files.forgetFile({ fileId: requestId }, { token }), 'access.denied'],
    // His own sessions only: this token begins one, and it is all he sees.
    beginSession: [(token) => sessions.beginSession({ browser: '', system: '' }, { token }), 'endsAt'],
    renewSession: [(token) => sessions.renewSession({}, { token }), 'endsAt'],
    listSessions: [(token) => sessions.listSessions({}, { token }), 's-5'],
    endSessions: [(token) => sessions.endSessions({ sids: ['s-7'], others: false }, { token }), '{"ended":0}'],
    listRevokedSessions: [(token) => sessions.listRevokedSessions({ after: 0n }, { token }), '"revoked":[]'],
    // Of himself alone; and of a ticket that is not his he does not hear that it is there.
    getOwnData: [(token) => own.getOwnData({}, { token }), 'Pegawai 5'],
    getOwnTurns: [(token) => own.getOwnTurns({}, { token }), '{"answered":[]'],
    fileTicket: [
      (token) => tickets.fileTicket({ ticketId: requestId, row: 'post', version: 'x', words: 'Salah' }, { token }),
      'ticket.row-changed',
    ],
    withdrawTicket: [(token) => tickets.withdrawTicket({ ticketId: requestId }, { token }), 'ticket.not-found'],
    getTicket: [(token) => tickets.getTicket({ ticketId: requestId }, { token }), 'ticket.not-found'],
    listTickets: [(token) => tickets.listTickets({ whose: 'queue', limit: 0, after: '' }, { token }), 'access.denied'],
    countTickets: [(token) => tickets.countTickets({}, { token }), 'access.denied'],
    answerTicket: [
      (token) => tickets.answerTicket({ ticketId: requestId, mended: true, words: '' }, { token }),
      'access.denied',
    ],
    listLineErrors: [
      (token) => line.listLineErrors({ agencyId: agencyIdOf('DINAS'), kind: '', shown: 0 }, { token }),
      'access.denied',
    ],
    getSuperiors: [
      (token) => line.getSuperiors({ agencyId: agencyIdOf('DINAS'), positionCode: 'P2' }, { token }),
      'access.denied',
    ],
    setSuperior: [
      (token) =>
        line.setSuperior(
          { positionId: requestId, superiorPositionId: requestId, version: 1, fromDate: '', reason: '' },
          { token },
        ),
      'access.denied',
    ],
    setSuperiors: [
      (token) => line.setSuperiors({ agencyId: agencyIdOf('DINAS'), rows: [], dryRun: true }, { token }),
      'access.denied',
    ],
    endAssignment: [
      (token) => line.endAssignment({ assignmentId: requestId, toDate: '', withdrawn: true, version: 1 }, { token }),
      'access.denied',
    ],
    appointActing: [
      (token) =>
        line.appointActing(
          {
            positionId: requestId,
            employeeId: employee(5),
            capacity: 'plt',
            fromDate: '2026-11-26',
            toDate: '2026-12-01',
          },
          { token },
        ),
      'access.denied',
    ],
    // What others have handed to each other is not there for him.
    listDelegations: [(token) => delegations.listDelegations({}, { token }), '{"given":[],"held":[],"candidates":[]'],
    giveDelegation: [
      (token) =>
        delegations.giveDelegation(
          { delegateId: employee(7), fromDate: '2026-11-26', toDate: '2026-12-01' },
          { token },
        ),
      'delegation.leads-nobody',
    ],
    endDelegation: [
      (token) => delegations.endDelegation({ delegationId: requestId, version: 1 }, { token }),
      'delegation.not-found',
    ],
    listLooks: [(token) => audit.listLooks({ ...nothing, subject: employee(7) }, { token }), 'access.denied'],
  }
}
BigInt.prototype.toJSON = function () {
  return String(this)
}
declare global {
  interface BigInt {
    toJSON(): string
  }
}

test('whoever has no business with an rpc is refused, or hears of himself alone; and no rpc was forgotten here', async () => {
  // Every service of this context that has been generated, not a list that somebody keeps.
  const gen = new URL('../../../packages/contracts/gen/timbang/', import.meta.url)
  const modules: Record<string, object>[] = await Promise.all(
    globSync('{directory,audit}/v1/*.ts', { cwd: gen }).map((file) => import(new URL(file, gen).href)),
  )
  const all = modules.flatMap((module) =>
    Object.entries(module).flatMap(([name, definition]) => (name.endsWith('ServiceService') ? [definition] : [])),
  )
  expect(Object.keys(calls()).sort()).toEqual(all.flatMap((definition) => Object.keys(definition)).sort())
  const token = await directory.issuer.token({ sub: employee(5), employeeId: employee(5), sid: 's-5' })
  for (const [name, [call, expected]] of Object.entries(calls()))
    expect(await said(call(token)), name).toContain(expected)
})

test('without a token nothing is answered but what a door may ask', async () => {
  for (const [name, [call]] of Object.entries(calls()))
    expect(await said(call('')), name).toContain(name === 'listRevokedSessions' ? 'revoked' : 'access.token-missing')
})
