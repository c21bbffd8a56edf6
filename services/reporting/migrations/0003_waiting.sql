-- Entries that wait for their assessor, as journal.v1 tells: the live frames know only those of their window.
create table waiting (
  record_id   uuid   primary key,
  employee_id uuid   not null,
  work_date   date   not null,
  -- When it was recorded; of imported history, when its source recorded it.
  recorded_at bigint not null
);

-- Those that wait for longer than a live frame looks back, by the posts of today.
create table long_waiting (
  agency_id uuid    not null,
  unit_id   uuid    not null,
  entries   integer not null,
  oldest_at bigint  not null,
  primary key (agency_id, unit_id)
);
