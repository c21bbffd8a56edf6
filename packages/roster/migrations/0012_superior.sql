-- Up Migration
-- Whom a post answers to, from a day to a day, both inclusive: of each post one row follows the other without a gap, from the first day to the last.
create table roster.superior (
  position_id uuid not null,
  -- -infinity: from the first.
  from_date date not null,
  to_date date not null,
  -- None at the very top.
  reports_to uuid,
  primary key (position_id, from_date)
);
insert into roster.superior select position_id, '-infinity', 'infinity', reports_to from roster.position;
create index superior_below on roster.superior (reports_to);
-- A superior without a day would say of every day what holds on one.
alter table roster.position drop column reports_to;
