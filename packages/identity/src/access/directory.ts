import { agency, chain, everybody, type Relation, signedIn, type Row } from './row.ts'

/** Who mends the line of assessors of an agency. */
const menders: readonly Relation[] = ['personnel_officer', 'bkd']
/** Who answers what people say is wrong about them, or watches that it is answered. */
const ticketReaders: readonly Relation[] = ['personnel_officer', 'bkd', 'auditor']

export const directory = {
  'directory.AnswerTicket': { who: ['personnel_officer', 'bkd'], does: 'writes', about: 'person' },
  'directory.AppointActing': { who: menders, does: 'writes', about: 'agency' },
  // Whether he holds `bkd` is asked of the roles themselves, and not of a token that may be older.
  'directory.ApproveRole': { who: signedIn, does: 'writes', about: 'province' },
  'directory.BeginSession': { who: signedIn, does: 'writes', about: 'person' },
  'directory.CountTickets': { who: ticketReaders, does: 'reads', about: 'agency' },
  'directory.EndAssignment': { who: menders, does: 'writes', about: 'agency' },
  // Of what he has given, or holds: the handler asks.
  'directory.EndDelegation': { who: ['self'], does: 'writes', about: 'person' },
  'directory.EndSessions': { who: signedIn, does: 'writes', about: 'person' },
  'directory.FileTicket': { who: ['self'], does: 'writes', about: 'person' },
  'directory.FindPeople': {
    who: ['assessor', 'agency_head', 'personnel_officer', 'bkd', 'auditor'],
    does: 'reads',
    about: 'person',
  },
  // What he left himself, and nobody else.
  'directory.ForgetFile': { who: menders, does: 'writes', about: 'agency' },
  'directory.GetDuty': {
    who: ['unit_head', 'agency_head', 'personnel_officer', 'bkd', 'auditor'],
    does: 'reads',
    about: 'person',
  },
  'directory.GetFile': { who: menders, does: 'reads', about: 'agency' },
  'directory.GetLogin': { who: signedIn, does: 'reads', about: 'province' },
  'directory.GetOwnData': { who: signedIn, does: 'reads', about: 'person' },
  'directory.GetOwnTurns': { who: signedIn, does: 'reads', about: 'person' },
  'directory.GetPeople': {
    who: [...chain, 'assessors_delegate', 'governor', 'importer'],
    does: 'reads',
    about: 'person',
  },
  'directory.GetStructure': { who: signedIn, does: 'reads', about: 'province' },
  'directory.GetSuperiors': { who: ticketReaders, does: 'reads', about: 'agency' },
  'directory.GetTicket': { who: ['self', ...ticketReaders], does: 'reads', about: 'person' },
  // His own right, as far as he has it.
  'directory.GiveDelegation': { who: ['self'], does: 'writes', about: 'person' },
  'directory.ImportStaff': { who: ['bkd', 'importer'], does: 'writes', about: 'province' },
  'directory.KeepFile': { who: menders, does: 'writes', about: 'agency' },
  // Of his own unit alone, by name and post.
  'directory.ListColleagues': { who: signedIn, does: 'reads', about: 'person' },
  // His own ones alone.
  'directory.ListDelegations': { who: signedIn, does: 'reads', about: 'person' },
  // What figures mean is about nobody.
  'directory.ListIndicators': { who: signedIn, does: 'reads', about: 'agency' },
  'directory.ListLineErrors': { who: ticketReaders, does: 'reads', about: 'agency' },
  'directory.ListPeople': { who: agency, does: 'reads', about: 'agency' },
  // Doors ask, and they are nobody: what they are told are hashes.
  'directory.ListRevokedSessions': { who: everybody, does: 'reads', about: 'public' },
  'directory.ListRoleRequests': { who: signedIn, does: 'reads', about: 'province' },
  'directory.ListSessions': { who: signedIn, does: 'reads', about: 'person' },
  'directory.ListTickets': { who: ['self', ...ticketReaders], does: 'reads', about: 'person' },
  'directory.NameFirst': { who: ['operator'], does: 'writes', about: 'province' },
  'directory.SwapDuty': { who: ['unit_head', 'personnel_officer'], does: 'writes', about: 'person' },
  'directory.PublishDuty': { who: ['unit_head', 'personnel_officer', 'importer'], does: 'writes', about: 'person' },
  'directory.RegisterStructure': { who: ['bkd', 'importer'], does: 'writes', about: 'province' },
  'directory.RenewSession': { who: signedIn, does: 'writes', about: 'person' },
  'directory.RequestRole': { who: signedIn, does: 'writes', about: 'province' },
  'directory.ResolveIdentifiers': { who: ['importer', 'personnel_officer', 'bkd'], does: 'reads', about: 'province' },
  'directory.SetIndicator': { who: ['personnel_officer', 'bkd', 'importer'], does: 'writes', about: 'agency' },
  'directory.SetShifts': { who: ['personnel_officer', 'importer'], does: 'writes', about: 'agency' },
  'directory.SetSuperior': { who: menders, does: 'writes', about: 'agency' },
  'directory.SetSuperiors': { who: menders, does: 'writes', about: 'agency' },
  'directory.WithdrawTicket': { who: ['self'], does: 'writes', about: 'person' },
  'directory.ResolvePins': { who: ['importer', 'personnel_officer', 'bkd'], does: 'reads', about: 'agency' },
  'directory.SetPins': { who: ['importer', 'personnel_officer', 'bkd'], does: 'writes', about: 'agency' },
} as const satisfies Record<string, Row>
