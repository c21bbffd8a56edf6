-- What a service's consumers have applied, and what it still owes the log. Lives in schema "stream" of the service's own database.
create table consumer_position (
  consumer        text     not null,
  topic           text     not null,
  partition       integer  not null,
  -- The next offset to apply: everything below it was applied in the transaction that wrote this.
  position        bigint   not null,
  -- Identity of the record at position - 1, to notice another log under the same name.
  last_id         text     not null,
  last_appended_at bigint  not null,
  primary key (consumer, topic, partition)
);

create table outbox (
  id        bigint generated always as identity primary key,
  topic     text    not null,
  partition integer not null,
  key       text    not null,
  value     bytea,
  headers   jsonb   not null,
  -- W3C trace context of what caused it; a header of the message.
  traceparent text
);

-- Below which nothing of the outbox is left, nor will come: a relay looks no further down, however many deleted rows an open snapshot keeps there.
create table relay_floor (
  shards integer not null,
  number integer not null,
  floor  bigint  not null,
  primary key (shards, number)
);
