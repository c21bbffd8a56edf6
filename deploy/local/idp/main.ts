import { createHash } from 'node:crypto'
import { readConfig } from '@timbang/process/config'
import { openInner } from '@timbang/process/inner'
import { logger } from '@timbang/process/log'
import { createMetrics } from '@timbang/process/metrics'
import { inOrder, part } from '@timbang/process/parts'
import { run } from '@timbang/process/run'
import { port } from '@timbang/process/surroundings'
import Type from 'typebox'
import { peopleFrom } from './people.ts'
import { developmentProvider } from './provider.ts'

const environment = Type.Object({
  BIND_HOST: Type.String({ default: '127.0.0.1', description: 'address to listen on' }),
  IDP_PORT: port('port of the provider'),
  IDP_INNER_PORT: port('port of health and metrics, for those inside'),
  IDP_ISSUER: Type.String({ minLength: 1, description: 'its own address, as clients see it' }),
  IDP_SIGNING_KEY: Type.String({ minLength: 1, description: 'a private Ed25519 JWK with a kid' }),
  IDP_PEOPLE_FILE: Type.String({
    minLength: 1,
    description: 'who can log in: JSON, written by the loader of the sample province',
  }),
  WEB_ORIGIN: Type.String({ minLength: 1, description: 'where browsers reach web' }),
  WEB_CLIENT_SECRET: Type.String({ minLength: 16, description: 'of the client web' }),
  IMPORTER_CLIENT_SECRET: Type.String({ minLength: 16, description: 'of the client importer' }),
  FEEDER_CLIENT_SECRET: Type.String({ minLength: 16, description: 'of the client feeder' }),
  CLI_CLIENT_SECRET: Type.String({ minLength: 16, description: 'of the client cli' }),
})

run('idp', async () => {
  const read = readConfig(environment)
  const server = await developmentProvider({
    issuer: read.IDP_ISSUER,
    webOrigin: read.WEB_ORIGIN,
    signingKey: JSON.parse(read.IDP_SIGNING_KEY),
    people: peopleFrom(read.IDP_PEOPLE_FILE),
    cookieSecret: createHash('sha256').update(`cookies ${read.IDP_SIGNING_KEY}`).digest('hex'),
    clientSecrets: {
      web: read.WEB_CLIENT_SECRET,
      importer: read.IMPORTER_CLIENT_SECRET,
      feeder: read.FEEDER_CLIENT_SECRET,
      cli: read.CLI_CLIENT_SECRET,
    },
  })
  const door = part(
    () =>
      new Promise<void>((resolve, reject) =>
        server.once('error', reject).listen(read.IDP_PORT, read.BIND_HOST, resolve),
      ),
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  const inner = part(() =>
    openInner({
      host: read.BIND_HOST,
      innerPort: read.IDP_INNER_PORT,
      log: logger('idp'),
      metrics: createMetrics('idp'),
      health: { ready: {}, live: {} },
    }),
  )
  return inOrder([door, inner])
})
