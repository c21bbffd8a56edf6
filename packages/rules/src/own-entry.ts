/**
 * How many days a person's own daily entry can be written, mended and taken back: the age of its id at the door, and so how far back a window is worth
 * opening again. Of the platform, not of a pack (architecture, Ingest).
 */
export const OWN_ENTRY_DAYS = 45
/** So many days from today may a grace that is granted last: what was asked for is to be written now. */
export const GRACE_AHEAD_DAYS = 45
