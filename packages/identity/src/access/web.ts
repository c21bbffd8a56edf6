import { everybody, type Row } from './row.ts'

export const web = {
  'web.Page': { who: everybody, does: 'reads', about: 'public' },
  'web.SignIn': { who: everybody, does: 'writes', about: 'public' },
  'web.SignOut': { who: everybody, does: 'writes', about: 'public' },
} as const satisfies Record<string, Row>
