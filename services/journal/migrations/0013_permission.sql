-- Up Migration

-- Who may be away for a part of a day, as agencies told it, from activity.v1: the highest revision of each.
create table permission (
  employee_id uuid not null,
  record_id uuid not null,
  revision int not null,
  -- Hours are of the workplace: minutes from the midnight with which this day begins, the end perhaps on the next one.
  from_date date not null,
  from_minute int not null,
  until_minute int not null,
  kind text not null,
  withdrawn boolean not null,
  primary key (employee_id, record_id)
);
create index permission_day on permission (employee_id, from_date);
