-- Facts of a person and work date, packed (packages/rules/src/facts.ts). One source topic each: order between topics never matters.
create table entry_part (
  employee_id uuid  not null,
  work_date   date  not null,
  facts       bytea not null,
  primary key (employee_id, work_date)
);
create table verdict_part (
  employee_id uuid  not null,
  work_date   date  not null,
  facts       bytea not null,
  primary key (employee_id, work_date)
);

-- Leaves lie on no day: a revision may move one to any, so a person's are read together.
create table leave_part (
  employee_id uuid  primary key,
  facts       bytea not null
);
-- The days on which corrections lie: where a record of a quarter was moved to is read with it, however far that is.
create table moved_record (
  employee_id uuid not null,
  record_id   text not null,
  work_date   date not null,
  primary key (employee_id, record_id, work_date)
);

-- What is effective: whole states with a version, as their owners published them; the highest version wins.
create table context_state (
  kind        text    not null,
  id          text    not null,
  employee_id uuid,
  version     integer not null,
  state       bytea   not null,
  primary key (kind, id)
);
create index context_state_employee on context_state (employee_id) where employee_id is not null;

-- How much of each partition was folded, and a chain over the identities of its records.
create table partition_chain (
  topic     text    not null,
  partition integer not null,
  records   bigint  not null,
  digest    bytea   not null,
  primary key (topic, partition)
);

create table cut_off_marker (
  period    text    not null,
  kind      integer not null,
  edition   integer not null,
  topic     text    not null,
  partition integer not null,
  primary key (period, kind, edition, topic, partition)
);

create table seal (
  period       text    not null,
  kind         integer not null,
  edition      integer not null,
  cut_off      bigint  not null,
  -- Empty until it is sealed.
  sealed_at    bigint,
  root         bytea,
  manifest     bytea,
  signature    text,
  people       integer,
  primary key (period, kind, edition)
);

create table sealed_receipt (
  period      text    not null,
  kind        integer not null,
  edition     integer not null,
  employee_id uuid    not null,
  agency_id   uuid    not null,
  leaf        bytea   not null,
  -- Canonical JSON, zstd.
  receipt     bytea   not null,
  primary key (period, kind, edition, employee_id)
);
create index sealed_receipt_employee on sealed_receipt (employee_id, period);
