import { randomUUID } from 'node:crypto'
import { importPlans } from '../data/loading/plans.ts'
import { importStaff, inTime, registerStructure } from '../data/loading/staff.ts'
import { type Plan, plansOf } from '../data/plans.ts'
import { type Assignment, province, type Province } from '../data/province.ts'
import { AppraisalServiceService } from '../packages/contracts/gen/timbang/appraisal/v1/service.ts'
import { DirectoryServiceService } from '../packages/contracts/gen/timbang/directory/v1/service.ts'
import { agencyIdOf } from '../packages/contracts/src/official-id.ts'
import { systemClock } from '../packages/process/src/clock.ts'
import { grpcClient } from '../packages/process/src/grpc.ts'
import { dateAt, periodOf } from '../packages/rules/src/civil-date.ts'
import type { Platform } from './platform.ts'

/** Somebody who works today, with what he has agreed to do. */
export interface Worker {
  readonly employeeId: string
  readonly agencyId: string
  readonly token: string
  readonly resultId: string
  readonly unit: string
  /** Who assesses him, where the sample knows one. */
  readonly superior: string | undefined
}
/** People of some agencies of the sample, whose staff and plans have not come in yet. */
export interface Staff {
  readonly workers: readonly Worker[]
  readonly assignments: readonly Assignment[]
  readonly plans: readonly Plan[]
}

export const today = (): string => dateAt(systemClock.now(), 'WIB')

/** The sample's people of these agencies who hold a definitive post and have a plan today. */
export async function staffOf(
  sample: Province,
  agencies: readonly string[],
  issuer: Platform['issuer'],
): Promise<Staff> {
  const assignments = inTime(sample).filter(({ post }) => agencies.includes(post.agencyCode))
  const plans = [...plansOf(sample, periodOf(today()), (assignment) => assignments.includes(assignment))]
  const holders = new Map(
    inTime(sample)
      .filter(
        ({ capacity, from, to }) => capacity === 'definitive' && from <= today() && (to === undefined || to >= today()),
      )
      .map(({ post, person }) => [post.code, person.employeeId]),
  )
  const workers = await Promise.all(
    plans
      .filter(({ from, to, assignment }) => from <= today() && today() <= to && assignment.capacity === 'definitive')
      .map(async ({ assignment, results: [result] }) => {
        const { employeeId } = assignment.person
        const agencyId = agencyIdOf(assignment.post.agencyCode)
        return {
          employeeId,
          agencyId,
          token: await issuer.person(employeeId, { agencyId }),
          resultId: result!.resultId,
          unit: result!.unit,
          superior: holders.get(assignment.post.superiorCode ?? ''),
        }
      }),
  )
  return { workers, assignments, plans }
}

/** The smallest sample that the generator makes. */
export const sample = (): Province => province(300)

/** Tries again what a service that was killed did not answer. */
export async function patiently<T>(act: () => Promise<T>, within = 120_000): Promise<T> {
  for (const until = performance.now() + within; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    try {
      return await act()
    } catch (error) {
      if (performance.now() > until) throw error
    }
  }
}

/** Staff and plans through the front doors of directory and appraisal. */
export async function settle(
  { environment, issuer }: Platform,
  province: Province,
  { assignments, plans }: Staff,
): Promise<void> {
  const token = await issuer.machine('importer')
  const importId = randomUUID()
  const directory = grpcClient(DirectoryServiceService, environment['DIRECTORY_GRPC']!)
  const appraisal = grpcClient(AppraisalServiceService, environment['APPRAISAL_GRPC']!)
  try {
    await patiently(() => registerStructure(directory, token, province))
    await patiently(() => importStaff(directory, token, importId, assignments))
    await patiently(() => importPlans(appraisal, token, plans, () => {}))
  } finally {
    directory.close()
    appraisal.close()
  }
}

/** Somebody whose superior works in the same agencies: whose list can be watched. */
export function peopleAbove(workers: readonly Worker[]): { watched: Worker; superior: string } {
  const watched = workers.find(
    ({ superior }) => superior !== undefined && workers.some(({ employeeId }) => employeeId === superior),
  )!
  return { watched, superior: watched.superior! }
}
