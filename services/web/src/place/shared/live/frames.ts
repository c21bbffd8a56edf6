import type { AgencyFigures, LongWaiting } from '../board/figures.ts'
import type { OperatorFigures } from '../../operator/view.ts'
import type { Instant } from '../time.ts'

/**
 * What /langsung says (server-sent events; the cookie authenticates). Query: `papan=<agency code>`, `papan=provinsi`,
 * `papan=operator` or `daftar=verifikasi`. The first message after connecting is the latest state, then changes.
 *
 * event: agency   data: AgencyFrame     absolute values, the highest version wins
 * event: long     data: LongFrame       what waits for longer than an agency's frames look back, absolute
 * event: operator data: OperatorFrame
 * event: changed  data: Changed         something in your list changed: fetch the rows again
 * event: beat     data: Beat            at least every five seconds, so that quiet is told from broken
 */
export type AgencyFrame = { version: number; computedAt: Instant; sentAt: Instant; figures: AgencyFigures }
export type LongFrame = { sentAt: Instant; agencyId: string; long: LongWaiting }
export type OperatorFrame = { computedAt: Instant; sentAt: Instant; figures: OperatorFigures }
export type Changed = { sentAt: Instant; recordId?: string; recordedAt?: Instant }
export type Beat = { sentAt: Instant }
