import { agency, chain, everybody, signedIn, type Row } from './row.ts'

export const directory = {
  'directory.BeginSession': { who: signedIn, does: 'writes', about: 'person' },
  'directory.EndSessions': { who: signedIn, does: 'writes', about: 'person' },
  'directory.GetLogin': { who: signedIn, does: 'reads', about: 'province' },
  'directory.GetPeople': { who: [...chain, 'governor', 'importer'], does: 'reads', about: 'person' },
  'directory.GetStructure': { who: signedIn, does: 'reads', about: 'province' },
  'directory.GrantRoles': { who: ['bkd', 'importer'], does: 'writes', about: 'province' },
  'directory.ImportStaff': { who: ['bkd', 'importer'], does: 'writes', about: 'province' },
  'directory.ListPeople': { who: agency, does: 'reads', about: 'agency' },
  // Doors ask, and they are nobody: what they are told are hashes.
  'directory.ListRevokedSessions': { who: everybody, does: 'reads', about: 'public' },
  'directory.ListSessions': { who: signedIn, does: 'reads', about: 'person' },
  'directory.RegisterStructure': { who: ['bkd', 'importer'], does: 'writes', about: 'province' },
  'directory.RenewSession': { who: signedIn, does: 'writes', about: 'person' },
  'directory.ResolveIdentifiers': { who: ['importer', 'personnel_officer', 'bkd'], does: 'reads', about: 'province' },
} as const satisfies Record<string, Row>
