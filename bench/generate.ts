import { parseArgs } from 'node:util'
import { calendars, isWorkingDay } from '../data/calendars.ts'
import type { ActivityEvent } from '../packages/contracts/gen/timbang/activity/v1/events.ts'
import { type AppraisalEvent, Aspect, Measure } from '../packages/contracts/gen/timbang/appraisal/v1/events.ts'
import { Capacity, type DirectoryEvent, PositionGroup } from '../packages/contracts/gen/timbang/directory/v1/events.ts'
import { type EntryFacts, type JournalEvent, Timeliness } from '../packages/contracts/gen/timbang/journal/v1/events.ts'
import { type Outgoing, toMessage } from '../packages/contracts/src/envelope.ts'
import { agencyIdOf, positionIdOf, unitIdOf } from '../packages/contracts/src/official-id.ts'
import { said } from '../packages/contracts/src/said.ts'
import { type Topic, topics } from '../packages/contracts/src/topics.ts'
import { systemClock } from '../packages/process/src/clock.ts'
import { addDays, boundsOf, type CivilDate, dateAt, periodOf, startOf } from '../packages/rules/src/civil-date.ts'
import { connectKafka, createProducer, type Kafka, type Placed } from '../packages/stream/src/kafka.ts'

// A province of any size, straight into the log past every door: for measurements alone, on a log that nobody else writes. Every event says so
// (ce_source /bench/generate, agencies GEN-…). What the owners' databases hold they hold not: only folds know these people.

export interface Wish {
  readonly people: number
  /** 500 when absent. */
  readonly peopleAnAgency?: number
  /** The last so many working days have entries; 0 when absent: nobody has written anything. */
  readonly days?: number
  /** 2 when absent. */
  readonly entriesADay?: number
  /** Whether the journal's words come from here too, each entry admitted and verified. Absent: a journal that runs judges them itself. */
  readonly verdicts?: boolean
  /** Today, when absent. */
  readonly today?: CivilDate
  /** How many days after its work date each entry is written: behind the window it is late, behind the grace refused. 0 when absent. */
  readonly daysLate?: number
  /** Awaited when staff and plans are in the log, before the first entry. */
  readonly staffed?: () => Promise<void>
}
export interface Generated {
  readonly agencies: number
  readonly events: Readonly<Record<string, number>>
  readonly seconds: number
}

/** A unit: a head and those whom he assesses. */
const UNIT = 17
/** Units under one division, whose head assesses theirs. */
const DIVISION = 5
const RESULTS = 3
const ZONE = 'WIB'
/** Everybody stood there before the first quarter that is told. */
const SINCE: CivilDate = '2026-01-01'
const BATCH = 2_000
const SOURCE = '/bench/generate'

const hex = (value: number, length: number) => value.toString(16).padStart(length, '0')
/** Ids by arithmetic: a digest per id would be a third of the time. The first word says where they come from. */
const idOf = (kind: number, n: number, m = 0) =>
  `9e9e${hex(kind, 4)}-${hex(m >>> 16, 4)}-4${hex(m & 0xfff, 3)}-8000-${hex(n, 12)}`
const v7Of = (instant: number, kind: number, n: number, m: number) =>
  `${hex(Math.floor(instant / 65_536), 8)}-${hex(instant % 65_536, 4)}-7${hex(kind, 3)}-8${hex(m & 0xfff, 3)}-${hex(n, 12)}`

export const employeeIdOf = (person: number): string => idOf(1, person)
const assignmentIdOf = (person: number) => idOf(2, person)
const planIdOf = (person: number, quarter: number): string => idOf(3, person, quarter)
const resultIdOf = (person: number, quarter: number, result: number): string => idOf(4 + result, person, quarter)
const codeOf = (agency: number) => `GEN-${String(agency + 1).padStart(4, '0')}`
export const generatedAgencyIdOf = (agency: number): string => agencyIdOf(codeOf(agency))
/** Which agency somebody works for. */
export const agencyOf = (person: number, { peopleAnAgency = 500 }: Pick<Wish, 'peopleAnAgency'>): number =>
  Math.floor(person / peopleAnAgency)
/** A result of the plan that somebody has on a day. */
export const resultOf = (person: number, date: CivilDate, result: number): string =>
  resultIdOf(person, quarterNumber(date), result)
/** Numbers of quarters, so that a plan of each has an id of its own. */
const quarterNumber = (date: CivilDate) => Number(date.slice(0, 4)) * 4 + Math.floor((Number(date.slice(5, 7)) - 1) / 3)

