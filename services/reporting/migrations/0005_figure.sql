-- What figures of units mean, as the directory told: the highest version.
create table indicator (
  indicator_id uuid    primary key,
  agency_id    uuid    not null,
  code         text    not null,
  -- IndicatorChanged, as bytes.
  state        bytea   not null,
  version      integer not null
);
create index indicator_of_agency on indicator (agency_id, code);

-- Figures as their sources told them: every revision of every record. What of them counts is said when they are read.
create table figure (
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
  digest       bytea   not null,
  primary key (unit_id, record_id, revision, log_offset)
);
create index figure_of_agency on figure (agency_id, span);
