create table cut_off_marker (
  period    text    not null,
  kind      integer not null,
  edition   integer not null,
  cut_off   bigint  not null,
  topic     text    not null,
  partition integer not null,
  primary key (period, kind, edition, cut_off, topic, partition)
);

-- One row a request. One that was refused, or changed nothing, leaves its edition to the next.
create table seal (
  id           uuid    primary key,
  period       text    not null,
  kind         integer not null,
  edition      integer not null,
  cut_off      bigint  not null,
  requested_by text    not null,
  -- 'waiting' for inputs, 'counting' by agencies; ended as 'sealed', 'unchanged' or 'refused'.
  state        text    not null default 'waiting',
  -- Who is waited for.
  awaited      text[]  not null default '{}',
  -- Why it was refused: the code and what its sentence names.
  refusal      jsonb,
  -- The run that counts: another snapshot is another run.
  run          uuid,
  snapshot     text,
  -- The manifest as far as the snapshot gives it, canonical JSON.
  draft        bytea,
  sealed_at    bigint,
  root         bytea,
  manifest     bytea,
  signature    text,
  -- The key that the signature is held against, a JWK.
  public_key   jsonb,
  people       integer
);
create unique index seal_open on seal (period, kind) where state in ('waiting', 'counting');
create unique index seal_edition on seal (period, kind, edition) where state = 'sealed';
-- A command that comes again is answered with the seal that it asked for.
create table seal_command (
  id      uuid primary key,
  seal_id uuid not null references seal
);

-- What is due of a run: one agency each.
create table seal_agency (
  run       uuid    not null,
  seal_id   uuid    not null references seal,
  agency_id uuid    not null,
  people    integer not null,
  done      boolean not null default false,
  -- Over its leaves; empty without any.
  root      bytea,
  sealed    integer not null default 0,
  -- Sums by unit, for the publication.
  figures   bytea[] not null default '{}',
  primary key (run, agency_id)
);
create index seal_agency_seal on seal_agency (seal_id);

create table sealed_receipt (
  run         uuid  not null,
  employee_id uuid  not null,
  agency_id   uuid  not null,
  leaf        bytea not null,
  -- Canonical JSON, zstd.
  receipt     bytea not null,
  primary key (run, employee_id)
);
create index sealed_receipt_employee on sealed_receipt (employee_id);
create index sealed_receipt_agency on sealed_receipt (run, agency_id);
