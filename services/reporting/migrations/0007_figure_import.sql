-- By which import a revision came; absent: a system or an officer said it. A file takes back what a file brought, and nothing else.
alter table figure add column import_id uuid;