type Of<E> = NonNullable<E extends { body?: infer B } ? B : never>

/** The working days of a five-day week that end at a day, the last ones first. */
function lastWorkingDays(today: CivilDate, count: number): CivilDate[] {
  const days: CivilDate[] = []
  for (let day = today; days.length < count; day = addDays(day, -1)) if (isWorkingDay('5-hari', day)) days.push(day)
  return days
}

/** Gathers one topic's events and sends them by the thousand, the next made while the last are under way. */
function writing<E>(
  kafka: Kafka,
  topic: Topic<E>,
  sent?: (events: readonly E[], placed: readonly Placed[]) => Promise<void>,
) {
  const producer = createProducer(kafka)
  const name = kafka.name(topic)
  let partitions: number | undefined
  let gathered: Outgoing[] = []
  let events: E[] = []
  let count = 0
  let under: Promise<void> = Promise.resolve()
  const send = async () => {
    const [messages, those] = [gathered, events]
    gathered = []
    events = []
    await under
    under = producer.send(name, messages).then((placed) => sent?.(those, placed))
    under.catch(() => undefined)
  }
  return {
    topic,
    count: () => count,
    async write(event: E) {
      partitions ??= await kafka.partitions(name)
      const message = toMessage(topic, event, { partitions })
      message.headers['ce_source'] = SOURCE
      gathered.push(message)
      if (sent !== undefined) events.push(event)
      count++
      if (gathered.length >= BATCH) await send()
    },
    async end() {
      if (gathered.length > 0) await send()
      await under
      await producer.close()
    },
  }
}

/** Where somebody stands in his agency: 0 is its head, then the heads of divisions, then units of a head and his people. */
function postOf(place: number): {
  unit: number
  reportsTo: number | undefined
  heads: 'agency' | 'division' | 'unit' | undefined
} {
  const size = 1 + DIVISION * UNIT
  if (place === 0) return { unit: 0, reportsTo: undefined, heads: 'agency' }
  const division = Math.floor((place - 1) / size)
  const within = (place - 1) % size
  const head = 1 + division * size
  if (within === 0) return { unit: 1 + division * (1 + DIVISION), reportsTo: 0, heads: 'division' }
  const unit = Math.floor((within - 1) / UNIT)
  const unitHead = head + 1 + unit * UNIT
  const number = 2 + division * (1 + DIVISION) + unit
  return place === unitHead
    ? { unit: number, reportsTo: head, heads: 'unit' }
    : { unit: number, reportsTo: unitHead, heads: undefined }
}

/** Who assesses somebody: none assesses the head of an agency. */
export function superiorOf(person: number, { peopleAnAgency = 500 }: Pick<Wish, 'peopleAnAgency'> = {}) {
  const { reportsTo } = postOf(person % peopleAnAgency)
  return reportsTo === undefined ? undefined : person - (person % peopleAnAgency) + reportsTo
}

/**
 * Writes a province: agencies of a fixed shape, everybody with one definitive post since the new year and a plan of each quarter that is told, and entries.
 * @param kafka as somebody who may do everything
 */
