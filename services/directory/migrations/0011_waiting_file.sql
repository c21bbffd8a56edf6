-- A file between its dry run and its import: one of whoever brought it, for an hour (ADR 24). Names and NIPs may stand in it, and what it says is told by
-- no event: a backup of it is no part of the promise.
create table waiting_file (
  -- Under which its owner stands on record.
  owner text primary key,
  file_id uuid not null unique,
  agency_id uuid not null,
  kind text not null,
  device text not null,
  zone text not null,
  name text not null,
  content bytea not null,
  -- Epoch ms.
  kept_at bigint not null
);
