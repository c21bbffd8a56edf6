-- Up Migration
alter table roster.agency add column practice boolean not null default false;
