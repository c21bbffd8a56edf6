import type { Row } from './row.ts'

export const audit = {
  'audit.ListLooks': { who: ['self', 'auditor'], does: 'reads', about: 'person' },
} as const satisfies Record<string, Row>
