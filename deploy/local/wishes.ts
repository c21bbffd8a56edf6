import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { kept } from './env.ts'

/** Written when the sample province is whole. */
export const loaded = `${kept}sample`
/** How many people it was begun with: a start that was broken off goes on with the same. */
export const size = `${kept}sample-people`

/** What whoever typed `npm start` asked for. */
export interface Wishes {
  readonly fresh: boolean
  readonly people: number | undefined
  readonly sample: boolean
  readonly feeder: boolean
}

/** @throws a sentence with the words that it knows */
export function wishes(): Wishes {
  try {
    const { values } = parseArgs({
      options: {
        fresh: { type: 'boolean', default: false },
        people: { type: 'string' },
        'no-sample': { type: 'boolean', default: false },
        'no-feeder': { type: 'boolean', default: false },
      },
    })
    const people = values.people === undefined ? undefined : Number(values.people)
    if (people !== undefined && (!Number.isInteger(people) || people < 300 || people > 100_000))
      throw new Error('--people takes a whole number from 300 to 100000.')
    return { fresh: values.fresh, people, sample: !values['no-sample'], feeder: !values['no-feeder'] }
  } catch (error) {
    throw new Error(`${(error as Error).message}\nnpm start -- [--fresh] [--people N] [--no-sample] [--no-feeder]`)
  }
}

/** How many people the sample has: what is loaded already decides. */
export function peopleOf({ people, fresh }: Wishes, usual: number): number {
  const known = !fresh && existsSync(size) ? Number(readFileSync(size, 'utf8')) : undefined
  if (known !== undefined && people !== undefined && people !== known)
    throw new Error(
      `The data here are of ${known} people. To load ${people}, forget them: npm start -- --fresh --people ${people}`,
    )
  return known ?? people ?? usual
}
