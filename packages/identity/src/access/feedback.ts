import { agency, everybody, type Row } from './row.ts'

export const feedback = {
  'feedback.AnswerSurvey': { who: everybody, does: 'writes', about: 'public' },
  'feedback.CloseSurvey': { who: ['personnel_officer', 'bkd', 'importer'], does: 'writes', about: 'agency' },
  'feedback.CreateLink': { who: ['personnel_officer', 'bkd', 'importer'], does: 'writes', about: 'agency' },
  'feedback.ImportAnswers': { who: ['importer'], does: 'writes', about: 'province' },
  'feedback.ListSurveys': { who: [...agency, 'importer'], does: 'reads', about: 'agency' },
  'feedback.OpenSurvey': { who: ['personnel_officer', 'bkd', 'importer'], does: 'writes', about: 'agency' },
  'feedback.ReadSurvey': { who: everybody, does: 'reads', about: 'public' },
} as const satisfies Record<string, Row>
