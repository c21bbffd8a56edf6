-- Up Migration
-- Who stands in for a superior who is away, the highest version wins.
create table roster.delegation (
  delegation_id uuid primary key,
  -- Who gave it, and who holds it.
  employee_id uuid not null,
  delegate_id uuid not null,
  -- The number of directory.v1's DelegationScope.
  scope smallint not null,
  from_date date not null,
  -- Inclusive.
  to_date date not null,
  -- In which its first day begins and its last one ends.
  zone text not null,
  -- Epoch ms, where it ended earlier.
  ended_at bigint,
  -- Of who gave it.
  agency_id uuid not null,
  version integer not null
);
create index delegation_given on roster.delegation (employee_id, from_date);
create index delegation_held on roster.delegation (delegate_id, from_date);
