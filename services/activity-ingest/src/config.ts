import { createSecretKey, type KeyObject } from 'node:crypto'
import { readConfig } from '@timbang/process/config'
import { port, surroundings, surroundingsOf, type Surroundings } from '@timbang/process/surroundings'
import Type from 'typebox'

/** The environment that this service reads. */
export const environment = Type.Object({
  ...surroundings,
  ACTIVITY_INGEST_HTTP_PORT: port('port of POST /records'),
  ACTIVITY_INGEST_GRPC_PORT: port('port of SubmitRecords'),
  ACTIVITY_INGEST_INNER_PORT: port('port of health and metrics, for those inside'),
  ACTIVITY_INGEST_DIGEST_KEY: Type.String({
    pattern: '^[0-9a-fA-F]{64}$',
    description: '32 bytes in hexadecimal; the same for ever, or retries look like conflicts',
  }),
  ACTIVITY_INGEST_MEMORY_MB: Type.Integer({
    minimum: 16,
    default: 256,
    description: 'memory for requests in hand; beyond it clients are told to wait',
  }),
  ACTIVITY_INGEST_ACKNOWLEDGE_MS: Type.Integer({
    minimum: 100,
    default: 10_000,
    description: 'how long a request waits for the log before it is told to come again',
  }),
  ACTIVITY_INGEST_LINES: Type.Integer({ minimum: 1, default: 1_000, description: 'records of one request' }),
  ACTIVITY_INGEST_STREAMS: Type.Integer({
    minimum: 1,
    default: 4,
    description: 'gRPC streams that one caller may have open',
  }),
  ACTIVITY_INGEST_OWN_RECORDS: Type.Integer({
    minimum: 1,
    default: 300,
    description: 'records that a person may send in ten minutes, over all replicas',
  }),
  ACTIVITY_INGEST_FILE_RECORDS: Type.Integer({
    minimum: 1,
    default: 60_000,
    description: 'scans of machines that an officer may bring as files in ten minutes, over all replicas',
  }),
  ACTIVITY_INGEST_IMPORT_RECORDS: Type.Integer({
    minimum: 1,
    default: 10_000_000,
    description: 'records that a machine may send in ten minutes, over all replicas',
  }),
})

/** It has no log to read and no database: nothing that only a person could mend. */
export interface Config extends Omit<Surroundings, 'onCrash'> {
  /** 0 takes any free port. */
  readonly httpPort: number
  readonly grpcPort: number
  readonly innerPort: number
  /** Key of the digests: deterministic, so that a retry is recognised and a conflict seen without the words. */
  readonly digestKey: KeyObject
  readonly memoryBytes: number
  readonly acknowledgeWithin: number
  /** Records of one request at most; of a gRPC message the contract says 1,000. */
  readonly lines: number
  /** Streams that one caller may have open. */
  readonly streams: number
  /** Records that a person, an officer as files, and a machine may send in ten minutes. */
  readonly most: { readonly people: number; readonly files: number; readonly imports: number }
}

export function configFromEnvironment(): Config {
  const read = readConfig(environment)
  return {
    ...surroundingsOf(read, 'activity-ingest'),
    httpPort: read.ACTIVITY_INGEST_HTTP_PORT,
    grpcPort: read.ACTIVITY_INGEST_GRPC_PORT,
    innerPort: read.ACTIVITY_INGEST_INNER_PORT,
    digestKey: createSecretKey(read.ACTIVITY_INGEST_DIGEST_KEY, 'hex'),
    memoryBytes: read.ACTIVITY_INGEST_MEMORY_MB * 1024 * 1024,
    acknowledgeWithin: read.ACTIVITY_INGEST_ACKNOWLEDGE_MS,
    lines: read.ACTIVITY_INGEST_LINES,
    streams: read.ACTIVITY_INGEST_STREAMS,
    most: {
      people: read.ACTIVITY_INGEST_OWN_RECORDS,
      files: read.ACTIVITY_INGEST_FILE_RECORDS,
      imports: read.ACTIVITY_INGEST_IMPORT_RECORDS,
    },
  }
}
