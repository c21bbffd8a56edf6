import { fileURLToPath } from 'node:url'

/** What a service that keeps files needs in its database: run into schema `files`. */
export const filesMigrations = {
  directory: fileURLToPath(new URL('../migrations', import.meta.url)),
  schema: 'files',
}
