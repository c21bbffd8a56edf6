/** One code of the closed list: its status at both doors, and what a person reads. */
export interface Row {
  readonly http: number
  /** The number of the gRPC status: 3 invalid argument, 5 not found, 6 exists, 7 denied, 8 exhausted, 9 precondition, 11 out of range, 14 unavailable, 16 unauthenticated. */
  readonly grpc: number
  readonly id: string
  readonly en: string
}
