import { everybody, type Row } from './row.ts'

export const service = {
  'service.OpenApi': { who: everybody, does: 'reads', about: 'public' },
} as const satisfies Record<string, Row>
