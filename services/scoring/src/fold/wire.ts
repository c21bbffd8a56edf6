import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import { PlanAgreed, PlanClosed, type AppraisalEvent } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import {
  AgencyChanged,
  AssignmentChanged,
  CalendarChanged,
  PositionChanged,
  UnitChanged,
  type DirectoryEvent,
} from '@timbang/contracts/gen/timbang/directory/v1/events'
import {
  AnswersReleased,
  SurveyClosed,
  SurveyOpened,
  type FeedbackEvent,
} from '@timbang/contracts/gen/timbang/feedback/v1/events'
import {
  EntryWindowChanged,
  GraceOpened,
  OutageRecorded,
  type EntryFacts,
  type JournalEvent,
} from '@timbang/contracts/gen/timbang/journal/v1/events'
import type { CutOffReached } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import type { CivilDate } from '@timbang/rules/civil-date'
import { leaveReasons, type Fact, type LeaveReason, type VerdictState } from '@timbang/rules/facts'

/** A fact with where it belongs. */
export interface PlacedFact {
  readonly employeeId: string
  readonly workDate: CivilDate
  readonly fact: Fact
}

/** A whole state with its version, as bytes of the message that carried it. */
export interface State {
  readonly kind: StateKind
  readonly id: string
  readonly employeeId: string | undefined
  readonly version: number
  /** When the log had it, epoch ms: a seal excludes by it. */
  readonly appendedAt: number
  readonly state: Uint8Array
}

/** How to read a state of each kind. */
export const stateCodecs = {
  agency: AgencyChanged,
  unit: UnitChanged,
  position: PositionChanged,
  assignment: AssignmentChanged,
  calendar: CalendarChanged,
  plan: PlanAgreed,
  'plan-closed': PlanClosed,
  window: EntryWindowChanged,
  outage: OutageRecorded,
  grace: GraceOpened,
  survey: SurveyOpened,
  answers: AnswersReleased,
  'survey-closed': SurveyClosed,
} as const
export type StateKind = keyof typeof stateCodecs

const number = (value: bigint | undefined) => (value === undefined ? undefined : Number(value))
const isLeave = (kind: string): kind is LeaveReason => (leaveReasons as readonly string[]).includes(kind)

/** The facts of an activity record. @param offset and @param appendedAt its place in the log and the broker's append time */
export function factsOfActivity(event: ActivityEvent, offset: bigint, appendedAt: number): PlacedFact[] {
  const { employeeId, body } = event
  if (employeeId === undefined || body === undefined) return []
  const { recordId, revision } = body.value
  switch (body.$case) {
    case 'activityRecorded':
      return [
        {
          employeeId,
          workDate: body.value.workDate,
          fact: {
            kind: 'entry',
            recordId,
            revision,
            offset,
            resultId: body.value.resultId,
            quantityThousandths: number(body.value.quantityThousandths),
            recordedAt: appendedAt,
            sourceRecordedAt: number(event.sourceRecordedAt),
            writtenAt: number(body.value.writtenAt),
          },
        },
      ]
    case 'attendanceRecorded':
      return [
        {
          employeeId,
          workDate: body.value.workDate,
          fact: {
            kind: 'attendance',
            recordId,
            revision,
            offset,
            recordedAt: appendedAt,
            occurredAt: Number(event.occurredAt),
            settlement: false,
            present: body.value.present,
            lateMinutes: body.value.lateMinutes,
            earlyLeaveMinutes: body.value.earlyLeaveMinutes,
          },
        },
      ]
    case 'leaveRecorded': {
      const { kind, fromDate, toDate } = body.value
      if (!isLeave(kind)) return []
      return [
        {
          employeeId,
          workDate: fromDate,
          fact: {
            kind: 'leave',
            recordId,
            revision,
            offset,
            recordedAt: appendedAt,
            reason: kind,
            from: fromDate,
            to: toDate,
            withdrawn: false,
          },
        },
      ]
    }
    default:
      return body satisfies never
  }
}

