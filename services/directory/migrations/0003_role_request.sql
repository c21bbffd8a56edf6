-- Who asked for which role, and who approved it; as its events told. The role itself stands in roster.role.
create table role_request (
  request_id uuid primary key,
  subject text not null,
  role text not null,
  agency_ids uuid[] not null,
  revoke boolean not null,
  requested_by text not null,
  requested_at bigint not null,
  approved_by text,
  version integer not null
);
create index role_request_waiting on role_request (request_id) where approved_by is null;
