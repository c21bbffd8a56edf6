import { fileURLToPath } from 'node:url'

/** What a service that owes work needs in its database: run into schema `due`. */
export const dueMigrations = {
  directory: fileURLToPath(new URL('../migrations', import.meta.url)),
  schema: 'due',
}
