import { chain, type Relation, signedIn, type Row } from './row.ts'

/** Who decides on a person's entries, and in whose place. */
const verifiers: readonly Relation[] = ['assessor', 'assessors_delegate']
/** Who reads what is verified: not what else there is of a person. */
const readers: readonly Relation[] = [...chain, 'assessors_delegate']
/** Who answers requests for grace, or watches that they are answered. */
const graceReaders: readonly Relation[] = ['agency_head', 'personnel_officer', 'bkd', 'auditor']

/** Who settles a day of which facts contradict each other, or watches that it is settled. */
const settlers: readonly Relation[] = ['personnel_officer', 'bkd']

export const journal = {
  'journal.CompareImport': { who: ['importer'], does: 'reads', about: 'province' },
  // An officer's are the people of his agency, on the day of the scan.
  'journal.ComparePunches': { who: ['personnel_officer', 'importer'], does: 'reads', about: 'agency' },
  'journal.CountGraceRequests': { who: graceReaders, does: 'reads', about: 'agency' },
  'journal.DecideGraceRequest': { who: ['personnel_officer', 'bkd'], does: 'writes', about: 'person' },
  // One's own, whichever side one stands on: the handler asks.
  'journal.DropDraft': { who: signedIn, does: 'writes', about: 'person' },
  'journal.GetAnew': {
    who: ['personnel_officer', 'agency_head', 'bkd', 'operator', 'auditor', 'importer'],
    does: 'reads',
    about: 'agency',
  },
  'journal.GetEntry': { who: readers, does: 'reads', about: 'person' },
  'journal.GetEvidence': { who: readers, does: 'reads', about: 'person' },
  'journal.GetGraceRequest': { who: ['self', ...graceReaders], does: 'reads', about: 'person' },
  'journal.GetImportOutcome': { who: ['importer', 'bkd'], does: 'reads', about: 'province' },
  'journal.GetLeave': { who: chain, does: 'reads', about: 'person' },
  'journal.GetMonth': { who: chain, does: 'reads', about: 'person' },
  'journal.GetPresence': { who: chain, does: 'reads', about: 'person' },
  'journal.GetRecord': { who: [...chain, 'importer'], does: 'reads', about: 'person' },
  'journal.GetTeamDay': { who: signedIn, does: 'reads', about: 'person' },
  'journal.ImportVerdicts': { who: ['importer'], does: 'writes', about: 'province' },
  'journal.KeepEvidence': { who: ['self'], does: 'writes', about: 'person' },
  'journal.ListAttendanceOutages': { who: [...settlers, 'auditor'], does: 'reads', about: 'agency' },
  'journal.ListContradictions': { who: [...settlers, 'auditor'], does: 'reads', about: 'person' },
  // For a colleague of one's unit: the handler asks.
  'journal.LeaveDraft': { who: signedIn, does: 'writes', about: 'person' },
  'journal.ListDrafts': { who: signedIn, does: 'reads', about: 'person' },
  'journal.ListEntries': { who: readers, does: 'reads', about: 'person' },
  'journal.ListGraceRequests': { who: ['self', ...graceReaders], does: 'reads', about: 'person' },
  'journal.ListImported': { who: ['importer', 'auditor'], does: 'reads', about: 'person' },
  'journal.ListLeaveWarnings': { who: [...settlers, 'auditor'], does: 'reads', about: 'person' },
  'journal.ListQueue': { who: signedIn, does: 'reads', about: 'person' },
  'journal.ListVerdicts': { who: signedIn, does: 'reads', about: 'person' },
  'journal.OpenEntry': { who: verifiers, does: 'writes', about: 'person' },
  'journal.OpenGrace': { who: ['personnel_officer', 'bkd', 'importer'], does: 'writes', about: 'agency' },
  'journal.RecordAttendanceOutage': { who: settlers, does: 'writes', about: 'agency' },
  'journal.RecordOutage': { who: ['operator', 'bkd', 'importer'], does: 'writes', about: 'agency' },
  'journal.RequestGrace': { who: ['self'], does: 'writes', about: 'person' },
  'journal.ReturnEntry': { who: verifiers, does: 'writes', about: 'person' },
  'journal.SetEntryWindow': { who: ['personnel_officer', 'bkd', 'importer'], does: 'writes', about: 'agency' },
  'journal.SettleAttendance': { who: settlers, does: 'writes', about: 'person' },
  'journal.UndoVerification': { who: verifiers, does: 'writes', about: 'person' },
  'journal.VerifyEntries': { who: verifiers, does: 'writes', about: 'person' },
  'journal.WithdrawGraceRequest': { who: ['self'], does: 'writes', about: 'person' },
  'journal.WithdrawSettlement': { who: settlers, does: 'writes', about: 'person' },
} as const satisfies Record<string, Row>
