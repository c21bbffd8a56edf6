import type { Fault } from '../fault.ts'

const admission = {
  file: 'services/activity-ingest/src/admission.ts',
  test: 'services/activity-ingest/src/admission.test.ts',
}
const lanes = { file: 'services/activity-ingest/src/lanes.ts', test: 'services/activity-ingest/src/lanes.test.ts' }
const owner = { file: 'services/activity-ingest/src/handle.ts', test: 'services/activity-ingest/src/handle.test.ts' }
const record = {
  file: 'services/activity-ingest/src/domain/record.ts',
  test: 'services/activity-ingest/src/domain/record.test.ts',
}
const revoked = { file: 'packages/identity/src/revoked.ts', test: 'packages/identity/src/revoked.test.ts' }
const verify = {
  file: 'packages/identity/src/verify.ts',
  test: 'packages/identity/test/a-token-is-verified-at-every-door.test.ts',
}
const http = {
  file: 'packages/process/src/http.ts',
  test: 'packages/process/test/an-http-server-answers-or-refuses.test.ts',
}
const grpc = {
  file: 'packages/process/src/grpc-handler.ts',
  test: 'packages/process/test/a-grpc-server-answers-or-refuses.test.ts',
}
const hostile = 'services/activity-ingest/test/a-hostile-caller-keeps-nothing.test.ts'
const session = 'services/directory/test/a-session-ends-at-every-door.test.ts'

