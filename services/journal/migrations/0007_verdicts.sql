-- Up Migration

-- What each assessor decided, one row a verdict: an entry itself holds only the one that stands. Nobody's of an imported one.
create table verdict (
  event_id uuid primary key,
  given_by text not null,
  at bigint not null,
  record_id uuid not null,
  employee_id uuid not null,
  revision int not null,
  verdict_version int not null,
  -- Why it was returned; null: it was verified.
  reason_code text,
  -- He took it back within his ten seconds.
  undone boolean not null
);
create index verdict_given on verdict (given_by, at desc, event_id desc);
create index verdict_record on verdict (record_id, employee_id, verdict_version);
