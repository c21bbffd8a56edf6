import { fileURLToPath } from 'node:url'

/** What every consuming or publishing service's database needs besides its own: run into schema `stream`. */
export const streamMigrations = {
  directory: fileURLToPath(new URL('../migrations', import.meta.url)),
  schema: 'stream',
}