/** What a caller can send, and what is given back however he ends. */
export const doors: readonly Fault[] = [
  {
    promise: 'That an entry is taken back is content: it has another digest.',
    ...record,
    found: "          ...(body.withdrawn ? ['withdrawn'] : []),\n          ...(body.evidence",
    planted: '          ...(body.evidence',
  },
  {
    promise: 'What is on its way into the log is bounded in memory.',
    ...admission,
    found: 'if (held > 0 && held + weight > bytes)',
    planted: 'if (held > 0 && held + weight > bytes * 100)',
  },
  {
    promise: 'One caller takes no more than his share of the room.',
    ...admission,
    found: "if (own > 0 && own + weight > bytes * OF_ONE_CALLER) return refuse('request.too-many', { seconds: 1 })",
    planted: '',
  },
  {
    promise: 'Imports are held back while there is still room for people.',
    ...admission,
    found: 'heldByImports + weight > bytes * OF_IMPORTS',
    planted: 'heldByImports + weight > bytes',
  },
  {
    promise: 'Memory is given back only once the log has settled every record of a request.',
    ...admission,
    found: 'if (gone || !over || waiting > 0) return',
    planted: 'if (gone || !over) return',
  },
  {
    promise: 'Memory is given back once.',
    ...admission,
    found: 'if (gone || !over || waiting > 0) return',
    planted: 'if (!over || waiting > 0) return',
  },
  {
    promise: 'While there is no room the door is not open.',
    ...admission,
    found: 'open: () => held < bytes,',
    planted: 'open: () => true,',
  },
  {
    promise: 'A request without a body gives back what was taken at the door.',
    file: 'services/activity-ingest/src/http.ts',
    found: 'onResponse: (request, _reply, done) => {\n        holds.get(request)?.over()',
    planted:
      'onResponse: (request, _reply, done) => {\n        if (Buffer.isBuffer(request.body)) holds.get(request)?.over()',
    test: hostile,
  },
  {
    promise: 'A caller who hangs up in his body gives back what was taken at the door.',
    file: 'services/activity-ingest/src/http.ts',
    found: 'onRequestAbort: (request, done) => {\n        holds.get(request)?.over()',
    planted: 'onRequestAbort: (_request, done) => {',
    test: hostile,
  },
  {
    promise: 'A request has no more lines than may be, and is refused before one is read.',
    file: 'services/activity-ingest/src/wire/lines.ts',
    found: 'if (lines.length === most) return tooMany',
    planted: '',
    test: 'services/activity-ingest/src/wire/record.test.ts',
  },
  {
    promise: 'A person sends so many records in ten minutes and no more.',
    file: 'services/activity-ingest/src/allowance.ts',
    found: 'if (own.records + records > limit) return over((window + 1) * windowMs - now())',
    planted: '',
    test: hostile,
  },
  {
    promise: 'Two replicas count one person together.',
    file: 'services/activity-ingest/src/allowance.ts',
    found: 'return count > limit ? over(left) : undefined',
    planted: 'return count > limit * 10 ? over(left) : undefined',
    test: 'services/activity-ingest/test/limits-hold-over-replicas.test.ts',
  },
  {
    promise: 'The gRPC door counts too.',
    file: 'services/activity-ingest/src/grpc.ts',
    found: 'if (beyond !== undefined) return none(beyond)',
    planted: '',
    test: hostile,
  },
  {
    promise: 'A log that acknowledges a part of a batch has acknowledged none of it.',
    ...lanes,
    found: 'if (places.length !== batch.length)',
    planted: 'if (places.length > batch.length)',
  },
  {
    promise: 'A failed send settles its records without a place.',
    ...lanes,
    found: 'else batch[i]!.settle(undefined)',
    planted: 'else batch[i]!.settle({ partition: 0, offset: 0n, appendedAt: 0 })',
  },
  {
    promise: 'Words are in the log before their event is sent.',
    ...lanes,
    found: 'if (departure.text) texts.take(lane, departure)',
    planted:
      'if (departure.text) {\n        texts.take(lane, departure)\n        events.take(lane, departure)\n      }',
  },
  {
    promise: 'People go before imports.',
    ...lanes,
    found: '[queues.people, queues.imports]',
    planted: '[queues.imports, queues.people]',
  },
  {
    promise: 'A batch is never larger than the broker takes.',
    ...lanes,
    found: 'if (batch.length > 0 && bytes + next.bytes > BATCH_BYTES) return batch',
    planted: '',
  },
  {
    promise: 'A person records for nobody but himself.',
    ...owner,
    found: 'if (sent.employeeId !== undefined && sent.employeeId !== caller.employeeId)',
    planted: 'if (sent.employeeId !== undefined && sent.employeeId === sent.recordId)',
  },
  {
    promise: 'A person records no presence and no leave.',
    ...owner,
    found: "if (sent.body.kind !== 'activity') return refuse('access.denied', undefined, sent.body.kind)",
    planted: '',
  },
  {
    promise: 'A person brings no history: he dates nothing back.',
    ...owner,
    found: "if (sent.sourceRecordedAt !== undefined) return refuse('access.denied', undefined, 'source_recorded_at')",
    planted: '',
  },
  {
    promise: 'A machine records for the agencies of its client only.',
    ...owner,
    found: 'if (caller.agencies.length > 0 && !caller.agencies.includes(sent.agencyId))',
    planted: 'if (caller.agencies.length > 1000 && !caller.agencies.includes(sent.agencyId))',
  },
  {
    promise: 'History names its import.',
    ...owner,
    found: 'if (sent.sourceRecordedAt !== undefined && sent.importId === undefined)',
    planted: 'if (sent.sourceRecordedAt !== undefined && sent.importId === sent.recordId)',
  },
  {
    promise: "A person's own id is at most 45 days old.",
    ...record,
    found: 'made < now - limits.idDays * DAY',
    planted: 'made < now - 10 * limits.idDays * DAY',
  },
  {
    promise: 'An id of exactly 45 days is accepted.',
    ...record,
    found: 'made < now - limits.idDays * DAY',
    planted: 'made <= now - limits.idDays * DAY',
  },
  {
    promise: 'A source corrects leave and attendance at any distance.',
    ...record,
    found: "if (!history && sent.body.kind === 'activity' && made",
    planted: 'if (!history && made',
  },
  {
    promise: 'No work date lies in the future.',
    ...record,
    found: "if (Date.parse(date) > now + WIT) return refuse('activity.date-in-future', { date }, field)",
    planted: '',
  },
  {
    promise: 'A day has begun when it has begun in Papua.',
    ...record,
    found: 'Date.parse(date) > now + WIT',
    planted: 'Date.parse(date) > now + 7 * 3_600_000',
  },
  {
    promise: 'Evidence is a link by https only.',
    ...record,
    found: "url.protocol === 'https:' && ",
    planted: '',
  },
  {
    promise: 'A unit that is not in the list goes onto no log.',
    ...record,
    found: 'activity.unit !== undefined && unitOf(activity.unit) === undefined',
    planted: "activity.unit !== undefined && activity.unit === ''",
  },
  {
    promise: 'A session that ended stays out until no token of it can live.',
    ...revoked,
    found: 'if (endedAt + REVOKED_FOR_MS < now) ended.delete(hash)',
    planted: 'if (endedAt < now) ended.delete(hash)',
  },
  {
    promise: 'A door that has heard of no list lets nobody in.',
    ...revoked,
    found: '(heard ? ended.size > 0 && ended.has(hashOfSession(sid)) : undefined)',
    planted: '(heard ? ended.size > 0 && ended.has(hashOfSession(sid)) : false)',
  },
  {
    promise: 'Each end of a session is heard of once.',
    ...revoked,
    found: 'if (ended.has(hash) || endedAt',
    planted: 'if (endedAt',
  },
  {
    promise: 'A token that was remembered is asked for its session every time.',
    file: 'packages/identity/src/verify.ts',
    found: 'if (remembered.until > now()) return admitted(remembered.caller)',
    planted: 'if (remembered.until > now()) return remembered.caller',
    test: session,
  },
  {
    promise: 'A session that ended is refused at every door.',
    file: 'packages/identity/src/verify.ts',
    found: "return refuse('access.token-revoked')",
    planted: 'return caller',
    test: session,
  },
  {
    promise: 'A token is remembered no longer than it is valid.',
    ...verify,
    found: 'if (remembered.until > now()) return',
    planted: 'if (remembered.until > 0) return',
  },
  {
    promise: 'A token for another audience is not ours.',
    ...verify,
    found: '        audience,\n        issuer',
    planted: '        issuer',
  },
  {
    promise: 'A token that never ends is not valid.',
    ...verify,
    found: "requiredClaims: ['exp', 'sub']",
    planted: "requiredClaims: ['sub']",
  },
  {
    promise: 'Tokens are signed in the ways that we chose.',
    ...verify,
    found: '        algorithms: ALGORITHMS,\n',
    planted: '',
  },
  {
    promise: 'Renewal ends twelve hours after the sign-in, however often it was renewed.',
    file: 'services/directory/src/session/store.ts',
    found: 'and ended_at is null and ends_at > $3 returning',
    planted: 'and ended_at is null returning',
    test: session,
  },
  {
    promise: 'The very moment after a session has ended it is not renewed.',
    file: 'services/directory/src/session/store.ts',
    found: 'and ended_at is null and ends_at > $3 returning',
    planted: 'and ends_at > $3 returning',
    test: session,
  },
  {
    promise: "Nobody ends another one's session.",
    file: 'services/directory/src/session/store.ts',
    found: 'where subject = $1 and ended_at is null and ends_at > $4',
    planted: 'where $1::text is not null and ended_at is null and ends_at > $4',
    test: session,
  },
  {
    promise: 'The oldest session ends when one more begins than a person may have.',
    file: 'services/directory/src/session/store.ts',
    found: 'order by began_at desc, sid offset $2)',
    planted: 'order by began_at desc, sid offset $2 + 100)',
    test: session,
  },
  {
    promise: 'Hops in front of a door are believed as far as its setting says, and no further.',
    ...http,
    found: 'hop < (options.trustedHops ?? 0)',
    planted: 'hop < (options.trustedHops ?? 1)',
    test: 'services/feedback/test/one-counter-has-one-limit.test.ts',
  },
  {
    promise: 'From where a citizen came is believed of the pages alone.',
    file: 'services/feedback/src/answer/http.ts',
    found: 'isRefusal(visitor) ? request.ip : visitor.sub',
    planted: 'isRefusal(visitor) ? String(signed ?? request.ip) : visitor.sub',
    test: 'services/feedback/test/one-counter-has-one-limit.test.ts',
  },
  {
    promise: 'Who may not come is told before his body is read.',
    ...http,
    found: 'if (!mayCome(request.caller, operation))\n',
    planted: 'if (request.body !== undefined && !mayCome(request.caller, operation))\n',
  },
  {
    promise: 'A body that trickles is cut at its time.',
    ...http,
    found: 'requestTimeout: options.wholeWithin ?? WHOLE_WITHIN_MS,',
    planted: 'requestTimeout: 0,',
  },
  {
    promise: 'Connections at a time are bounded.',
    ...http,
    found: 'server.server.maxConnections = options.connections ?? CONNECTIONS',
    planted: '',
  },
  {
    promise: 'An unknown field is refused.',
    ...http,
    found: 'removeAdditional: false,',
    planted: 'removeAdditional: true,',
  },
  {
    promise: 'A person has four streams open at once.',
    ...grpc,
    found: 'if (held >= (most ??',
    planted: 'if (held >= 1_000 + (most ??',
  },
  {
    promise: 'A stream that ended makes room for another.',
    ...grpc,
    found: '      leave?.()\n',
    planted: '',
  },
  {
    promise: 'Who stands in no allowed relation does not pass the door.',
    ...grpc,
    found: 'if (!mayCome(caller, operation)) return',
    planted: 'if (false && !mayCome(caller, operation)) return',
  },
  {
    promise: 'Whoever leaves an answer leaves nothing open at its writer.',
    ...grpc,
    found: '      await out?.return(undefined)\n',
    planted: '',
  },
  {
    promise: 'A caller who sends nothing is let go after a while.',
    ...grpc,
    found: "if (next === 'silent') return because(refuse('request.too-slow'))",
    planted: "if (next === 'silent') continue",
  },
  {
    promise: 'Bytes that are no message end their stream and nothing else.',
    ...grpc,
    found: '    } catch {\n      return UNREADABLE\n    }',
    planted: '    } catch (error) {\n      throw error\n    }',
  },
  {
    promise: 'No bad word reaches a handler: every field of a request is checked at the edge.',
    ...grpc,
    found: 'else result = faultOf(request) ?? (await',
    planted: 'else result = (await',
    test: 'packages/process/test/no-bad-word-reaches-a-handler.test.ts',
  },
  {
    promise: 'A message of a stream is checked at the edge like any request.',
    ...grpc,
    found: 'if (fault !== undefined) return because(fault)',
    planted: '',
    test: 'packages/process/test/no-bad-word-reaches-a-handler.test.ts',
  },
  {
    promise: 'A counter has one limit, from however many addresses and over both replicas.',
    file: 'services/feedback/src/answer/http.ts',
    found: 'if (count > options.answersPerPoint)',
    planted: 'if (count > options.answersPerPoint * 100)',
    test: 'services/feedback/test/one-counter-has-one-limit.test.ts',
  },
  {
    promise: 'A network of the sixth version is one caller, whatever address its devices choose.',
    file: 'services/feedback/src/answer/http.ts',
    found: "all.slice(0, 4).join(':')",
    planted: "all.join(':')",
    test: 'services/feedback/test/one-counter-has-one-limit.test.ts',
  },
  {
    promise: 'A dependency that does not even refuse is not there: readiness says no in time.',
    file: 'packages/process/src/health.ts',
    found: 'return await Promise.race([check(), after(within, false, { signal: answered.signal, ref: false })])',
    planted: 'return await check()',
    test: 'packages/process/src/health.test.ts',
  },
  {
    promise: 'A script does not read the province off by looking for people.',
    file: 'services/directory/src/find.ts',
    found: 'if (count > FINDS_A_MINUTE)',
    planted: 'if (count > FINDS_A_MINUTE * MINUTE)',
    test: 'services/directory/test/people-are-found.test.ts',
  },
  {
    promise: 'A single letter, which is half a province, is not looked for.',
    file: 'services/directory/src/find.ts',
    found: '!words.some((word) => word.length >= FEWEST_LETTERS)',
    planted: 'words.length === 0',
    test: 'services/directory/test/people-are-found.test.ts',
  },
]