export async function generate(kafka: Kafka, wish: Wish, say: (line: string) => void = () => {}): Promise<Generated> {
  const begun = performance.now()
  const now = systemClock.now()
  const today = wish.today ?? dateAt(now, ZONE)
  const perAgency = wish.peopleAnAgency ?? 500
  const daysLate = wish.daysLate ?? 0
  const days = lastWorkingDays(addDays(today, -daysLate), wish.days ?? 0)
  const quarters = [...new Set([today, ...days].map((day) => periodOf(day)))].map((period) => boundsOf(period))
  const agencies = Math.ceil(wish.people / perAgency)

  const journal = writing<JournalEvent>(kafka, topics.journal)
  const verdicts = async (events: readonly ActivityEvent[], placed: readonly Placed[]) => {
    for (const [at, event] of events.entries()) for (const one of judged(event, placed[at]!)) await journal.write(one)
  }
  const directory = writing<DirectoryEvent>(kafka, topics.directory)
  const appraisal = writing<AppraisalEvent>(kafka, topics.appraisal)
  const activity = writing<ActivityEvent>(kafka, topics.activity, wish.verdicts === true ? verdicts : undefined)

  let serial = 0
  const at = startOf(SINCE, ZONE)
  const tell = (body: Of<DirectoryEvent>, agencyId: string | undefined, employeeId?: string) =>
    directory.write(
      said<DirectoryEvent>(body, { eventId: v7Of(at, 1, serial++, 0), decidedAt: at, agencyId, employeeId }),
    )

  for (const value of calendars) await tell({ $case: 'calendarChanged', value }, undefined)
  for (let agency = 0; agency < agencies; agency++) {
    const code = codeOf(agency)
    const agencyId = agencyIdOf(code)
    const first = agency * perAgency
    const people = Math.min(perAgency, wish.people - first)
    const posts = Array.from({ length: people }, (_, place) => postOf(place))
    await tell(
      {
        $case: 'agencyChanged',
        value: {
          agencyId,
          code,
          name: `Perangkat Daerah buatan ${agency + 1}`,
          kind: 'dinas',
          calendarCode: '5-hari',
          attendanceConnected: false,
          practice: false,
          version: 1,
        },
      },
      agencyId,
    )
    const unitCode = (unit: number) => `${code}.${unit}`
    for (const { unit, heads } of posts) {
      if (heads === undefined) continue
      const division = 1 + Math.floor((unit - 1) / (1 + DIVISION)) * (1 + DIVISION)
      await tell(
        {
          $case: 'unitChanged',
          value: {
            unitId: unitIdOf(unitCode(unit)),
            agencyId,
            parentUnitId: heads === 'agency' ? undefined : unitIdOf(unitCode(heads === 'division' ? 0 : division)),
            code: unitCode(unit),
            name: `Unit buatan ${unitCode(unit)}`,
            servesPublic: false,
            version: 1,
          },
        },
        agencyId,
      )
    }
    for (const [place, { unit, reportsTo, heads }] of posts.entries()) {
      const person = first + place
      const employeeId = employeeIdOf(person)
      const positionId = positionIdOf(`${code}:${place}`)
      await tell(
        {
          $case: 'positionChanged',
          value: {
            positionId,
            agencyId,
            unitId: unitIdOf(unitCode(unit)),
            code: `${code}:${place}`,
            title: heads === undefined ? 'Pelaksana buatan' : 'Kepala buatan',
            kind: heads === undefined ? 'pelaksana-operator' : 'pengawas',
            group:
              heads === undefined ? PositionGroup.POSITION_GROUP_PELAKSANA : PositionGroup.POSITION_GROUP_MANAGERIAL,
            reportsToPositionId: reportsTo === undefined ? undefined : positionIdOf(`${code}:${reportsTo}`),
            superiors: [],
            headsAgency: heads === 'agency',
            version: 1,
          },
        },
        agencyId,
      )
      await tell(
        { $case: 'employeeChanged', value: { employeeId, employment: 'pns', active: true, version: 1 } },
        agencyId,
        employeeId,
      )
      await tell(
        {
          $case: 'assignmentChanged',
          value: {
            assignmentId: assignmentIdOf(person),
            employeeId,
            positionId,
            agencyId,
            unitId: unitIdOf(unitCode(unit)),
            capacity: Capacity.CAPACITY_DEFINITIVE,
            fromDate: SINCE,
            toDate: undefined,
            zone: ZONE,
            version: 1,
            withdrawn: false,
          },
        },
        agencyId,
        employeeId,
      )
      for (const { from, to } of quarters)
        await appraisal.write(
          said<AppraisalEvent>(
            { $case: 'planAgreed', value: planOf(person, from, to) },
            { eventId: v7Of(at, 2, person, quarterNumber(from)), decidedAt: at, agencyId, employeeId },
          ),
        )
    }
    if (agency % 100 === 99) say(`${agency + 1} of ${agencies} agencies`)
  }
  await directory.end()
  await appraisal.end()
  say(`${wish.people} people, ${agencies} agencies, plans of ${quarters.length} quarters are in the log`)

  await wish.staffed?.()

  // Day by day, as it came in life: the oldest first.
  for (const day of [...days].reverse()) {
    for (let entry = 0; entry < (wish.entriesADay ?? 2); entry++)
      for (let person = 0; person < wish.people; person++)
        await activity.write(
          entryOf(
            person,
            day,
            entry,
            agencyIdOf(codeOf(agencyOf(person, { peopleAnAgency: perAgency }))),
            daysLate,
            now,
          ),
        )
    say(`the entries of ${day} are in the log`)
  }
  await activity.end()
  await journal.end()
  return {
    agencies,
    events: Object.fromEntries([directory, appraisal, activity, journal].map((one) => [one.topic.name, one.count()])),
    seconds: (performance.now() - begun) / 1_000,
  }
}

