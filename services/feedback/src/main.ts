import { run } from '@timbang/process/run'
import { configFromEnvironment } from './config.ts'
import { buildFeedback } from './service.ts'

run('feedback', () => buildFeedback(configFromEnvironment()))
