-- Up Migration

-- What an officer settled a day to have been, of facts that contradict each other: one a person and day.
create table settlement (
  employee_id uuid not null,
  work_date date not null,
  settlement_id uuid not null,
  version int not null,
  -- Of the person's post on that day.
  agency_id uuid not null,
  -- The fact that was chosen, and what it said then.
  chosen_record_id uuid not null,
  present boolean not null,
  late_minutes int not null,
  early_leave_minutes int not null,
  withdrawn boolean not null,
  settled_at bigint not null,
  settled_by text not null,
  primary key (employee_id, work_date)
);
create index settlement_of_agency on settlement (agency_id, work_date) where not withdrawn;

-- The officer's reason: not in the journal's topic, so that a person's words can be erased.
create table settlement_words (
  employee_id uuid not null,
  work_date date not null,
  reason text not null,
  primary key (employee_id, work_date)
);