/** The verdict that a journal event amounts to; nothing for one that says nothing of an entry. */
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
    case 'entryVerified':
      return given(body.value, 'verified')
    case 'entryReturned':
      return given(body.value, 'returned')
    case 'verificationUndone':
      return given(body.value, 'undone')
    case 'entryOpened':
    case 'recordConflicted':
    case 'entryWindowChanged':
    case 'outageRecorded':
    case 'graceOpened':
    case 'cutOffReached':
      return []
    default:
      return body satisfies never
  }
}

const state = (
  kind: StateKind,
  id: string,
  version: number,
  bytes: Uint8Array,
  employeeId?: string,
): Omit<State, 'appendedAt'> => ({ kind, id, version, state: bytes, employeeId })

export type Stateful = DirectoryEvent | JournalEvent | AppraisalEvent | FeedbackEvent

function stateOf(event: Stateful): Omit<State, 'appendedAt'> | undefined {
  const { body } = event
  switch (body?.$case) {
    case 'agencyChanged':
      return state('agency', body.value.agencyId, body.value.version, AgencyChanged.encode(body.value).finish())
    case 'unitChanged':
      return state('unit', body.value.unitId, body.value.version, UnitChanged.encode(body.value).finish())
    case 'positionChanged':
      return state('position', body.value.positionId, body.value.version, PositionChanged.encode(body.value).finish())
    case 'assignmentChanged':
      return state(
        'assignment',
        body.value.assignmentId,
        body.value.version,
        AssignmentChanged.encode(body.value).finish(),
        body.value.employeeId,
      )
    case 'calendarChanged':
      return state(
        'calendar',
        `${body.value.calendarCode}/${body.value.year}`,
        body.value.version,
        CalendarChanged.encode(body.value).finish(),
      )
    case 'planAgreed':
      return state(
        'plan',
        body.value.planId,
        body.value.version,
        PlanAgreed.encode(body.value).finish(),
        event.employeeId,
      )
    case 'planClosed':
      return state(
        'plan-closed',
        body.value.planId,
        body.value.version,
        PlanClosed.encode(body.value).finish(),
        event.employeeId,
      )
    case 'entryWindowChanged':
      return state('window', body.value.windowId, body.value.version, EntryWindowChanged.encode(body.value).finish())
    case 'outageRecorded':
      return state('outage', body.value.outageId, body.value.version, OutageRecorded.encode(body.value).finish())
    case 'graceOpened':
      return state('grace', body.value.graceId, body.value.version, GraceOpened.encode(body.value).finish())
    case 'surveyOpened':
      return state('survey', body.value.surveyId, body.value.version, SurveyOpened.encode(body.value).finish())
    case 'answersReleased':
      return state(
        'answers',
        `${body.value.surveyId}/${body.value.batch}`,
        1,
        AnswersReleased.encode(body.value).finish(),
      )
    case 'surveyClosed':
      return state('survey-closed', body.value.surveyId, body.value.version, SurveyClosed.encode(body.value).finish())
    case undefined:
    case 'employeeChanged':
    case 'roleChanged':
    case 'cutOffReached':
    case 'entryAdmitted':
    case 'entryHeld':
    case 'entryRefused':
    case 'entryOpened':
    case 'entryVerified':
    case 'entryReturned':
    case 'verificationUndone':
    case 'recordConflicted':
      return undefined
    default:
      return body satisfies never
  }
}

/** What an event makes effective, with when the log had it. */
export function statesOf(event: Stateful, appendedAt: number): State[] {
  const state = stateOf(event)
  return state === undefined ? [] : [{ ...state, appendedAt }]
}

/** The markers in a batch. */
export const markersOf = (
  events: readonly { body?: { $case: string; value: unknown } | undefined }[],
): CutOffReached[] =>
  events.flatMap(({ body }) => (body?.$case === 'cutOffReached' ? [body.value as CutOffReached] : []))
