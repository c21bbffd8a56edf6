import { fileURLToPath } from 'node:url'

/** What every database needs whose service shows persons: run into schema `audit`. */
export const auditMigrations = {
  directory: fileURLToPath(new URL('../migrations', import.meta.url)),
  schema: 'audit',
}
