import { systemClock } from '@timbang/process/clock'
import { readConfig } from '@timbang/process/config'
import { logger } from '@timbang/process/log'
import { run } from '@timbang/process/run'
import Type from 'typebox'
import { createFeeder } from './feeder.ts'

const environment = Type.Object({
  SAMPLE_PEOPLE: Type.Integer({
    minimum: 300,
    default: 1_200,
    description: 'how many people the sample was loaded with',
  }),
  IDP_ISSUER: Type.String({
    minLength: 1,
    description: "the identity provider, which lends each person's token in development",
  }),
  FEEDER_CLIENT_SECRET: Type.String({ minLength: 16, description: 'of the client feeder' }),
  ACTIVITY_INGEST_HTTP: Type.String({ minLength: 1, description: 'where entries go' }),
  JOURNAL_GRPC: Type.String({ minLength: 1, description: 'where lists are' }),
  APPRAISAL_GRPC: Type.String({ minLength: 1, description: 'where plans are' }),
})

run('feeder', () => {
  const read = readConfig(environment)
  return createFeeder({
    people: read.SAMPLE_PEOPLE,
    issuer: read.IDP_ISSUER,
    clientSecret: read.FEEDER_CLIENT_SECRET,
    ingest: read.ACTIVITY_INGEST_HTTP,
    journal: read.JOURNAL_GRPC,
    appraisal: read.APPRAISAL_GRPC,
    clock: systemClock,
    log: logger('feeder'),
  })
})
