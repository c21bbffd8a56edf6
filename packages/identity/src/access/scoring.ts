import { chain, signedIn, type Row } from './row.ts'

export const scoring = {
  'scoring.GetAuditBundle': { who: ['auditor'], does: 'reads', about: 'province' },
  'scoring.GetPacks': { who: signedIn, does: 'reads', about: 'province' },
  'scoring.GetScore': { who: chain, does: 'reads', about: 'person' },
  'scoring.ListSeals': { who: signedIn, does: 'reads', about: 'province' },
  'scoring.PublishPack': { who: ['bkd', 'importer'], does: 'writes', about: 'province' },
  'scoring.SealQuarter': { who: ['bkd', 'importer'], does: 'writes', about: 'province' },
  'scoring.WatchSeal': { who: ['bkd', 'importer'], does: 'reads', about: 'province' },
} as const satisfies Record<string, Row>
