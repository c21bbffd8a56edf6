-- Up Migration
-- The name of whoever lent him, where he works for another than his home agency.
alter table roster.assignment add column seconded_from text;
