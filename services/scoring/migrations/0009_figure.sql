-- Up Migration

-- Figures of units: every revision of every record as figure.v1 has it, and nothing else. What of them counts is said where a score is computed.
create table figure_part (
  unit_id      uuid    not null,
  record_id    uuid    not null,
  revision     integer not null,
  -- Its place in the unit's partition: of two contents of one revision the first in the log counts.
  log_offset   bigint  not null,
  -- For which agency it was told.
  agency_id    uuid    not null,
  indicator_id uuid    not null,
  -- A day, or a month: 2026-07 stands before its days.
  span         text    collate "C" not null,
  amount       bigint  not null,
  per          bigint,
  withdrawn    boolean not null,
  occurred_at  bigint  not null,
  -- When the log had it: a seal excludes by it.
  appended_at  bigint  not null,
  primary key (unit_id, record_id, revision, log_offset)
);
create index figure_part_span on figure_part (unit_id, indicator_id, span);
