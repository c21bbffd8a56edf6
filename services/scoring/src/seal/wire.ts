import type { Seal, WatchSealResponse } from '@timbang/contracts/gen/timbang/scoring/v1/seal'
import type { SealRow } from './store.ts'

const none = Buffer.alloc(0)

export const sealMessage = (seal: SealRow): Seal => ({
  period: seal.period,
  kind: seal.kind,
  edition: seal.edition,
  cutOff: BigInt(seal.cutOff),
  sealedAt: BigInt(seal.sealedAt ?? 0),
  root: Buffer.from(seal.root ?? none),
  people: seal.people ?? 0,
})

/** How far a seal is. */
export const progressMessage = (
  seal: SealRow,
  { done, total }: { done: number; total: number },
): WatchSealResponse => ({
  stage: seal.state,
  done,
  total,
  seal: seal.state === 'sealed' ? sealMessage(seal) : undefined,
  awaited: [...seal.awaited],
})
