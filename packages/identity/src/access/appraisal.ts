import { chain, signedIn, type Row } from './row.ts'

export const appraisal = {
  // To keep what was asked about: whoever may decide it.
  'appraisal.AnswerLook': { who: ['assessor', 'assessors_delegate'], does: 'writes', about: 'person' },
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
  // Those whom the caller looks at again, and nobody else.
  'appraisal.ListLooks': { who: signedIn, does: 'reads', about: 'person' },
  'appraisal.ListPlans': { who: [...chain, 'importer'], does: 'reads', about: 'person' },
  // What is missing when a quarter is sealed.
  'appraisal.ListUnlooked': {
    who: ['agency_head', 'personnel_officer', 'bkd', 'auditor'],
    does: 'reads',
    about: 'person',
  },
  // What an officer mends in his agency, or an auditor sees unmended.
  'appraisal.ListWithoutPlan': { who: ['personnel_officer', 'bkd', 'auditor'], does: 'reads', about: 'agency' },
  // The superior of whoever decides: the handler asks, as it does for who decides.
  'appraisal.LookAgain': { who: ['assessors_superior'], does: 'writes', about: 'person' },
} as const satisfies Record<string, Row>
