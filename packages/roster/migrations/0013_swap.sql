-- Up Migration
-- {swapId, withEmployeeId, dates}: what made the version, where two people changed their turns; null: it was published.
alter table roster.duty add column swap jsonb;
