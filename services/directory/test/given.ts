import { IndicatorServiceService } from '@timbang/contracts/gen/timbang/directory/v1/indicator'
import { FileServiceService } from '@timbang/contracts/gen/timbang/directory/v1/file'
import { PinServiceService } from '@timbang/contracts/gen/timbang/directory/v1/pin'
import { RoleServiceService } from '@timbang/contracts/gen/timbang/directory/v1/role'
import type { StaffRow } from '@timbang/contracts/gen/timbang/directory/v1/service'
import type { RegisterStructureRequest } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { agencyIdOf, unitIdOf } from '@timbang/contracts/official-id'
import type { DirectoryEvent, IndicatorChanged } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { topics } from '@timbang/contracts/topics'
import { drivenClock } from '@timbang/process/clock'
import { grpcClient } from '@timbang/process/grpc'
import { logger } from '@timbang/process/log'
import type { Kafka } from '@timbang/stream/kafka'
import { eventsOf, readTopic, wholeTopic } from '@timbang/stream/read'
import { testDatabase } from '@timbang/testkit/database'
import { tokenIssuer } from '@timbang/testkit/tokens'
import { testTopics } from '@timbang/testkit/topic'
import { unexpected } from '@timbang/testkit/unexpected'
import { inject } from 'vitest'
import type { Config } from '../src/config.ts'
import { buildDirectory } from '../src/service.ts'

export const NOW = Date.parse('2026-11-26T03:00:00Z')

