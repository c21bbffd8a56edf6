-- From when to when one works, [{code, weekdays, beginMinute, endMinute, breakMinutes, …}] as the calendar told them.
alter table roster.calendar add column hours jsonb not null default '[]';
