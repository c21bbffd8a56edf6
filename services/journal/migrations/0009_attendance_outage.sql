-- Up Migration

-- When machines of presence told nothing, or late: who came in it is not late, and a scan that is missing in it is no forgotten one.
create table attendance_outage (
  outage_id uuid primary key,
  agency_id uuid not null,
  from_instant bigint not null,
  to_instant bigint not null,
  cause_code text not null,
  version int not null,
  withdrawn boolean not null
);
create index attendance_outage_of_agency on attendance_outage (agency_id, to_instant);
