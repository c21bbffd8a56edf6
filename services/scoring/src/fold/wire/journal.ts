import type { EntryFacts, JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import type { VerdictState } from '@timbang/rules/facts'
import type { Conflict } from '../../seal/domain.ts'
import { number, type PlacedFact } from './fact.ts'

/** The verdict or the settled day that a journal event amounts to; nothing for one that says nothing of either. */
export function factsOfJournal(event: JournalEvent, appendedAt: number): PlacedFact[] {
  const { employeeId, body } = event
  if (employeeId === undefined || body === undefined) return []
  const judged = (entry: EntryFacts | undefined, state: VerdictState, timelyAt?: bigint): PlacedFact[] =>
    entry === undefined
      ? []
      : [
          {
            employeeId,
            workDate: entry.workDate,
            fact: {
              kind: 'verdict',
              recordId: entry.recordId,
              revision: entry.revision,
              state,
              version: 0,
              recordedAt: appendedAt,
              timelyAt: number(timelyAt),
            },
          },
        ]
  const given = (
    value: { recordId: string; revision: number; workDate: string; verdictVersion: number },
    state: VerdictState,
  ): PlacedFact[] => [
    {
      employeeId,
      workDate: value.workDate,
      fact: {
        kind: 'verdict',
        recordId: value.recordId,
        revision: value.revision,
        state,
        version: value.verdictVersion,
        recordedAt: appendedAt,
        timelyAt: undefined,
      },
    },
  ]
  switch (body.$case) {
    case 'entryAdmitted':
      return judged(body.value.entry, 'admitted', body.value.timelyAt)
    case 'entryHeld':
      return judged(body.value.entry, 'held')
    case 'entryRefused':
      return judged(body.value.entry, 'refused')
    case 'entryWithdrawn':
      return judged(body.value.entry, 'withdrawn')
    case 'entryVerified':
      return given(body.value, 'verified')
    case 'entryReturned':
      return given(body.value, 'returned')
    case 'verificationUndone':
      return given(body.value, 'undone')
    case 'attendanceSettled': {
      const { settlementId, version, workDate, present, lateMinutes, earlyLeaveMinutes, withdrawn } = body.value
      return [
        {
          employeeId,
          workDate,
          fact: {
            kind: 'attendance',
            recordId: settlementId,
            revision: version,
            // No two contents have one version.
            offset: 0n,
            recordedAt: appendedAt,
            occurredAt: Number(event.occurredAt),
            settlement: true,
            agencyId: undefined,
            present,
            lateMinutes,
            earlyLeaveMinutes,
            withdrawn,
          },
        },
      ]
    }
    case 'entryOpened':
    case 'recordConflicted':
    case 'entryWindowChanged':
    case 'outageRecorded':
    case 'attendanceOutageRecorded':
    case 'graceOpened':
    case 'graceRequested':
    case 'graceGranted':
    case 'graceRefused':
    case 'graceRequestWithdrawn':
    case 'evidenceKept':
    case 'evidenceDiscarded':
    case 'cutOffReached':
      return []
    default:
      return body satisfies never
  }
}

/** What an event of the journal tells of a record whose id had come before with other content. */
export const conflictsOf = ({ body }: JournalEvent, appendedAt: number): Conflict[] =>
  body?.$case === 'recordConflicted'
    ? [{ partition: body.value.activityPartition, offset: body.value.otherOffset, appendedAt }]
    : []
