-- Which revision waits: a correction that is refused leaves the earlier one waiting. Of what was there before nobody knows it: any refusal ends it.
alter table waiting add column revision integer not null default 2147483647;
