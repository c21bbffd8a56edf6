-- What somebody has typed about a person's quarter and not sent: read by him alone, gone when it is decided or can be decided no more. Words, on no log.
create table assessment_draft (
  employee_id uuid   not null,
  period      text   not null,
  -- Who typed it.
  writer      uuid   not null,
  -- A judgement in which anything may be missing.
  judgement   jsonb  not null,
  -- Later with each that is kept.
  kept_at     bigint not null,
  primary key (employee_id, period, writer)
);
