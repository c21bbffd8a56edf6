import { run } from '@timbang/process/run'
import { liveConfigFromEnvironment } from './config.ts'
import { buildLive } from './live/service.ts'

run('scoring-live', () => buildLive(liveConfigFromEnvironment()))
