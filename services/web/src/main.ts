import { run } from '@timbang/process/run'
import { configFromEnvironment } from './config.ts'
import { buildWeb } from './service.ts'

run('web', () => buildWeb(configFromEnvironment()))
