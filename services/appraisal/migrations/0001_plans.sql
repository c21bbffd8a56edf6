-- Performance plans as they were agreed: the state that the event told, the highest version wins.
create table plan (
  plan_id uuid primary key,
  employee_id uuid not null,
  agency_id uuid not null,
  assignment_id uuid not null,
  from_date date not null,
  -- Inclusive, both: the days that were agreed; a closing may end them earlier.
  to_date date not null,
  -- [PlannedResult] in protobuf's JSON, without titles.
  results jsonb not null,
  version integer not null
);
create index plan_of_employee on plan (employee_id, from_date);
create index plan_of_assignment on plan (assignment_id);

-- The last day on which a plan held, when its assignment ended first. It counts while its version is above the plan's.
create table plan_closing (
  plan_id uuid primary key,
  employee_id uuid not null,
  agency_id uuid not null,
  closed_on date not null,
  version integer not null
);

-- Titles are words: they are on no log, and the backup of this table is part of the promise.
create table result_title (
  plan_id uuid not null,
  result_id uuid not null,
  title text not null,
  primary key (plan_id, result_id)
);
