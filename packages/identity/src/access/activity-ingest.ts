import type { Row } from './row.ts'

export const activityIngest = {
  // The officer tells figures of his agency's units, and nothing about a person.
  'activity-ingest.SubmitRecords': {
    who: ['self', 'personnel_officer', 'importer', 'feeder'],
    does: 'writes',
    about: 'person',
  },
} as const satisfies Record<string, Row>
