import { chain, signedIn, type Row } from './row.ts'

export const journal = {
  'journal.CompareImport': { who: ['importer'], does: 'reads', about: 'province' },
  'journal.GetAnew': {
    who: ['personnel_officer', 'agency_head', 'bkd', 'operator', 'auditor', 'importer'],
    does: 'reads',
    about: 'agency',
  },
  'journal.GetEntry': { who: chain, does: 'reads', about: 'person' },
  'journal.GetImportOutcome': { who: ['importer', 'bkd'], does: 'reads', about: 'province' },
  'journal.GetMonth': { who: chain, does: 'reads', about: 'person' },
  'journal.GetRecord': { who: [...chain, 'importer'], does: 'reads', about: 'person' },
  'journal.GetTeamDay': { who: signedIn, does: 'reads', about: 'person' },
  'journal.ImportVerdicts': { who: ['importer'], does: 'writes', about: 'province' },
  'journal.ListEntries': { who: chain, does: 'reads', about: 'person' },
  'journal.ListImported': { who: ['importer', 'auditor'], does: 'reads', about: 'person' },
  'journal.ListQueue': { who: signedIn, does: 'reads', about: 'person' },
  'journal.OpenEntry': { who: ['assessor'], does: 'writes', about: 'person' },
  'journal.OpenGrace': { who: ['personnel_officer', 'bkd', 'importer'], does: 'writes', about: 'agency' },
  'journal.RecordOutage': { who: ['operator', 'bkd', 'importer'], does: 'writes', about: 'agency' },
  'journal.ReturnEntry': { who: ['assessor'], does: 'writes', about: 'person' },
  'journal.SetEntryWindow': { who: ['personnel_officer', 'bkd', 'importer'], does: 'writes', about: 'agency' },
  'journal.UndoVerification': { who: ['assessor'], does: 'writes', about: 'person' },
  'journal.VerifyEntries': { who: ['assessor'], does: 'writes', about: 'person' },
} as const satisfies Record<string, Row>
