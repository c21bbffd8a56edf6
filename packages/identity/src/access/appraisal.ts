import { chain, type Row } from './row.ts'

export const appraisal = {
  'appraisal.GetPlans': { who: chain, does: 'reads', about: 'person' },
  'appraisal.ImportPlans': { who: ['importer'], does: 'writes', about: 'person' },
  'appraisal.ListPlans': { who: [...chain, 'importer'], does: 'reads', about: 'person' },
} as const satisfies Record<string, Row>