const planOf = (person: number, from: CivilDate, to: CivilDate) => ({
  planId: planIdOf(person, quarterNumber(from)),
  assignmentId: assignmentIdOf(person),
  fromDate: from,
  toDate: to,
  results: [50_000, 30_000, 20_000].map((weightThousandths, result) => ({
    resultId: resultIdOf(person, quarterNumber(from), result),
    code: `RHK ${result + 1}`,
    additional: false,
    weightThousandths,
    indicators: [
      {
        aspect: Aspect.ASPECT_QUANTITY,
        targetThousandths: BigInt((40 - result * 10) * 1_000),
        unit: 'berkas',
        measure: Measure.MEASURE_UNSPECIFIED,
        lessIsBetter: false,
        quarterTargetsThousandths: [],
      },
    ],
  })),
  version: 1,
})

/** An entry of the last working hour, written at its end, or so many days later. */
function entryOf(
  person: number,
  day: CivilDate,
  entry: number,
  agencyId: string,
  daysLate: number,
  now: number,
): ActivityEvent {
  const occurred = Math.min(startOf(addDays(day, daysLate), ZONE) + (15 * 60 + entry * 20) * 60_000, now)
  const recordId = v7Of(occurred, 3, person, entry)
  return said<ActivityEvent>(
    {
      $case: 'activityRecorded',
      value: {
        recordId,
        revision: 1,
        workDate: day,
        resultId: resultIdOf(person, quarterNumber(day), (person + entry) % RESULTS),
        quantityThousandths: BigInt((1 + ((person + entry) % 3)) * 1_000),
        unit: 'berkas',
        startMinute: undefined,
        endMinute: undefined,
        writtenAt: undefined,
        withdrawn: false,
        hasEvidence: false,
        evidenceHashes: [],
        contentDigest: Buffer.from(recordId),
        importId: undefined,
        wordingDigest: Buffer.from(recordId),
      },
    },
    {
      eventId: v7Of(occurred, 4, person, entry),
      occurredAt: occurred,
      agencyId,
      employeeId: employeeIdOf(person),
      actor: employeeIdOf(person),
      // Judged by when it was written, not by when this tool ran.
      sourceRecordedAt: occurred,
    },
  )
}

/** What the journal would say of it: admitted in time, verified on the next day. */
function* judged(event: ActivityEvent, { partition, offset, appendedAt }: Placed): Generator<JournalEvent> {
  const { value } = event.body as Extract<Of<ActivityEvent>, { $case: 'activityRecorded' }>
  const entry: EntryFacts = {
    ...value,
    recordedAt: BigInt(appendedAt),
    activityPartition: partition,
    activityOffset: offset,
    activityEventId: event.eventId,
    sourceRecordedAt: event.sourceRecordedAt,
  }
  const { agencyId, employeeId } = event
  const said1 = (kind: number) => ({
    eventId: event.eventId.replace(/-7004-/, `-7${hex(kind, 3)}-`),
    decidedAt: appendedAt,
    agencyId,
    employeeId,
  })
  yield said<JournalEvent>(
    {
      $case: 'entryAdmitted',
      value: {
        entry,
        timeliness: Timeliness.TIMELINESS_IN_TIME,
        checkCodes: [],
        reinstatedBy: undefined,
        timelyAt: undefined,
        arrivedAfter: undefined,
      },
    },
    said1(5),
  )
  yield said<JournalEvent>(
    {
      $case: 'entryVerified',
      value: {
        recordId: value.recordId,
        revision: 1,
        workDate: value.workDate,
        entryRecordedAt: entry.recordedAt,
        verdictVersion: 1,
      },
    },
    said1(6),
  )
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      people: { type: 'string', default: '47000' },
      days: { type: 'string', default: '0' },
      verdicts: { type: 'boolean', default: false },
    },
  })
  const brokers = process.env['KAFKA_BROKERS']
  if (brokers === undefined) {
    console.error('KAFKA_BROKERS names no log: start one of its own for this, never one that somebody works with.')
    process.exit(2)
  }
  const kafka = connectKafka({ brokers: brokers.split(','), clientId: 'generate' })
  const done = await generate(
    kafka,
    { people: Number(values.people), days: Number(values.days), verdicts: values.verdicts },
    console.log,
  )
  console.log(JSON.stringify(done))
  await kafka.close()
}
