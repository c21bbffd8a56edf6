-- How each agency calls its shifts: the whole list, the highest version wins. What is published lies in roster.duty, each shift with its hours.
create table shift_list (
  agency_id uuid primary key,
  -- [{code, beginMinute, endMinute, breakMinutes}]
  shifts jsonb not null,
  version integer not null
);
