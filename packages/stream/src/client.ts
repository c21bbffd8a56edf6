import type { Admin, Kafka as Client } from 'kafkajs'
import type { Kafka } from './kafka.ts'

// Only this package sees the client library: this file is not among its exports, and no other file's types name it.

/** Where a cluster keeps its client; whoever copies a cluster copies it too. */
export const INNER: unique symbol = Symbol('the client library')

export interface Inner {
  readonly client: Client
  /** Connected; one for all. */
  admin(): Promise<Admin>
}

export const clientOf = (kafka: Kafka): Client => (kafka[INNER] as Inner).client
export const adminOf = (kafka: Kafka): Promise<Admin> => (kafka[INNER] as Inner).admin()
