import {
  AssessmentDecided,
  AssessmentSecondLooked,
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
import {
  AttendanceOutageRecorded,
  EntryWindowChanged,
  GraceOpened,
  OutageRecorded,
  type JournalEvent,
} from '@timbang/contracts/gen/timbang/journal/v1/events'

/** A whole state with its version, as bytes of the message that carried it. */
export interface State {
  readonly kind: StateKind
  readonly id: string
  /** The employee of an assignment, a duty month, a plan, an assessment, a second look or a grace of his own, the agency of a window, an outage or another grace or of an indicator, the unit of a survey, the survey of answers. */
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
  'second-look': AssessmentSecondLooked,
  window: EntryWindowChanged,
  outage: OutageRecorded,
  'attendance-outage': AttendanceOutageRecorded,
  grace: GraceOpened,
  survey: SurveyOpened,
  answers: AnswersReleased,
  'survey-closed': SurveyClosed,
} as const
export type StateKind = keyof typeof stateCodecs

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
      const id = `${employeeId}/${value.period}`
      return state('self-assessed', id, value.version, SelfAssessed.encode(value).finish(), { about: employeeId })
    }
    case 'assessmentDecided': {
      const { value } = body
      const id = `${employeeId}/${value.period}/${value.assignmentId}`
      return state('assessment', id, value.version, AssessmentDecided.encode(value).finish(), { about: employeeId })
    }
    case 'assessmentSecondLooked': {
      const { value } = body
      const id = `${employeeId}/${value.period}/${value.assignmentId}`
      return state('second-look', id, value.version, AssessmentSecondLooked.encode(value).finish(), {
        about: employeeId,
      })
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
