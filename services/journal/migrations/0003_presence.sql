-- Up Migration

-- What machines and agencies told of presence, from activity.v1; what day it makes is computed when it is read, as it is when it is counted.
-- A punch is one by person, second and machine: its record id is made of these.
create table punch (
  employee_id uuid not null,
  -- Epoch milliseconds.
  punched_at bigint not null,
  device text not null,
  record_id uuid not null,
  revision int not null,
  key text,
  withdrawn boolean not null,
  primary key (employee_id, punched_at, device)
);
create table daily_result (
  employee_id uuid not null,
  record_id uuid not null,
  revision int not null,
  work_date date not null,
  present boolean not null,
  late_minutes int not null,
  early_leave_minutes int not null,
  -- When its source says that it was so: of two results of one day the later counts.
  occurred_at bigint not null,
  primary key (employee_id, record_id)
);
create index daily_result_day on daily_result (employee_id, work_date);
