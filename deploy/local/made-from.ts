import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'

/**
 * What something was made from, in one hash: the files that fit, by name and content, and where they lie, since what is made may name its place.
 * @param root with a slash at its end @param without patterns of what does not count
 */
export function madeFrom(root: string, patterns: readonly string[], without: readonly string[] = []): string {
  const hash = createHash('sha256').update(root)
  const files = globSync(patterns, { cwd: root, withFileTypes: true, exclude: ['**/node_modules/**', ...without] })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort()
  for (const file of files) hash.update('\0').update(file.slice(root.length)).update('\0').update(readFileSync(file))
  return hash.digest('hex')
}
