import type { ActivityEvent } from '@timbang/contracts/gen/timbang/activity/v1/events'
import {
  AssessmentDecided,
  PlanAgreed,
  PlanClosed,
  SelfAssessed,
  type AppraisalEvent,
} from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import {
  AgencyChanged,
  AssignmentChanged,
  CalendarChanged,
  DutyChanged,
  IndicatorChanged,
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
import type { FigureEvent } from '@timbang/contracts/gen/timbang/figure/v1/events'
import {
  AttendanceOutageRecorded,
  EntryWindowChanged,
  GraceOpened,
  OutageRecorded,
  type EntryFacts,
  type JournalEvent,
} from '@timbang/contracts/gen/timbang/journal/v1/events'
import type { CutOffReached } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import { dateAt, type CivilDate } from '@timbang/rules/civil-date'
import { leaveReasons, permissionReasons, punchKeys, type Fact, type VerdictState } from '@timbang/rules/facts'
import type { LoggedFigure } from '../score/domain.ts'
import type { Conflict } from '../seal/domain.ts'

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
  /** The employee of an assignment, a duty month, a plan, an assessment or a grace of his own, the agency of a window, an outage or another grace or of an indicator, the unit of a survey, the survey of answers. */
  readonly about: string | undefined
  /** Of a unit the one above it, of an assignment or a person's grace the agency. */
  readonly within: string | undefined
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
  duty: DutyChanged,
  indicator: IndicatorChanged,
  plan: PlanAgreed,
  'plan-closed': PlanClosed,
  'self-assessed': SelfAssessed,
  assessment: AssessmentDecided,
  window: EntryWindowChanged,
  outage: OutageRecorded,
  'attendance-outage': AttendanceOutageRecorded,
  grace: GraceOpened,
  survey: SurveyOpened,
  answers: AnswersReleased,
  'survey-closed': SurveyClosed,
} as const
export type StateKind = keyof typeof stateCodecs

const number = (value: bigint | undefined) => (value === undefined ? undefined : Number(value))

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
            withdrawn: body.value.withdrawn,
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
            withdrawn: false,
          },
        },
      ]
    case 'leaveRecorded': {
      const { kind, fromDate, toDate, withdrawn } = body.value
      const reason = leaveReasons.find((one) => one === kind)
      if (reason === undefined) return []
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
            reason,
            from: fromDate,
            to: toDate,
            withdrawn,
          },
        },
      ]
    }
    case 'permissionRecorded': {
      const { kind, date, fromMinute, untilMinute, withdrawn } = body.value
      const reason = permissionReasons.find((one) => one === kind)
      if (reason === undefined) return []
      return [
        {
          employeeId,
          workDate: date,
          fact: {
            kind: 'permission',
            recordId,
            revision,
            offset,
            recordedAt: appendedAt,
            reason,
            date,
            fromMinute,
            untilMinute,
            withdrawn,
          },
        },
      ]
    }
    case 'punchRecorded': {
      const { punchedAt, key, withdrawn } = body.value
      const at = Number(punchedAt)
      return [
        {
          employeeId,
          // Where it lies, not what day it makes: hours and zones are the evaluation's to apply.
          workDate: dateAt(at, 'WIB'),
          fact: {
            kind: 'punch',
            recordId,
            revision,
            offset,
            recordedAt: appendedAt,
            at,
            key: punchKeys.find((one) => one === key),
            withdrawn,
          },
        },
      ]
    }
    default:
      return body satisfies never
  }
}

/** The figure of a unit that a record says. @param offset and @param appendedAt its place in the log and the broker's append time */
export function figuresOf(
  { body, agencyId, occurredAt }: FigureEvent,
  offset: bigint,
  appendedAt: number,
): LoggedFigure[] {
  if (body === undefined) return []
  const { recordId, revision, unitId, indicatorId, date, month, withdrawn } = body.value
  const span = date ?? month
  if (span === undefined) return []
  return [
    {
      recordId,
      revision,
      offset,
      occurredAt: Number(occurredAt),
      unitId,
      agencyId,
      indicatorId,
      span,
      amount: Number(body.value.amountThousandths),
      per: number(body.value.perThousandths),
      withdrawn,
      appendedAt,
    },
  ]
}

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

type Place = { about?: string | undefined; within?: string | undefined }
const state = (
  kind: StateKind,
  id: string,
  version: number,
  bytes: Uint8Array,
  { about, within }: Place = {},
): Omit<State, 'appendedAt'> => ({ kind, id, version, about, within, state: bytes })

/** What concerns every agency is about none. */
export const EVERY_AGENCY = '00000000-0000-0000-0000-000000000000'

