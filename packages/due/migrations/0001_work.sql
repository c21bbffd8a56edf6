-- Work that is due: what a command set off and cannot do inside itself. Lives in schema "due" of the service's own database.
create table work (
  id          bigint generated always as identity primary key,
  kind        text    not null,
  -- Names one occurrence within its kind: owed twice is owed once.
  key         text    not null,
  -- How far it has come, or what it needs; in JSON, in bytes, or not at all.
  payload     jsonb,
  bytes       bytea,
  -- Epoch milliseconds, by the service's clock: not before.
  due_at      bigint  not null,
  -- Failures since it last went forward, and of what kind the last was.
  failures    integer not null default 0,
  failed_by   text,
  traceparent text,
  unique (kind, key)
);
create index work_due on work (kind, due_at, id);