/** The service on a database and topics of its own, with a client and whoever may call. */
export async function startDirectory(more: Partial<Config> = {}) {
  const [database, kafka, issuer] = await Promise.all([
    testDatabase('directory'),
    testTopics({ consumers: ['directory'] }),
    tokenIssuer(),
  ])
  const clock = drivenClock(NOW)
  const service = buildDirectory({
    host: '127.0.0.1',
    innerPort: 0,
    grpcPort: 0,
    postgresUrl: database.url,
    zone: 'WIB',
    sessionHours: 12,
    brokers: inject('kafkaBrokers').split(','),
    topicPrefix: kafka.prefix,
    issuers: [issuer],
    clock,
    log: logger('directory', { level: 'silent' }),
    onCrash: unexpected,
    ...more,
  })
  await service.start()
  const client = grpcClient(DirectoryServiceService, service.addresses.grpc)
  const roles = grpcClient(RoleServiceService, service.addresses.grpc)
  const indicators = grpcClient(IndicatorServiceService, service.addresses.grpc)
  const pins = grpcClient(PinServiceService, service.addresses.grpc)
  const files = grpcClient(FileServiceService, service.addresses.grpc)
  const importer = await issuer.machine('importer')

  return {
    database,
    kafka,
    issuer,
    clock,
    client,
    roles,
    indicators,
    pins,
    files,
    importer,
    /** As the operator's command line names them; once for a directory. */
    nameFirst: async (...holders: { subject: string; role: string; agencyIds?: string[] }[]) =>
      roles.nameFirst(
        { holders: holders.map((one) => ({ agencyIds: [], ...one })) },
        { token: await issuer.machine('operator') },
      ),
    addresses: service.addresses,
    /** Imports rows in messages of a thousand; answers joined. */
    async importStaff(
      rows: readonly StaffRow[],
      options: { dryRun?: boolean; token?: string; size?: number; asOf?: string; older?: boolean } = {},
    ) {
      const size = options.size ?? 1_000
      async function* requests() {
        for (let from = 0; from < Math.max(rows.length, 1); from += size)
          yield {
            importId: '00000000-0000-4000-8000-0000000000f1',
            dryRun: options.dryRun ?? false,
            rows: rows.slice(from, from + size),
            sourceRecordedAt: undefined,
            last: from + size >= rows.length,
            asOf: options.asOf,
            older: options.older ?? false,
          }
      }
      const answers = client.importStaff(requests(), { token: options.token ?? importer })
      const problems: string[] = []
      let applied = 0,
        people = 0,
        finished = false
      for await (const answer of answers) {
        problems.push(
          ...answer.problems.map(
            (problem) => `${problem.line} ${problem.field} ${problem.code}${problem.warning ? ' (warning)' : ''}`,
          ),
        )
        applied = answer.rowsApplied
        people = answer.people
        finished = answer.finished
      }
      return { problems, applied, people, finished, refusal: answers.refusal()?.code }
    },
    /** Everything published so far, once the outbox is empty. */
    async published(): Promise<DirectoryEvent[]> {
      for (;;) {
        const { rows } = await database.pool.query<{ left: boolean }>(
          'select exists (select from stream.outbox) as left',
        )
        if (!rows[0]!.left) break
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      return eventsIn(kafka)
    },
    async stop() {
      client.close()
      roles.close()
      indicators.close()
      pins.close()
      files.close()
      await service.stop()
      await Promise.all([kafka.close(), database.close(), issuer.close()])
    },
  }
}
export type Directory = Awaited<ReturnType<typeof startDirectory>>

export async function eventsIn(kafka: Kafka): Promise<DirectoryEvent[]> {
  const events: DirectoryEvent[] = []
  for await (const batch of readTopic(kafka, topics.directory, await wholeTopic(kafka, topics.directory)))
    events.push(...eventsOf(topics.directory, batch).map(({ event }) => event))
  return events
}

/** Three agencies, each with a root unit and one below it. */
export const structure = (): RegisterStructureRequest => ({
  calendars: [
    {
      calendarCode: '5-hari',
      year: 2026,
      workingWeekdays: [5, 4, 3, 2, 1],
      holidays: [
        { date: '2026-12-25', name: 'Natal', jointLeave: false },
        { date: '2026-08-17', name: 'Kemerdekaan', jointLeave: false },
      ],
      hours: [
        {
          code: 'biasa',
          weekdays: [4, 3, 2, 1],
          beginMinute: 450,
          endMinute: 960,
          breakMinutes: 60,
          arrivalUntilMinute: undefined,
          fromDate: undefined,
          toDate: undefined,
        },
      ],
      version: 0,
    },
  ],
  agencies: ['SETDA', 'DINAS', 'BADAN'].map((code) => ({
    agencyId: '',
    code,
    name: `OPD ${code}`,
    kind: 'dinas',
    calendarCode: '5-hari',
    attendanceConnected: true,
    practice: false,
    version: 0,
  })),
  units: ['SETDA', 'DINAS', 'BADAN'].flatMap((code) => [
    {
      unitId: '',
      agencyId: agencyIdOf(code),
      parentUnitId: undefined,
      code,
      name: `Unit ${code}`,
      servesPublic: false,
      version: 0,
    },
    {
      unitId: '',
      agencyId: agencyIdOf(code),
      parentUnitId: unitIdOf(code),
      code: `${code}.1`,
      name: `Bidang ${code}`,
      servesPublic: true,
      version: 0,
    },
  ]),
})

/** What DINAS is held against: minutes that people wait, the fewer the better. */
export const waitingTime = (more: Partial<IndicatorChanged> = {}): IndicatorChanged => ({
  indicatorId: '',
  agencyId: agencyIdOf('DINAS'),
  code: 'TUNGGU',
  meaningId: 'Waktu tunggu loket',
  meaningEn: 'Waiting time at the counter',
  unit: 'menit',
  perUnit: 'orang',
  measure: 2,
  lessIsBetter: true,
  targets: [{ period: '2026-Q4', targetThousandths: 15_000n }],
  source: 'SIM antrean',
  verifiedBy: 'Catatan mesin antrean',
  fromDate: '2026-01-01',
  toDate: undefined,
  version: 0,
  ...more,
})

/** A valid NIP of a PNS, another one for each number. */
export const nip = (n: number): string =>
  `1980${String(1 + (Math.floor(n / 28) % 12)).padStart(2, '0')}${String(1 + (n % 28)).padStart(2, '0')}2010${String(1 + (Math.floor(n / 336) % 12)).padStart(2, '0')}1${String(1 + (Math.floor(n / 4032) % 999)).padStart(3, '0')}`
export const employee = (n: number): string => `e0000000-0000-4000-8000-${String(n).padStart(12, '0')}`

export const row = (n: number, more: Partial<StaffRow> = {}): StaffRow => ({
  line: n,
  nip: nip(n),
  name: `Pegawai ${n}`,
  employment: 'PNS',
  agencyCode: 'DINAS',
  unitCode: 'DINAS.1',
  positionCode: `P${n}`,
  positionTitle: `Jabatan ${n}`,
  positionKind: 'pelaksana-operator',
  superiorPositionCode: 'P3',
  capacity: 'definitif',
  fromDate: '2026-01-05',
  toDate: '',
  zone: 'WIB',
  employeeId: employee(n),
  pnsId: '',
  formerNip: '',
  ...more,
})

/** 1 the Sekda, 2 head of DINAS, 3 his division, 4 and 5 its staff; 6 head of BADAN, 7 his staff. */
export const province = (): StaffRow[] => [
  row(1, { agencyCode: 'SETDA', unitCode: 'SETDA', positionKind: 'jpt-madya', superiorPositionCode: '' }),
  row(2, { unitCode: 'DINAS', positionKind: 'jpt-pratama', superiorPositionCode: 'P1' }),
  row(3, { positionKind: 'administrator', superiorPositionCode: 'P2' }),
  row(4),
  row(5),
  row(6, { agencyCode: 'BADAN', unitCode: 'BADAN', positionKind: 'jpt-pratama', superiorPositionCode: 'P1' }),
  row(7, { agencyCode: 'BADAN', unitCode: 'BADAN.1', superiorPositionCode: 'P6' }),
]

/** Every table that the directory owns by its events, as text that can be compared. */
export async function tablesOf(pool: Directory['database']['pool']): Promise<Record<string, string[]>> {
  const told: Record<string, string[]> = {}
  for (const table of [
    ...[
      'agency',
      'unit',
      'position',
      'superior',
      'employee',
      'assignment',
      'calendar',
      'role',
      'duty',
      'delegation',
    ].map((name) => `roster.${name}`),
    'role_request',
    'shift_list',
    'indicator',
    'device',
    'pin',
  ]) {
    told[table.replace('roster.', '')] = (
      await pool.query<{ row: string }>(`select t::text as row from ${table} t order by 1`)
    ).rows.map(({ row: text }) => text)
  }
  return told
}
