import { fileURLToPath } from 'node:url'

/** What a service that keeps the projection gives to `migrate` beside its own folder. */
export const rosterMigrations = {
  directory: fileURLToPath(new URL('../migrations', import.meta.url)),
  schema: 'roster',
} as const
