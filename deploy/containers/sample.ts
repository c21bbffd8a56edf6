import { cast, loadSample } from '@timbang/data/load'

// Loads the sample province once, through the front doors, and says as whom one can log in.
const people = Number(process.env['SAMPLE_PEOPLE'])
const folder = process.env['IDP_PEOPLE_FILE']!.replace(/[^/]+$/, '')
console.log(`Open ${process.env['WEB_ORIGIN']}/ and log in by one click as`)
for (const person of cast(people)) console.log(`  ${person.name.padEnd(24)} ${person.position}, ${person.agency}`)
await loadSample({ people, environment: process.env as Record<string, string>, done: `${folder}sample` })
