import { accept, type Decision, isRefusalCode, refuse, type RefusalCode } from '@timbang/contracts/refusal'
import type { Entry, EntryEvent } from '../entry/domain/entry.ts'

/** Why an assessor may give an entry back. The person reads the reason in words; `other` needs a note of its own. */
export const returnReasons = [
  'evidence-missing',
  'quantity-wrong',
  'result-wrong',
  'unclear',
  'duplicate',
  'other',
] as const
export type ReturnReason = (typeof returnReasons)[number]
export const isReturnReason = (code: string): code is ReturnReason =>
  (returnReasons as readonly string[]).includes(code)

/** A verdict can be taken back for so long. */
export const UNDO_MS = 10_000

export type VerdictCommand =
  | { type: 'open'; revision: number }
  | { type: 'verify'; revision: number }
  | { type: 'return'; revision: number; reasonCode: string; note: string }
  | { type: 'undo'; revision: number; by: string; now: number }
  /** History: what another system had decided, so that the checks of today do not ask again. */
  | { type: 'import'; revision: number; verified: boolean; reasonCode: string }

/** The instant until which the last verdict can be undone; undefined when there is none that could. */
export const undoUntil = (entry: Entry): number | undefined =>
  entry.verdictAt === undefined || entry.verdictBy === undefined ? undefined : entry.verdictAt + UNDO_MS

/** @param onBehalfOf the superior in whose place it is decided */
export function decide(entry: Entry | undefined, command: VerdictCommand, onBehalfOf?: string): Decision<EntryEvent> {
  if (!entry) return refuse('entry.not-found')
  // The list that the assessor has before him may be older than the entry: what he saw is what he decides on.
  if (command.revision !== entry.facts.revision) return refuse('entry.not-waiting')
  const verdict = {
    recordId: entry.facts.recordId,
    revision: entry.facts.revision,
    workDate: entry.facts.workDate,
    entryRecordedAt: entry.facts.recordedAt,
    verdictVersion: entry.verdictVersion + 1,
  }
  switch (command.type) {
    case 'open':
      if (entry.state !== 'waiting') return refuse('entry.not-waiting')
      return entry.opened
        ? accept()
        : accept({ type: 'EntryOpened', recordId: verdict.recordId, revision: verdict.revision })
    case 'verify':
      if (entry.state !== 'waiting') return refuse('entry.not-waiting')
      if (entry.checkCodes.length > 0 && !entry.opened) return refuse('entry.not-opened')
      return accept({ type: 'EntryVerified', ...verdict, onBehalfOf })
    case 'return': {
      // A verified one too: after the ten seconds this is the only way back.
      if (entry.state !== 'waiting' && entry.state !== 'verified') return refuse('entry.not-waiting')
      const note = command.note.trim()
      if (!isReturnReason(command.reasonCode) || (command.reasonCode === 'other' && note === ''))
        return refuse('entry.reason-missing', undefined, 'reason_code')
      return accept({
        type: 'EntryReturned',
        ...verdict,
        reasonCode: command.reasonCode,
        hasNote: note !== '',
        onBehalfOf,
      })
    }
    case 'undo': {
      const until = undoUntil(entry)
      if ((entry.state !== 'verified' && entry.state !== 'returned') || until === undefined)
        return refuse('entry.nothing-to-undo')
      if (entry.verdictBy !== command.by) return refuse('access.denied')
      if (command.now > until) return refuse('entry.undo-too-late')
      return accept({ type: 'VerificationUndone', ...verdict })
    }
    case 'import': {
      if (!command.verified && !isReturnReason(command.reasonCode))
        return refuse('entry.reason-missing', undefined, 'reason_code')
      const already = command.verified
        ? entry.state === 'verified'
        : entry.state === 'returned' && entry.code === command.reasonCode
      if (already) return accept()
      if (entry.state !== 'waiting') return refuse('entry.not-waiting')
      return accept(
        command.verified
          ? { type: 'EntryVerified', ...verdict }
          : { type: 'EntryReturned', ...verdict, reasonCode: command.reasonCode, hasNote: false },
      )
    }
    default:
      return command satisfies never
  }
}

/** The refusal of an entry as the person meets it, where its code is one that the table knows. */
export const refusalOf = (entry: Entry): RefusalCode | undefined =>
  entry.state === 'refused' && entry.code !== undefined && isRefusalCode(entry.code) ? entry.code : undefined
