-- Up Migration
-- The superior in whose place somebody decided; null: in his own.
alter table verdict add column on_behalf_of uuid;
