import { fileURLToPath } from 'node:url'

/** What an owner's database needs to remember which seals it owes an answer: run into schema `seal`. */
export const sealMigrations = {
  directory: fileURLToPath(new URL('../migrations', import.meta.url)),
  schema: 'seal',
}
