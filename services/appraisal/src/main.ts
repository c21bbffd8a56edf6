import { run } from '@timbang/process/run'
import { configFromEnvironment } from './config.ts'
import { buildAppraisal } from './service.ts'

run('appraisal', () => buildAppraisal(configFromEnvironment()))
