import type { Row } from './row.ts'

/** What `reporting` refuses. Alphabetical. */
export const reporting = {
  'board.not-found': {
    http: 404,
    grpc: 5,
    id: 'Perangkat daerah ini tidak ada. Periksa alamatnya.',
    en: 'There is no such agency. Check the address.',
  },
  'publication.not-found': {
    http: 404,
    grpc: 5,
    id: 'Perangkat daerah ini belum menerbitkan laporan.',
    en: 'This agency has published nothing yet.',
  },
} as const satisfies Record<string, Row>
