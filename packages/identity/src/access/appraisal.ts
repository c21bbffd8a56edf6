import { chain, type Row } from './row.ts'

export const appraisal = {
  // Whoever verifies in the place of the assessor holds the work against its plan.
  'appraisal.GetPlans': { who: [...chain, 'assessors_delegate'], does: 'reads', about: 'person' },
  'appraisal.ImportPlans': { who: ['importer'], does: 'writes', about: 'person' },
  'appraisal.ListPlans': { who: [...chain, 'importer'], does: 'reads', about: 'person' },
} as const satisfies Record<string, Row>
