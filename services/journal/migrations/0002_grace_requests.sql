-- Up Migration

-- A grace of one person, or of one unit; always of an agency.
alter table grace add column employee_id uuid, add column unit_id uuid;
create index grace_person on grace (employee_id) where employee_id is not null;

create table grace_request (
  request_id uuid primary key,
  employee_id uuid not null,
  agency_id uuid not null,
  unit_id uuid not null,
  work_from date not null,
  work_to date not null,
  reason_code text not null,
  has_note boolean not null,
  asked_at bigint not null,
  state text not null,
  decided_at bigint,
  decided_by text,
  answer_code text,
  answer_has_note boolean not null,
  grace_id text,
  until_instant bigint
);
-- A person's own, the newest first.
create index grace_request_own on grace_request (employee_id, asked_at desc, request_id desc);
-- An officer's queue, oldest first.
create index grace_request_open on grace_request (agency_id, asked_at, request_id) where state = 'open';

-- Words of who asks and of who answers: not in the journal's topic, so that a person's can be erased.
create table grace_request_words (
  request_id uuid primary key,
  employee_id uuid not null,
  note text not null,
  answer_note text not null
);
