import { stateCodecs, type State } from '../fold/wire/state.ts'
import type { Known, LoggedFigure } from './domain.ts'

/** Puts a state among those of which only the highest version counts. @param kept by kind and id */
export function keepHighest(kept: Map<string, State>, state: State): void {
  const key = `${state.kind} ${state.id}`
  const known = kept.get(key)
  if (known === undefined || known.version < state.version) kept.set(key, state)
}

const push = <V>(map: Map<string, V[]>, key: string, value: V) => {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

/** Puts a unit's figure among what is known. */
export const learnFigure = (known: Known, figure: LoggedFigure): void => push(known.figures, figure.unitId, figure)

/** Decodes one state into what is known. Each state once, the highest version of it. */
export function learn(known: Known, { kind, id, about, state }: Pick<State, 'kind' | 'id' | 'about' | 'state'>): void {
  switch (kind) {
    case 'agency':
      known.agencies.set(id, stateCodecs.agency.decode(state))
      break
    case 'unit':
      known.units.set(id, stateCodecs.unit.decode(state))
      break
    case 'position':
      known.positions.set(id, stateCodecs.position.decode(state))
      break
    case 'assignment':
      push(known.assignments, about!, stateCodecs.assignment.decode(state))
      break
    case 'calendar':
      known.calendars.set(id, stateCodecs.calendar.decode(state))
      break
    case 'duty':
      push(known.duties, about!, stateCodecs.duty.decode(state))
      break
    case 'indicator':
      known.indicators.set(id, stateCodecs.indicator.decode(state))
      break
    case 'plan':
      push(known.plans, about!, stateCodecs.plan.decode(state))
      break
    case 'plan-closed':
      known.closed.set(id, stateCodecs['plan-closed'].decode(state))
      break
    case 'self-assessed':
      push(known.selfAssessed, about!, stateCodecs['self-assessed'].decode(state))
      break
    case 'assessment':
      push(known.assessments, about!, stateCodecs.assessment.decode(state))
      break
    case 'second-look':
      push(known.secondLooks, about!, stateCodecs['second-look'].decode(state))
      break
    case 'window':
      known.windows.push(stateCodecs.window.decode(state))
      break
    case 'outage':
      known.outages.push(stateCodecs.outage.decode(state))
      break
    case 'attendance-outage':
      known.attendanceOutages.push(stateCodecs['attendance-outage'].decode(state))
      break
    case 'grace':
      known.graces.push(stateCodecs.grace.decode(state))
      break
    case 'survey':
      known.surveys.set(id, stateCodecs.survey.decode(state))
      break
    case 'answers':
      known.answers.push(stateCodecs.answers.decode(state))
      break
    case 'survey-closed':
      break
    default:
      kind satisfies never
  }
}
