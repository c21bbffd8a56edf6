-- What a person works in a month, the whole of it: the highest version wins. In such a month these are his working days.
create table roster.duty (
  employee_id uuid not null,
  -- 2026-12
  month text not null,
  -- That published it last.
  unit_id uuid not null,
  -- {date: [{code, beginMinute, endMinute, breakMinutes}]}; a day that is not in it is off.
  days jsonb not null,
  version integer not null,
  primary key (employee_id, month)
);
