-- What a decision was about where that is no person: the id of a window, a survey, a span; the name and version of a pack. Never free text.
alter table audit.look add column object text;
