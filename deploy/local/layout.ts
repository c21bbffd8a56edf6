import { existsSync, readFileSync } from 'node:fs'
import { kept } from './env.ts'
import { writePrivately } from './secrets.ts'

/** Raised when data of an earlier version cannot be gone on with: 2, the components ask who comes. */
const LAYOUT = '2'
const file = `${kept}data/layout`

export const FORGET = 'Keep the folder .timbang/data if you need it, and begin anew: npm start -- --fresh'

/** @throws a sentence when the data here were made by a version whose data this one cannot read */
export function fitsHere(): void {
  if (!existsSync(`${kept}data/kafka`)) return
  if (existsSync(file) && readFileSync(file, 'utf8').trim() === LAYOUT) return
  throw new Error(`The data in .timbang are of an earlier version, which this one cannot go on with. ${FORGET}`)
}
export const noteLayout = (): void => writePrivately(file, `${LAYOUT}\n`)
