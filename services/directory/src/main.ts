import { run } from '@timbang/process/run'
import { configFromEnvironment } from './config.ts'
import { buildDirectory } from './service.ts'

run('directory', () => buildDirectory(configFromEnvironment()))
