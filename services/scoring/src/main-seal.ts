import { run } from '@timbang/process/run'
import { sealConfigFromEnvironment } from './config.ts'
import { buildSealing } from './seal/service.ts'

run('scoring-seal', () => buildSealing(sealConfigFromEnvironment()))
