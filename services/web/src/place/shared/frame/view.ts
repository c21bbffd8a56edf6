import type { Period, Zone } from '../time.ts'

/** What stands in the header of every page of somebody who is signed in, and where he can go. Only what exists for him. */
export type Frame = {
  /** He works where one practises: nothing of it counts. */
  practice?: boolean
  identity: {
    name: string
    /** The title of the position held today, or what an account without a workplace is for (`Operator jaga`). */
    position: string
    agency: string | null
    /** Short name for a phone, `DPMPTSP`. */
    agencyShort: string | null
    zone: Zone
  }
  places: {
    /** P1, P2, P3, P4, P13, P15: whoever is an employee. */
    today: boolean
    /** A1: whoever assesses somebody today, or stands in for who does. */
    verification: { waiting: number } | null
    /** A3: whoever assesses somebody today. */
    team: boolean
    /** K3: whoever answers requests for grace. */
    graceQueue: { waiting: number } | null
    /** K3: whoever mends what is wrong about people. */
    data: { waiting: number } | null
    /** The duty schedules: whoever heads a unit, or the personnel officer of an agency. */
    duty: { href: string } | null
    /** P9: the latest quarter for which there is something to read. */
    performance: { period: Period } | null
    /** I1: head or personnel officer of these agencies; the first is linked. */
    agencies: readonly { code: string; shortName: string }[]
    /** G1. */
    province: boolean
    /** Whoever may look for people: in the province, in his agency, or among those whom he assesses. */
    find: boolean
    /** K9. */
    audit: boolean
    /** O1. */
    operator: boolean
  }
}
