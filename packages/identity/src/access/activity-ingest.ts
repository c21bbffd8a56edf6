import type { Row } from './row.ts'

export const activityIngest = {
  'activity-ingest.SubmitRecords': { who: ['self', 'importer', 'feeder'], does: 'writes', about: 'person' },
} as const satisfies Record<string, Row>
