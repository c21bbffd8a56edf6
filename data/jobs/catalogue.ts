import { field } from './field.ts'
import { healthAndEducation } from './health-education.ts'
import type { Job } from './job.ts'
import { leadership } from './leadership.ts'
import { office } from './office.ts'
import { oversight } from './oversight.ts'
import { servicesAndEconomy } from './services-economy.ts'

const all = { ...office, ...leadership, ...healthAndEducation, ...servicesAndEconomy, ...field, ...oversight }

export type JobKey = keyof typeof all
export const jobs: Record<JobKey, Job> = all