export type Stateful = DirectoryEvent | JournalEvent | AppraisalEvent | FeedbackEvent

function stateOf({ body, employeeId }: Stateful): Omit<State, 'appendedAt'> | undefined {
  switch (body?.$case) {
    case 'agencyChanged': {
      const { value } = body
      return state('agency', value.agencyId, value.version, AgencyChanged.encode(value).finish())
    }
    case 'unitChanged': {
      const { value } = body
      return state('unit', value.unitId, value.version, UnitChanged.encode(value).finish(), {
        about: value.agencyId,
        within: value.parentUnitId,
      })
    }
    case 'positionChanged': {
      const { value } = body
      return state('position', value.positionId, value.version, PositionChanged.encode(value).finish())
    }
    case 'assignmentChanged': {
      const { value } = body
      return state('assignment', value.assignmentId, value.version, AssignmentChanged.encode(value).finish(), {
        about: value.employeeId,
        within: value.agencyId,
      })
    }
    case 'calendarChanged': {
      const { value } = body
      return state(
        'calendar',
        `${value.calendarCode}/${value.year}`,
        value.version,
        CalendarChanged.encode(value).finish(),
      )
    }
    case 'dutyChanged': {
      const { value } = body
      return state('duty', `${value.employeeId}/${value.month}`, value.version, DutyChanged.encode(value).finish(), {
        about: value.employeeId,
      })
    }
    case 'indicatorChanged': {
      const { value } = body
      return state('indicator', value.indicatorId, value.version, IndicatorChanged.encode(value).finish(), {
        about: value.agencyId,
      })
    }
    case 'planAgreed': {
      const { value } = body
      return state('plan', value.planId, value.version, PlanAgreed.encode(value).finish(), { about: employeeId })
    }
    case 'planClosed': {
      const { value } = body
      return state('plan-closed', value.planId, value.version, PlanClosed.encode(value).finish(), { about: employeeId })
    }
    case 'selfAssessed': {
      const { value } = body
      return state(
        'self-assessed',
        `${employeeId}/${value.period}`,
        value.version,
        SelfAssessed.encode(value).finish(),
        {
          about: employeeId,
        },
      )
    }
    case 'assessmentDecided': {
      const { value } = body
      const id = `${employeeId}/${value.period}/${value.assignmentId}`
      return state('assessment', id, value.version, AssessmentDecided.encode(value).finish(), { about: employeeId })
    }
    case 'entryWindowChanged': {
      const { value } = body
      return state('window', value.windowId, value.version, EntryWindowChanged.encode(value).finish(), {
        about: value.agencyId,
      })
    }
    case 'outageRecorded': {
      const { value } = body
      return state('outage', value.outageId, value.version, OutageRecorded.encode(value).finish(), {
        about: value.agencyId ?? EVERY_AGENCY,
      })
    }
    case 'attendanceOutageRecorded': {
      const { value } = body
      return state(
        'attendance-outage',
        value.outageId,
        value.version,
        AttendanceOutageRecorded.encode(value).finish(),
        { about: value.agencyId },
      )
    }
    case 'graceOpened': {
      const { value } = body
      return state('grace', value.graceId, value.version, GraceOpened.encode(value).finish(), {
        about: value.employeeId ?? value.agencyId ?? EVERY_AGENCY,
        within: value.employeeId === undefined ? undefined : value.agencyId,
      })
    }
    case 'surveyOpened': {
      const { value } = body
      return state('survey', value.surveyId, value.version, SurveyOpened.encode(value).finish(), {
        about: value.unitId,
      })
    }
    case 'answersReleased': {
      const { value } = body
      return state('answers', `${value.surveyId}/${value.batch}`, 1, AnswersReleased.encode(value).finish(), {
        about: value.surveyId,
      })
    }
    case 'surveyClosed': {
      const { value } = body
      return state('survey-closed', value.surveyId, value.version, SurveyClosed.encode(value).finish())
    }
    case undefined:
    case 'employeeChanged':
    case 'roleChanged':
    case 'roleRequestChanged':
    case 'shiftsChanged':
    case 'delegationChanged':
    case 'deviceChanged':
    case 'pinChanged':
    case 'cutOffReached':
    case 'entryAdmitted':
    case 'entryHeld':
    case 'entryRefused':
    case 'entryWithdrawn':
    case 'entryOpened':
    case 'entryVerified':
    case 'entryReturned':
    case 'verificationUndone':
    case 'recordConflicted':
    case 'graceRequested':
    case 'graceGranted':
    case 'graceRefused':
    case 'graceRequestWithdrawn':
    case 'evidenceKept':
    case 'evidenceDiscarded':
    case 'attendanceSettled':
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
