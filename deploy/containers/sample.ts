import { cast, loadSample } from '@timbang/data/load'
import { kept } from '../local/env.ts'

// Loads the sample province once, through the front doors, and says as whom one can log in.
const people = Number(process.env['SAMPLE_PEOPLE'])
await loadSample({ people, environment: process.env as Record<string, string>, done: `${kept}sample` })
console.log(`Open ${process.env['WEB_ORIGIN']}/ and log in by one click as`)
for (const person of cast(people)) console.log(`  ${person.name.padEnd(24)} ${person.position}, ${person.agency}`)
