import { agency, chain, signedIn, type Row } from './row.ts'

export const directory = {
  'directory.GetLogin': { who: signedIn, does: 'reads', about: 'province' },
  'directory.GetPeople': { who: [...chain, 'governor', 'importer'], does: 'reads', about: 'person' },
  'directory.GetStructure': { who: signedIn, does: 'reads', about: 'province' },
  'directory.GrantRoles': { who: ['bkd', 'importer'], does: 'writes', about: 'province' },
  'directory.ImportStaff': { who: ['bkd', 'importer'], does: 'writes', about: 'province' },
  'directory.ListPeople': { who: agency, does: 'reads', about: 'agency' },
  'directory.RegisterStructure': { who: ['bkd', 'importer'], does: 'writes', about: 'province' },
  'directory.ResolveIdentifiers': { who: ['importer', 'personnel_officer', 'bkd'], does: 'reads', about: 'province' },
} as const satisfies Record<string, Row>
