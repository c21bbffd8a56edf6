import type { ServerResponse } from 'node:http'
import { Redis } from 'ioredis'
import Type from 'typebox'
import { fromMessage, isPoison } from '@timbang/contracts/envelope'
import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import type { LiveFrame } from '@timbang/contracts/gen/timbang/scoring/v1/live'
import { refuse } from '@timbang/contracts/refusal'
import { topics } from '@timbang/contracts/topics'
import { may } from '@timbang/identity/access'
import { sessionCookie, type Caller } from '@timbang/identity/caller'
import { createPool } from '@timbang/postgres/pool'
import { httpServer, refusalsOf, sendRefusal } from '@timbang/process/http'
import { openInner } from '@timbang/process/inner'
import { createMetrics, Gauge } from '@timbang/process/metrics'
import { atEnd, inOrder, part } from '@timbang/process/parts'
import { startVerifier } from '@timbang/process/verifier'
import { peopleDelegatedTo } from '@timbang/roster/delegation'
import { peopleAssessedBy } from '@timbang/roster/read'
import { dateAt } from '@timbang/rules/civil-date'
import { connectKafka } from '@timbang/stream/kafka'
import { tailTopics } from '@timbang/stream/read'
import { mayWatchAgency } from '../boards.ts'
import type { LiveConfig } from '../config.ts'
import { agencyByCode, framesNewerThan, readAgencies } from '../store.ts'
import { readLongWaiting } from '../waiting.ts'
import { audience } from './audience.ts'
import { agencyFrame, OPERATOR_CHANNEL, sse } from './frame.ts'
import { latestFrames } from './latest.ts'
import { followLong, longFrame, NONE } from './long.ts'

const BEAT_MS = 4_000
/** Nobody listens longer on one proof of who he is than his token lasts: his browser comes again, with a new one. */
const LISTEN_MS = 300_000
const AGAIN_MS = 1_000
/** Whose entries a superior's list holds is asked again after so long: posts change seldom. */
const PEOPLE_MS = 60_000
/** Changes of a list within so long are one. */
const GATHER_MS = 60
/** A viewer who does not take what is sent is let go; his browser comes again and gets the latest state. */
const MOST_BUFFERED = 256 * 1024
const MOST_VIEWERS = 20_000

interface Viewer {
  readonly response: ServerResponse
  readonly sid: string | undefined
  readonly since: number
  /** The agency whose frames it wants, all of them, or none. */
  readonly agencies: 'none' | 'all' | (string & {})
  /** The version of each agency's frame that it has. */
  readonly told: Map<string, bigint>
  readonly operator: boolean
  peopleAt: number
  readonly assessor: string | undefined
  pending: { recordId: string; recordedAt: number | undefined } | undefined
}

const EVERY_BOARD = 'boards'
const OPERATOR = 'operator'
const board = (agencyId: string) => `board/${agencyId}`
const entriesOf = (employeeId: string) => `entries/${employeeId}`
/** What concerns a viewer, besides the people of his list. */
const listensTo = ({ agencies, operator }: Viewer): string[] => [
  ...(agencies === 'none' ? [] : [agencies === 'all' ? EVERY_BOARD : board(agencies)]),
  ...(operator ? [OPERATOR] : []),
]

