-- Makes the parts of a quarter where there are none. Returns false where days of it already lie in the part for all others: there they stay,
-- are read like any, and are laid together when the quarter is sealed. They are not moved, because what is moved is missing in a snapshot
-- that was taken before, and a seal counts on one.
create function make_part_quarter(quarter date) returns boolean language plpgsql as $$
declare
  source text;
  part text;
  alone boolean := true;
begin
  perform pg_advisory_xact_lock(7411005);
  -- Attaching looks through the part for all others and waits for whoever reads it: rather again later than everybody behind it.
  set local lock_timeout = '2s';
  foreach source in array array['entry_part', 'verdict_part'] loop
    part := source || '_' || to_char(quarter, 'YYYY"q"Q');
    continue when to_regclass(part) is not null;
    begin
      execute format('create table %I (like %I including all)', part, source);
      execute format(
        'alter table %I attach partition %I for values from (%L) to (%L)',
        source, part, quarter, (quarter + interval '3 months')::date
      );
    exception when check_violation then
      alone := false;
    end;
  end loop;
  return alone;
end $$;
