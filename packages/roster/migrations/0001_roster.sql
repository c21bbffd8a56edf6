-- The projection of directory.v1: one row per thing, the whole state with its version, the highest wins.
-- No foreign keys: each kind of thing comes on a key of its own, so a post may come before its unit.

create table roster.agency (
  agency_id uuid primary key,
  code text not null,
  name text not null,
  kind text not null,
  calendar_code text not null,
  attendance_connected boolean not null,
  version integer not null
);

create table roster.unit (
  unit_id uuid primary key,
  agency_id uuid not null,
  parent_unit_id uuid,
  code text not null,
  name text not null,
  serves_public boolean not null,
  version integer not null
);
create index unit_of_agency on roster.unit (agency_id);

create table roster.position (
  position_id uuid primary key,
  agency_id uuid not null,
  unit_id uuid not null,
  code text not null,
  title text not null,
  kind text not null,
  -- The number of directory.v1's PositionGroup.
  position_group smallint not null,
  reports_to uuid,
  heads_agency boolean not null,
  version integer not null
);
create index position_below on roster.position (reports_to);
create index position_of_agency on roster.position (agency_id);

create table roster.employee (
  employee_id uuid primary key,
  employment text not null,
  active boolean not null,
  version integer not null
);

create table roster.assignment (
  assignment_id uuid primary key,
  employee_id uuid not null,
  position_id uuid not null,
  agency_id uuid not null,
  unit_id uuid not null,
  -- The number of directory.v1's Capacity: 1 definitive, 2 Plt, 3 Plh. The lowest is the one that a day counts for.
  capacity smallint not null,
  from_date date not null,
  -- Inclusive; none while it lasts.
  to_date date,
  zone text not null,
  withdrawn boolean not null,
  version integer not null
);
create index assignment_of_employee on roster.assignment (employee_id, from_date);
create index assignment_of_position on roster.assignment (position_id, from_date);
create index assignment_of_agency on roster.assignment (agency_id, from_date);

create table roster.calendar (
  calendar_code text not null,
  year integer not null,
  -- ISO numbers: 1 is Monday.
  working_weekdays smallint[] not null,
  -- [{date, name, jointLeave}] in the order of the dates.
  holidays jsonb not null,
  version integer not null,
  primary key (calendar_code, year)
);

create table roster.role (
  subject text not null,
  role text not null,
  -- Empty: the whole province.
  agency_ids uuid[] not null,
  revoked boolean not null,
  version integer not null,
  primary key (subject, role)
);
