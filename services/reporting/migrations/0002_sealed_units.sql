-- Sums of the units of a sealed quarter, a page a record, as they came.
create table sealed_units (
  period  text    not null,
  kind    integer not null,
  edition integer not null,
  page    integer not null,
  units   bytea   not null,
  primary key (period, kind, edition, page)
);
