import { createHash } from 'node:crypto'

/**
 * Ids that everybody can compute from an official code, so that a file, an importer and the directory name the same thing without asking:
 * UUIDv5 (RFC 9562 §5.5) of `<what>:<code>` in a namespace of this platform. Never change it: ids on the log were made by it.
 */
const NAMESPACE = Buffer.from('3f0a2c5e7d614b8fa1d09c4be8275a63', 'hex')

/** A UUIDv5 of any text in the platform's namespace, lower case. */
export function uuidV5(name: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(name, 'utf8').digest().subarray(0, 16)
  hash[6] = (hash[6]! & 0x0f) | 0x50
  hash[8] = (hash[8]! & 0x3f) | 0x80
  const hex = hash.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export const agencyIdOf = (code: string): string => uuidV5(`agency:${code}`)
/** A unit's code is unique in the province, not only in its agency. */
export const unitIdOf = (code: string): string => uuidV5(`unit:${code}`)
export const positionIdOf = (code: string): string => uuidV5(`position:${code}`)
/** An indicator's code is unique in its agency only. */
export const indicatorIdOf = (agencyId: string, code: string): string => uuidV5(`indicator:${agencyId}:${code}`)

/**
 * One holder of one post in one capacity from one day: the same row of a later file is the same assignment, whatever its end.
 * @param capacity `definitive`, `plt` or `plh`
 * @param fromDate `YYYY-MM-DD`
 */
export const assignmentIdOf = (assignment: {
  employeeId: string
  positionCode: string
  capacity: 'definitive' | 'plt' | 'plh'
  fromDate: string
}): string =>
  uuidV5(`assignment:${assignment.employeeId}:${assignment.positionCode}:${assignment.capacity}:${assignment.fromDate}`)

/** A plan that a file tells without an id: one a post and first day. @param fromDate `YYYY-MM-DD` */
export const planIdOf = (assignmentId: string, fromDate: string): string => uuidV5(`plan:${assignmentId}:${fromDate}`)
/** Of a plan without ids: a result is known by its code there. */
export const resultIdOf = (planId: string, code: string): string => uuidV5(`result:${planId}:${code}`)

/**
 * What somebody gave to somebody from one day: given again it is the same delegation, whatever its end.
 * @param fromDate `YYYY-MM-DD`
 */
export const delegationIdOf = (delegation: {
  employeeId: string
  delegateId: string
  scope: 'verification'
  fromDate: string
}): string =>
  uuidV5(`delegation:${delegation.employeeId}:${delegation.delegateId}:${delegation.scope}:${delegation.fromDate}`)
