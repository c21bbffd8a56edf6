import { PinServiceService } from '@timbang/contracts/gen/timbang/directory/v1/pin'
import { PresenceServiceService } from '@timbang/contracts/gen/timbang/journal/v1/presence'
import { isRefusal } from '@timbang/contracts/refusal'
import { bringPresence, type Punch, recordOf } from '@timbang/intake/presence/bring'
import { type BareFormat, scanFile } from '@timbang/intake/presence/scan'
import type { DateOrder } from '@timbang/intake/table/date'
import { Unreadable } from '@timbang/intake/table/unreadable'
import { grpcClient } from '@timbang/process/grpc'
import { faultLine } from '../activities/reasons.ts'
import { post } from '../post.ts'
import { machineToken, progress, Stopped, told } from '../province.ts'

export interface PresenceWish {
  readonly device: string
  readonly dryRun: boolean
  readonly format?: BareFormat | undefined
  readonly dates?: DateOrder | undefined
}
/** What became of a file. Of a dry run: what would. */
export interface PresenceOutcome {
  readonly scans: number
  readonly fresh: number
  readonly same: number
  /** Scans of numbers whose nobody has said on that day. */
  readonly unknown: number
  readonly faults: number
  readonly lines: readonly string[]
}

/** Brings a machine's scans in. */
export async function importPresence(
  env: Readonly<Record<string, string>>,
  path: string,
  wish: PresenceWish,
): Promise<PresenceOutcome> {
  const file = await scanFile(path, path, wish).catch((error: unknown) => {
    throw error instanceof Unreadable ? new Stopped(error.message) : error
  })
  const token = await machineToken(env, 'importer')
  const pins = grpcClient(PinServiceService, env['DIRECTORY_GRPC']!)
  const journal = grpcClient(PresenceServiceService, env['JOURNAL_GRPC']!)
  try {
    const tell = async (agencyId: string, fresh: readonly Punch[]) => {
      const say = (one: Punch) => recordOf(wish.device, agencyId, one)
      const { accepted, refused } = await post(env['ACTIVITY_INGEST_HTTP']!, token, fresh, say)
      return {
        accepted,
        refused: refused.map(({ one, answer: { code = '', details } }) => ({ one, reason: code, details })),
      }
    }
    const done = await bringPresence({ pins, journal, token, tell }, file, wish, (scans) => progress(`${scans} scan`))
    progress('')
    if (isRefusal(done)) throw new Stopped(told(done))
    const { shown, pins: unknown, own: _, ...count } = done
    return {
      ...count,
      lines: [
        ...file.notices,
        ...shown.map(faultLine),
        ...unknown.map(
          ([pin, scans]) =>
            `PIN ${pin}: ${scans} scan tanpa pemilik pada harinya. Tambahkan: timbang import pins. / ${scans} scans of nobody on their days.`,
        ),
      ],
    }
  } finally {
    pins.close()
    journal.close()
  }
}
