import { run } from '@timbang/process/run'
import { configFromEnvironment } from './config.ts'
import { buildJournal } from './service.ts'

run('journal', () => buildJournal(configFromEnvironment()))
