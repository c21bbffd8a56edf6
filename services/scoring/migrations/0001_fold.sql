-- Facts of a person and work date, packed (packages/rules/src/facts.ts). One source topic each: order between topics never matters.
create table entry_part (
  employee_id uuid  not null,
  work_date   date  not null,
  facts       bytea not null,
  primary key (employee_id, work_date)
) partition by range (work_date);
create table verdict_part (
  employee_id uuid  not null,
  work_date   date  not null,
  facts       bytea not null,
  primary key (employee_id, work_date)
) partition by range (work_date);

-- A partition a quarter: what a score reads lies together, and what nobody reads any more lies apart.
create table entry_part_other partition of entry_part default;
create table verdict_part_other partition of verdict_part default;
do $$
declare first date;
begin
  for first in select generate_series(date '2026-01-01', date '2028-10-01', interval '3 months') loop
    execute format('create table entry_part_%s partition of entry_part for values from (%L) to (%L)', to_char(first, 'YYYY"q"Q'), first, first + interval '3 months');
    execute format('create table verdict_part_%s partition of verdict_part for values from (%L) to (%L)', to_char(first, 'YYYY"q"Q'), first, first + interval '3 months');
  end loop;
end $$;

-- A sealed quarter's days laid together, of both sources (src/fold/quarter.ts). What comes later lies by day again, until the next time.
create table quarter_part (
  employee_id uuid  not null,
  quarter     date  not null,
  facts       bytea not null,
  primary key (employee_id, quarter)
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

-- What is effective: whole states with a version, as their owners published them. Every version, with when the log had it:
-- a seal takes the highest that was there at its cut-off, whoever asks later.
create table context_state (
  kind        text    not null,
  id          text    not null,
  version     integer not null,
  -- Whose it is: the employee of an assignment or a plan, the agency of a window, an outage or a grace (nobody's: all zeros), the unit of a survey, the survey of answers.
  about       uuid,
  -- Of a unit the one above it, of an assignment its agency.
  within      uuid,
  appended_at bigint  not null,
  state       bytea   not null,
  primary key (kind, id, version)
);
create index context_state_about on context_state (about, kind) where about is not null;
create index context_state_people on context_state (within, about) where kind = 'assignment';

-- How much of each partition was folded, and a chain over the identities of its records.
create table partition_chain (
  topic     text    not null,
  partition integer not null,
  records   bigint  not null,
  digest    bytea   not null,
  -- Behind the last record of the chain.
  next      bigint  not null,
  primary key (topic, partition)
);
-- What lay between the records of a chain and could not be read: offsets, both ends included.
create table skipped (
  topic      text    not null,
  partition  integer not null,
  first_gone bigint  not null,
  last_gone  bigint  not null,
  primary key (topic, partition, first_gone)
);
