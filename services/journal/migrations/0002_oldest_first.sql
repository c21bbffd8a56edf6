-- Up Migration

-- The assessor reads the oldest first, and of imported history that is when the other system had it, not when it was brought here.
alter table entry add column written_down_at bigint not null generated always as (coalesce(source_recorded_at, recorded_at)) stored;
drop index entry_waiting;
create index entry_waiting on entry (employee_id, written_down_at, record_id) include (work_date, has_evidence, check_codes, opened) where state = 'waiting';
