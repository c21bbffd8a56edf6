-- Up Migration

-- One row per (record id, employee): the id first, because a verdict and a link name only the record. Instants are epoch milliseconds.
-- In parts by the month inside the record's id, which is a UUIDv7: what is old is not touched by what is new.
create table entry (
  record_id uuid not null,
  employee_id uuid not null,
  agency_id uuid not null,
  revision int not null,
  work_date date not null,
  result_id text,
  quantity_thousandths bigint,
  unit text,
  start_minute int,
  end_minute int,
  written_at bigint,
  has_evidence boolean not null,
  content_digest bytea not null,
  wording_digest bytea not null,
  import_id text,
  recorded_at bigint not null,
  activity_partition int not null,
  activity_offset bigint not null,
  activity_event_id uuid not null,
  source_recorded_at bigint,
  state text not null,
  timely_at bigint,
  arrived_after bigint,
  timeliness text,
  code text,
  check_codes text[] not null,
  reinstated_by text,
  opened boolean not null,
  verdict_version int not null,
  verdict_at bigint,
  verdict_by text,
  verdict_event_id uuid,
  conflicted boolean not null,
  decided_at bigint not null,
  -- The story of the entry, told by the one who reads it whole; nothing searches in it.
  steps jsonb not null,
  -- Lines of the middle of a long story that are not kept, and until when such were decided.
  steps_forgotten int not null,
  forgotten_until bigint,
  -- The assessor reads the oldest first, and of imported history that is when the other system had it, not when it was brought here.
  written_down_at bigint not null generated always as (coalesce(source_recorded_at, recorded_at)) stored,
  primary key (record_id, employee_id)
) partition by range (record_id);

-- The least id of a month.
create function entry_bound(month date) returns uuid language sql immutable as $$
  select (substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-0000-0000-000000000000')::uuid
  from (select lpad(to_hex((extract(epoch from month::timestamp) * 1000)::bigint), 12, '0') as hex) as bound
$$;
-- Makes the part of a month where there is none. Attached, it holds up neither readers nor writers of the others.
create function make_entry_month(month date) returns void language plpgsql as $$
declare
  part text := 'entry_' || to_char(month, 'YYYY_MM');
begin
  if to_regclass(part) is not null then return; end if;
  perform pg_advisory_xact_lock(7411004);
  if to_regclass(part) is not null then return; end if;
  execute format('create table %I (like entry including defaults including constraints including generated)', part);
  execute format(
    'alter table entry attach partition %I for values from (%L) to (%L)',
    part, entry_bound(month), entry_bound((month + interval '1 month')::date)
  );
end $$;
-- Ids that no clock of ours has made.
create table entry_before partition of entry for values from (minvalue) to ('014aa2ca-b000-0000-0000-000000000000');
create table entry_after partition of entry for values from ('03bb2cc3-d800-0000-0000-000000000000') to (maxvalue);

-- A person's days: the month strip, the list, and what is held, refused or late when a window moves.
create index entry_day on entry (employee_id, work_date, record_id);
-- The assessor's queue, oldest first: an index-only walk over his people.
create index entry_waiting on entry (employee_id, written_down_at, record_id) include (work_date, has_evidence, check_codes, opened) where state = 'waiting';
-- Near-identical wording of one person.
create index entry_wording on entry (employee_id, wording_digest, work_date);
-- How much of a planned result is verified.
create index entry_verified on entry (employee_id, result_id) include (quantity_thousandths, work_date) where state = 'verified';
create index entry_import on entry (import_id, record_id) where import_id is not null;
-- What a window that moves may bring back or take again, in the order in which it is judged anew; and what a plan or an assignment releases.
create index entry_movable on entry (activity_partition, record_id, employee_id) include (agency_id, work_date)
  where (state in ('held', 'refused') and code in ('entry.window-closed', 'entry.rules-unknown')) or timeliness = 'late' or reinstated_by is not null;
create index entry_held on entry (employee_id) where state in ('held', 'refused');

create table entry_window (
  window_id text primary key,
  agency_id uuid not null,
  days int not null,
  grace_days int not null,
  effective_from date not null,
  version int not null
);
create table outage (
  outage_id text primary key,
  agency_id uuid,
  from_instant bigint not null,
  to_instant bigint not null,
  cause_code text not null,
  version int not null,
  withdrawn boolean not null
);
create table grace (
  grace_id text primary key,
  agency_id uuid,
  work_from date not null,
  work_to date not null,
  until_instant bigint not null,
  reason_code text not null,
  version int not null,
  withdrawn boolean not null
);

-- How far the entries that one of these reaches have been judged anew: for a progress bar, not for any decision.
create table anew (
  id text not null,
  version int not null,
  -- Null: the whole province.
  agency_id uuid,
  from_date date not null,
  to_date date not null,
  asked_at bigint not null,
  parts int not null,
  parts_done int not null,
  judged bigint not null,
  changed bigint not null,
  ended_at bigint,
  primary key (id, version)
);

-- Words. They are not in the journal's topic (a backup of this database keeps them), so that a person's can be erased.
create table entry_words (
  event_id uuid primary key,
  employee_id uuid not null,
  record_id uuid not null,
  revision int not null,
  sentence text not null,
  evidence_link text
);
create table verdict_note (
  event_id uuid primary key,
  employee_id uuid not null,
  record_id uuid not null,
  note text not null
);

-- What others told: plans of appraisal.v1, leave of activity.v1. The directory's things are in schema roster.
create table plan (
  plan_id text primary key,
  employee_id uuid not null,
  from_date date not null,
  to_date date not null,
  closed_on date,
  -- [{"resultId", "code", "unit", "targetThousandths"}]
  results jsonb not null,
  version int not null
);
create index plan_person on plan (employee_id);
create table leave (
  employee_id uuid not null,
  record_id uuid not null,
  revision int not null,
  from_date date not null,
  to_date date not null,
  kind text not null,
  withdrawn boolean not null,
  primary key (employee_id, record_id)
);
