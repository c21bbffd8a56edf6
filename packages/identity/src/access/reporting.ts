import { agency, everybody, signedIn, type Row } from './row.ts'

export const reporting = {
  'reporting.GetAgencyBoard': { who: agency, does: 'reads', about: 'agency' },
  'reporting.GetOperatorBoard': { who: ['operator', 'auditor'], does: 'reads', about: 'province' },
  'reporting.GetProvinceBoard': { who: ['bkd', 'governor', 'auditor'], does: 'reads', about: 'province' },
  'reporting.GetPublicAgency': { who: everybody, does: 'reads', about: 'public' },
  'reporting.ListFigures': { who: [...agency, 'importer'], does: 'reads', about: 'agency' },
  'reporting.ListPublicAgencies': { who: everybody, does: 'reads', about: 'public' },
  'reporting.SumFigures': { who: agency, does: 'reads', about: 'agency' },
  'reporting.WatchLive': { who: signedIn, does: 'reads', about: 'province' },
} as const satisfies Record<string, Row>
