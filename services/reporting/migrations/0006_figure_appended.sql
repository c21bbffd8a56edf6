-- When the log had a figure: a publication takes what was there at the cut-off of its quarter, as the sealed scores do.
alter table figure add column appended_at bigint not null default 0;
alter table figure alter column appended_at drop default;
