-- Up Migration

-- For which agency each was told: what another agency tells of the same scan, or under the same id, is another fact and takes none back.
alter table punch add column agency_id uuid not null;
alter table punch drop constraint punch_pkey, add primary key (employee_id, punched_at, device, agency_id);
alter table daily_result add column agency_id uuid not null;
alter table daily_result drop constraint daily_result_pkey, add primary key (employee_id, record_id, agency_id);

-- Which machines were out of order; none: all of the agency.
alter table attendance_outage add column devices jsonb not null default '[]';
