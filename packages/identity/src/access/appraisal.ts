import { chain, signedIn, type Row } from './row.ts'

export const appraisal = {
  'appraisal.AssessSelf': { who: ['self'], does: 'writes', about: 'person' },
  'appraisal.BringPlans': { who: ['importer'], does: 'writes', about: 'person' },
  // Whoever holds today the post above the one of the quarter's last day, or stands in for him: the handler asks.
  'appraisal.DecideAssessment': { who: ['assessor', 'assessors_delegate'], does: 'writes', about: 'person' },
  'appraisal.GetAssessment': { who: [...chain, 'assessors_delegate'], does: 'reads', about: 'person' },
  // Whoever verifies in the place of the assessor holds the work against its plan.
  'appraisal.GetPlans': { who: [...chain, 'assessors_delegate'], does: 'reads', about: 'person' },
  'appraisal.ImportAssessments': { who: ['importer'], does: 'writes', about: 'person' },
  'appraisal.ImportPlans': { who: ['importer'], does: 'writes', about: 'person' },
  'appraisal.KeepDraft': { who: ['assessor', 'assessors_delegate'], does: 'writes', about: 'person' },
  // Those whom the caller decides on, and nobody else.
  'appraisal.ListAssessments': { who: signedIn, does: 'reads', about: 'person' },
  'appraisal.ListPlans': { who: [...chain, 'importer'], does: 'reads', about: 'person' },
  // What an officer mends in his agency, or an auditor sees unmended.
  'appraisal.ListWithoutPlan': { who: ['personnel_officer', 'bkd', 'auditor'], does: 'reads', about: 'agency' },
} as const satisfies Record<string, Row>
