import { run } from '@timbang/process/run'
import { configFromEnvironment } from './config.ts'
import { buildActivityIngest } from './service.ts'

run('activity-ingest', () => buildActivityIngest(configFromEnvironment()))
