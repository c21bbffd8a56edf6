import { run } from '@timbang/process/run'
import { configFromEnvironment } from './config.ts'
import { buildReporting } from './service.ts'

run('reporting', () => buildReporting(configFromEnvironment()))