/** The live events as one process: browsers listen, one buffer serves all viewers of a board, nothing is kept but the latest. */
export function buildLive(config: LiveConfig) {
  const { log, clock, onCrash } = config
  const pool = createPool(config.postgresUrl, { max: 4, name: 'live' })
  const kafka = connectKafka({ brokers: config.brokers, clientId: 'live', prefix: config.topicPrefix })
  const redis = new Redis(config.redisUrl, { lazyConnect: true, maxRetriesPerRequest: null })
  redis.on('error', (error) => log.warn({ err: error }, 'redis does not answer'))
  const metrics = createMetrics('live')
  const viewers = audience<Viewer>()
  new Gauge({
    name: 'timbang_live_viewers',
    help: 'Browsers that listen',
    registers: [metrics],
    collect() {
      this.set(viewers.size)
    },
  })
  const verifier = part(() => {
    const started = startVerifier(config)
    // Whoever signed out hears no more, on whatever page of whatever device it was open.
    started.revoked.onEnd((isOf) => {
      for (const viewer of viewers.everybody()) if (viewer.sid !== undefined && isOf(viewer.sid)) viewer.response.end()
    })
    return started
  })
  const addresses = { http: '' }
  const latest = part(
    () => latestFrames({ url: config.redisUrl, prefix: kafka.prefix, log }),
    (it) => it.stop(),
  )
  /** The newest frame of each board that was told to those who listened here: it may not have reached Postgres yet, and Redis may be gone. */
  const heard = new Map<string, LiveFrame>()

  const say = (viewer: Viewer, text: string) => {
    if (viewer.response.writableLength > MOST_BUFFERED) viewer.response.destroy()
    else viewer.response.write(text)
  }
  /** A viewer's first frames are read while others arrive: he is told none that is older than what he has. */
  const isNewer = ({ told }: Viewer, agencyId: string, version: bigint): boolean => {
    if ((told.get(agencyId) ?? -1n) >= version) return false
    told.set(agencyId, version)
    return true
  }
  const onFrame = (frame: LiveFrame) => {
    if (frame.agency === undefined || (heard.get(frame.key)?.version ?? -1n) >= frame.version) return
    heard.set(frame.key, frame)
    const text = sse('agency', agencyFrame(frame, clock.now()))
    for (const what of [EVERY_BOARD, board(frame.key)])
      for (const viewer of viewers.of(what)) if (isNewer(viewer, frame.key, frame.version)) say(viewer, text)
  }
  /** A board's latest state, or that of all: as Redis has it, and then what is newer here or in Postgres, which is all where Redis has lost it. */
  const tellLatest = async (viewer: Viewer, only: string | undefined) => {
    const tell = (frame: LiveFrame) => {
      if (isNewer(viewer, frame.key, frame.version)) say(viewer, sse('agency', agencyFrame(frame, clock.now())))
    }
    for (const frame of await latest.it.read(only)) tell(frame)
    for (const frame of heard.values()) if (only === undefined || frame.key === only) tell(frame)
    const newer = await framesNewerThan(pool, viewer.told, only)
    for (const frame of newer) tell(frame)
    await latest.it.keep(newer)
  }
  /** Out of Postgres: what the log brought while nobody here heard it, and what Redis has lost. */
  const catchUp = async () => {
    const had = new Map([...heard].map(([agencyId, { version }]) => [agencyId, version]))
    for (const frame of await framesNewerThan(pool, had)) onFrame(frame)
    const kept = await latest.it.versions()
    if (kept !== undefined) await latest.it.keep(await framesNewerThan(pool, kept))
  }
  /** Also where nothing waits: whoever comes again may remember what does no more. */
  const tellLong = async (viewer: Viewer, which: string) => {
    const long = await readLongWaiting(pool, which === 'all' ? undefined : which)
    const agencies = which === 'all' ? (await readAgencies(pool)).map(({ agencyId }) => agencyId) : [which]
    for (const agencyId of agencies)
      say(viewer, sse('long', longFrame(agencyId, long.get(agencyId) ?? NONE, clock.now())))
  }
  const onJournal = (event: JournalEvent) => {
    const { employeeId, body } = event
    if (employeeId === undefined || body === undefined) return
    const value = body.value as { recordId?: string; entry?: { recordId: string; recordedAt: bigint } }
    const recordId = value.recordId ?? value.entry?.recordId ?? ''
    const recordedAt = value.entry === undefined ? undefined : Number(value.entry.recordedAt)
    for (const viewer of viewers.of(entriesOf(employeeId))) {
      if (viewer.pending === undefined) {
        viewer.pending = { recordId, recordedAt }
        setTimeout(() => {
          const changed = viewer.pending!
          viewer.pending = undefined
          if (!viewer.response.destroyed)
            say(
              viewer,
              sse('changed', {
                sentAt: clock.now(),
                recordId: changed.recordId,
                ...(changed.recordedAt === undefined ? {} : { recordedAt: changed.recordedAt }),
              }),
            )
        }, GATHER_MS)
      } else viewer.pending = { recordId, recordedAt }
    }
  }
  const knowPeople = async (viewer: Viewer) => {
    if (viewer.assessor === undefined) return
    const people = await peopleAssessedBy(pool, viewer.assessor, dateAt(clock.now(), 'WIB'))
    for (const delegated of await peopleDelegatedTo(pool, viewer.assessor, clock.now()))
      people.push(...delegated.people)
    if (viewer.response.destroyed) return
    viewers.listen(
      viewer,
      people.map(({ employeeId }) => entriesOf(employeeId)),
    )
    viewer.peopleAt = clock.now()
  }

  /** What a caller asked to see and may; undefined: he may not, or there is no such board. */
  const admit = async (
    caller: Caller,
    query: { papan?: string; daftar?: string },
  ): Promise<Pick<Viewer, 'agencies' | 'operator' | 'assessor'> | undefined> => {
    const nothing = { agencies: 'none', operator: false, assessor: undefined } as const
    if (query.daftar === 'verifikasi')
      return caller.employeeId === undefined ? undefined : { ...nothing, assessor: caller.employeeId }
    if (query.papan === 'provinsi')
      return may(caller, 'reporting.GetProvinceBoard') ? { ...nothing, agencies: 'all' } : undefined
    if (query.papan === 'operator')
      return may(caller, 'reporting.GetOperatorBoard') ? { ...nothing, operator: true } : undefined
    const agency = query.papan === undefined ? undefined : await agencyByCode(pool, query.papan)
    return agency !== undefined &&
      (await mayWatchAgency(pool, caller, 'reporting.GetAgencyBoard', agency.agencyId, clock.now()))
      ? { ...nothing, agencies: agency.agencyId }
      : undefined
  }

  const operatorFrames = part(
    async () => {
      await redis
        .connect()
        .catch((error: unknown) => log.warn({ err: error }, 'redis does not answer; the operator page waits for it'))
      await redis
        .subscribe(kafka.prefix + OPERATOR_CHANNEL)
        .catch((error: unknown) => log.warn({ err: error }, 'the operator frames cannot be heard yet'))
      redis.on('message', (_channel, message) => {
        const text = `event: operator\ndata: ${message}\n\n`
        for (const viewer of viewers.of(OPERATOR)) say(viewer, text)
      })
    },
    () => redis.disconnect(),
  )
  const tail = part(() =>
    tailTopics(
      kafka,
      [topics.scoringLive, topics.journal],
      (topic, record) => {
        const event = fromMessage(topic, record)
        if (isPoison(event)) return
        if (topic.name === topics.journal.name) onJournal(event as JournalEvent)
        else {
          onFrame(event as LiveFrame)
          void latest.it.keep([event as LiveFrame])
        }
      },
      onCrash,
    ),
  )
  const long = part(() =>
    followLong({
      pool,
      log,
      onChange: (agencyId, waiting) => {
        const text = sse('long', longFrame(agencyId, waiting, clock.now()))
        for (const what of [EVERY_BOARD, board(agencyId)]) for (const viewer of viewers.of(what)) say(viewer, text)
      },
    }),
  )
  let catchingUp = false
  const beat = part(
    () =>
      setInterval(() => {
        if (!catchingUp) {
          catchingUp = true
          catchUp()
            .catch((error: unknown) => log.warn({ err: error }, 'the latest frames could not be read'))
            .finally(() => {
              catchingUp = false
            })
        }
        const text = sse('beat', { sentAt: clock.now() })
        for (const viewer of viewers.everybody()) {
          if (clock.now() - viewer.since >= LISTEN_MS) {
            viewer.response.end()
            continue
          }
          say(viewer, text)
          if (viewer.assessor !== undefined && clock.now() - viewer.peopleAt > PEOPLE_MS)
            knowPeople(viewer).catch((error: unknown) =>
              log.warn({ err: error }, 'the people of a list could not be read'),
            )
        }
      }, BEAT_MS),
    clearInterval,
  )
  const door = part(
    async () => {
      const http = await httpServer({
        name: 'live',
        log,
        openapi: { title: 'Timbang live', version: '1' },
        verify: verifier.it.verify,
        // The issuer of the five-minute tokens is the site itself.
        cookie: sessionCookie(config.issuers[0]?.issuer ?? ''),
      })
      http.get(
        '/live',
        {
          config: { operation: 'reporting.WatchLive' },
          schema: {
            summary: 'What changes on a board or in a list, as it changes',
            description:
              'One of the two. The latest state comes first, then what changes, and a beat every four seconds; after five minutes the line ends and is opened again. A board that is not there is refused like one that the caller may not see.',
            querystring: Type.Object(
              {
                papan: Type.Optional(
                  Type.String({
                    format: 'code',
                    maxLength: 64,
                    description: 'provinsi, operator, or the code of an agency',
                  }),
                ),
                daftar: Type.Optional(Type.String({ format: 'code', maxLength: 40, description: 'verifikasi' })),
              },
              { additionalProperties: false },
            ),
            response: {
              200: {
                description: 'server-sent events: agency, operator, changed, beat',
                content: { 'text/event-stream': { schema: Type.String() } },
              },
              ...refusalsOf(400, 401, 403, 405, 422, 429, 503),
            },
            security: [{ bearer: [] }],
          },
        },
        async (request, reply) => {
          if (viewers.size >= MOST_VIEWERS)
            return sendRefusal(reply as never, refuse('service.busy', { seconds: 10 })) as never
          const wanted = await admit(request.caller, request.query)
          if (wanted === undefined) return sendRefusal(reply as never, refuse('access.denied')) as never
          const viewer: Viewer = {
            ...wanted,
            response: reply.raw,
            sid: request.caller.sid,
            since: clock.now(),
            told: new Map(),
            peopleAt: 0,
            pending: undefined,
          }
          if (viewer.assessor === undefined) viewers.listen(viewer, listensTo(viewer))
          else await knowPeople(viewer)
          reply.hijack()
          // The connection goes with its events: one that were kept for another request would hold up the end of this process.
          reply.raw.writeHead(200, {
            'content-type': 'text/event-stream',
            'cache-control': 'no-store',
            'x-accel-buffering': 'no',
            connection: 'close',
          })
          reply.raw.on('close', () => viewers.leave(viewer))
          reply.raw.on('error', () => viewers.leave(viewer))
          // It may have ended while its people were read.
          if (viewer.sid !== undefined && verifier.it.revoked.has(viewer.sid) === true)
            return void viewer.response.end()
          say(viewer, `retry: ${AGAIN_MS}\n\n`)
          // The latest state first: whatever was missed before is in it. The beat after it says that nothing is newer, however old it is.
          if (viewer.agencies !== 'none') {
            await tellLatest(viewer, viewer.agencies === 'all' ? undefined : viewer.agencies)
            await tellLong(viewer, viewer.agencies)
          }
          if (viewer.operator) {
            const frame = await latest.it.operator()
            if (frame !== undefined) say(viewer, `event: operator\ndata: ${frame}\n\n`)
          }
          say(viewer, sse('beat', { sentAt: clock.now() }))
          return reply
        },
      )
      addresses.http = await http.listen({ host: config.host, port: config.port })
      return http
    },
    async (http) => {
      const closed = http.close()
      for (const viewer of viewers.everybody()) viewer.response.end()
      await closed
    },
  )
  const inner = part(() =>
    openInner({
      ...config,
      metrics,
      health: { ready: { log: async () => (await kafka.clusterId()) !== '' }, live: {} },
    }),
  )
  return {
    addresses,
    ...inOrder([
      atEnd(() => pool.end()),
      atEnd(() => kafka.close()),
      verifier,
      latest,
      operatorFrames,
      tail,
      long,
      beat,
      door,
      inner,
    ]),
  }
}
