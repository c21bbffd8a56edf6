import { everybody, type Row } from './row.ts'

export const service = {
  'service.Health': { who: everybody, does: 'reads', about: 'public' },
  'service.Metrics': { who: everybody, does: 'reads', about: 'public' },
  'service.OpenApi': { who: everybody, does: 'reads', about: 'public' },
} as const satisfies Record<string, Row>
