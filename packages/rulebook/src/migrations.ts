import { fileURLToPath } from 'node:url'

/** What a service that keeps the projection gives to `migrate` beside its own folder. */
export const rulebookMigrations = {
  directory: fileURLToPath(new URL('../migrations', import.meta.url)),
  schema: 'rulebook',
} as const
