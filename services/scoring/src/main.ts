import { run } from '@timbang/process/run'
import { configFromEnvironment } from './config.ts'
import { buildScoring } from './service.ts'

run('scoring', () => buildScoring(configFromEnvironment()))
