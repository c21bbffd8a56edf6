import type { Fault } from '../fault.ts'

const once = 'packages/stream/test/each-fact-is-applied-once.test.ts'
const another = 'packages/stream/test/another-log-is-noticed.test.ts'
const poison = 'packages/stream/test/more-poison-than-chance-stops-the-consumer.test.ts'
const outbox = 'packages/stream/test/outbox-rows-equal-topic-messages.test.ts'
const due = { file: 'packages/due/src/work.ts', test: 'packages/due/test/work-that-is-due-is-done-once.test.ts' }

/** The log and the database: each fact once, in its order, and nothing lost between the two. */
export const stream: readonly Fault[] = [
  {
    promise: 'Positions are locked: of two owners of a partition the second finds it moved.',
    file: 'packages/stream/src/position.ts',
    found: 'order by topic, partition for update`',
    planted: 'order by topic, partition`',
    test: once,
  },
  {
    promise: 'A partition that nobody has read yet is locked too.',
    file: 'packages/stream/src/position.ts',
    found:
      "    await tx.query(\n      `insert into stream.consumer_position\n       select $1, topic, partition, 0, '', 0 from unnest($2::text[], $3::integer[]) as place (topic, partition)\n        order by topic, partition on conflict do nothing`,\n      given,\n    )",
    planted:
      "    await tx.query(\n      `insert into stream.consumer_position\n       select $1, topic, partition, 0, '', 0 from unnest($2::text[], $3::integer[]) as place (topic, partition)\n        order by topic, partition on conflict do nothing`,\n      given,\n    )\n    return new Map()",
    test: once,
  },
  {
    promise: 'What was applied is dropped when it comes again.',
    file: 'packages/stream/src/apply-batch.ts',
    found: 'of.records.filter((record) => record.offset >= (known?.position ?? 0n))',
    planted: 'of.records.filter((record) => record.offset >= 0n)',
    test: once,
  },
  {
    promise: 'Rows and positions commit together.',
    file: 'packages/stream/src/apply-batch.ts',
    found: 'if (moved.length > 0) await savePositions(tx, consumer, moved)',
    planted: '',
    test: once,
  },
  {
    promise: 'A batch that begins ahead of the position waits for what lies between.',
    file: 'packages/stream/src/apply-batch.ts',
    found: 'const directly = whole ? first === next : first >= next',
    planted: 'const directly = first >= next',
    test: 'packages/stream/src/apply-batch.test.ts',
  },
  {
    promise: 'An owner that is held in a batch is let go by the database.',
    file: 'packages/stream/src/apply-batch.ts',
    found: 'begin; set local idle_in_transaction_session_timeout = 15000',
    planted: 'begin',
    test: once,
  },
  {
    promise: 'A fault that does not pass ends the consumer.',
    file: 'packages/stream/src/consume.ts',
    found: 'attempt >= (options.tries ?? TRIES)',
    planted: 'attempt >= 1_000_000',
    test: once,
  },
  {
    promise: 'The record that was applied last is compared with the one that lies there.',
    file: 'packages/stream/src/apply-batch.ts',
    found: 'if (identityOf(again) === stored!.lastId) return undefined',
    planted: 'if (identityOf(again) !== undefined) return undefined',
    test: another,
  },
  {
    promise: 'A log that is shorter than what was applied is refused.',
    file: 'packages/stream/src/consume.ts',
    found: 'if (position > high)',
    planted: 'if (position > high + 1_000_000n)',
    test: another,
  },
  {
    promise: 'A database that is older than what was noted is refused.',
    file: 'packages/stream/src/consume.ts',
    found: 'if (noted > position && noted <= high)',
    planted: 'if (noted > position && noted > high)',
    test: another,
  },
  {
    promise: 'A consumer that has read nothing of a log without its head refuses it.',
    file: 'packages/stream/src/apply-batch.ts',
    found: '  if (stored === undefined)\n    throw new LogMismatch(',
    planted: '  if (stored === undefined) return undefined\n  if (first < 0n)\n    throw new LogMismatch(',
    test: another,
  },
  {
    promise: 'A replica that works meanwhile is no restored database: notes are read before positions.',
    file: 'packages/stream/src/consume.ts',
    found:
      '  const notes = await commitNotes(kafka, consumer, names)\n  const stored = new Map(\n    (await positionsOf(pool, consumer)).map(',
    planted:
      '  const before = await positionsOf(pool, consumer)\n  const notes = await commitNotes(kafka, consumer, names)\n  const stored = new Map(\n    before.map(',
    test: another,
  },
  {
    promise: 'More poison than chance stops the consumer.',
    file: 'packages/stream/src/poison-limit.ts',
    found: 'if (rows[0]!.count <= most) return',
    planted: 'if (rows[0]!.count >= 0) return',
    test: poison,
  },
  {
    promise: 'As much poison as is chance stops nobody.',
    file: 'packages/stream/src/poison-limit.ts',
    found: 'if (rows[0]!.count <= most) return',
    planted: 'if (rows[0]!.count < most) return',
    test: poison,
  },
  {
    promise: 'A statement that fails for every record throws none of them away.',
    file: 'packages/stream/src/apply-batch.ts',
    found: 'if (bad.length > most || (bad.length === good.length && bad.length > 1)) {',
    planted: 'if (bad.length > good.length) {',
    test: poison,
  },
  {
    promise: 'What a person puts back is applied once, as often as he does.',
    file: 'packages/stream/src/again.ts',
    found: 'on conflict do nothing returning',
    planted: 'on conflict (consumer, topic, partition, "offset") do update set consumer = excluded.consumer returning',
    test: poison,
  },
  {
    promise: 'Two relays never publish at the same time.',
    file: 'packages/stream/src/relay.ts',
    found: '  return rows[0]!.held\n',
    planted: '  return true\n',
    test: outbox,
  },
  {
    promise: 'A relay that loses its locks sends no more.',
    file: 'packages/stream/src/relay.ts',
    found: 'if (on.mine.aborted) return { count, whole: false }',
    planted: '',
    test: outbox,
  },
  {
    promise: 'Rows are deleted once they are acknowledged, and not before.',
    file: 'packages/stream/src/relay.ts',
    found: '      await on.producer.send(kafka.name(part[0]!.topic), part.map(asMessage))\n',
    planted:
      '      await pool.query(`delete from stream.outbox where id = any($1::bigint[])`, [part.map((row) => row.id)])\n      await on.producer.send(kafka.name(part[0]!.topic), part.map(asMessage))\n',
    test: outbox,
  },
  {
    promise: 'What commits late has a low id, and is published all the same.',
    file: 'packages/stream/src/relay.ts',
    found: 'next !== undefined && (await haveEnded(connection, next.line))',
    planted: 'next !== undefined',
    test: outbox,
  },
  {
    promise: 'A transaction has its number before its rows have theirs.',
    file: 'packages/stream/src/outbox.ts',
    found: 'with mine as materialized (select pg_current_xact_id())',
    planted: 'with mine as materialized (select 1)',
    test: outbox,
  },
  {
    promise: 'A backlog goes in parts that the broker takes.',
    file: 'packages/stream/src/relay.ts',
    found: ' && (bytes += sizeOf(rows[to]!)) <= BATCH_BYTES)',
    planted: ')',
    test: outbox,
  },
  {
    promise: 'What the broker would refuse for ever fails with its command.',
    file: 'packages/stream/src/outbox.ts',
    found: 'if (bytes > MOST_BYTES)',
    planted: 'if (bytes > 10 * MOST_BYTES)',
    test: outbox,
  },
  {
    promise: 'Due work is held by one replica.',
    ...due,
    found: ' for update skip locked`',
    planted: '`',
  },
  {
    promise: 'Replicas do due work at the same time.',
    ...due,
    found: ' for update skip locked`',
    planted: ' for update`',
  },
  {
    promise: 'Nothing is done before it is due.',
    ...due,
    found: 'where kind = $1 and due_at <= $2 order by',
    planted: 'where kind = $1 and $2::bigint > 0 order by',
  },
  {
    promise: 'What fails keeps nobody else of its page from his turn.',
    ...due,
    found: ': rows.filter(({ failures }) => failures === 0)',
    planted: ': rows',
  },
  {
    promise: 'A page that failed leaves no trace.',
    ...due,
    found: "await tx.query('rollback to savepoint page')",
    planted: "await tx.query('release savepoint page')",
  },
  {
    promise: 'A transaction whose failed statement was caught does not pass for a commit.',
    file: 'packages/postgres/src/transaction.ts',
    found: "if (command !== 'COMMIT')",
    planted: "if (command === 'ABORT')",
    test: 'packages/postgres/test/a-transaction-commits-whole-or-not-at-all.test.ts',
  },
  {
    promise: 'A connection that broke is never given back to the pool.',
    file: 'packages/postgres/src/transaction.ts',
    found: 'client.release(broken)',
    planted: 'client.release()',
    test: 'packages/postgres/test/a-transaction-commits-whole-or-not-at-all.test.ts',
  },
  {
    promise: 'A transaction is a writer from its first moment, and a line waits for it.',
    file: 'packages/postgres/src/transaction.ts',
    found: "'begin; select pg_current_xact_id()'",
    planted: "'begin'",
    test: 'packages/postgres/test/whoever-wrote-has-ended.test.ts',
  },
  {
    promise: 'A line does not wait for another database.',
    file: 'packages/postgres/src/writers.ts',
    found: 'where datname = current_database() and backend_xid',
    planted: 'where backend_xid',
    test: 'packages/postgres/test/whoever-wrote-has-ended.test.ts',
  },
  {
    promise: 'Of two that migrate at once the second waits.',
    file: 'packages/postgres/src/migrate.ts',
    found: "advisoryLockMode: 'wait'",
    planted: 'noLock: true',
    test: 'packages/postgres/test/numbered-migrations-run-once.test.ts',
  },
  {
    promise: 'Work of one kind that never ends keeps no other kind from its turn.',
    file: 'packages/due/src/work.ts',
    found: 'where work.kind = asked.kind and due_at <= $2) order by place`',
    planted: 'where work.kind = asked.kind and due_at <= $2) order by place limit 1`',
    test: 'packages/due/test/work-that-is-due-is-done-once.test.ts',
  },
  {
    promise: 'Work that is not due yet wakes nobody, and what is due does.',
    file: 'packages/due/src/work.ts',
    found: 'exists (select from due.work where work.kind = asked.kind and due_at <= $2)',
    planted: 'exists (select from due.work where work.kind = asked.kind and due_at > $2)',
    test: 'packages/due/test/work-that-is-due-is-done-once.test.ts',
  },
  ...['live_sweep', 'live_mark', 'live_summary where due_at <= $1', 'live_board where dirty or due_at <= $1'].map(
    (what): Fault => ({
      promise: `A worker of the live boards is woken by ${what.split(' ')[0]} alone.`,
      file: 'services/scoring/src/live/store.ts',
      found: `exists (select from ${what})`,
      planted: 'false',
      test: 'services/scoring/test/any-number-of-workers-gives-the-same-boards.test.ts',
    }),
  ),
]
