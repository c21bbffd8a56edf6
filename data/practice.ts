import { assignmentIdOf } from '@timbang/contracts/official-id'
import type { AgencyPlan } from './agencies.ts'
import { uuidV4Of } from './identifier.ts'
import { nipPrefix } from './nip.ts'
import type { Post, Unit } from './posts.ts'
import type { Assignment, Person, Province } from './province.ts'

/** Where one practises before one's first day. Two posts: who records, and who verifies. Nothing of it counts anywhere. */
const CODE = 'LATIHAN'
const TOPIC = 'latihan memakai Timbang'
const SINCE = '2026-01-05'

const agency: AgencyPlan = {
  code: CODE,
  name: 'Instansi Latihan',
  kind: 'badan',
  headTitle: 'Penilai Latihan',
  weight: 0,
  calendar: '5-hari',
  attendance: false,
  practice: true,
  windowDays: 3,
  topic: TOPIC,
  units: [],
}
const unit: Unit = {
  code: CODE,
  name: agency.name,
  agencyCode: CODE,
  parentCode: undefined,
  public: false,
  topic: TOPIC,
}
const post = (code: string, given: Pick<Post, 'title' | 'kind' | 'superiorCode' | 'job'>): Post => ({
  code: `${CODE}.${code}`,
  agencyCode: CODE,
  unitCode: CODE,
  topic: TOPIC,
  ...given,
})
const [head, member] = [
  post('KA', { title: agency.headTitle, kind: 'pengawas', superiorCode: undefined, job: 'pimpinan' }),
  post('01', { title: 'Pegawai Latihan', kind: 'pelaksana-klerek', superiorCode: `${CODE}.KA`, job: 'umum' }),
] as [Post, Post]

const assigned = (post: Post, born: string): Assignment => {
  const person: Person = {
    employeeId: uuidV4Of(`timbang sample ${post.code}`),
    nip: `${nipPrefix({ born, employment: 'pns', sex: 'f', appointed: '202503' })}901`,
    name: post.title,
    employment: 'pns',
    cast: undefined,
  }
  const given = {
    employeeId: person.employeeId,
    positionCode: post.code,
    capacity: 'definitive',
    fromDate: SINCE,
  } as const
  return {
    assignmentId: assignmentIdOf(given),
    person,
    post,
    capacity: 'definitive',
    from: SINCE,
    to: undefined,
    enteredOn: undefined,
  }
}
const assignments = [assigned(head, '1990-02-03'), assigned(member, '1999-04-05')]

export const practice: Province = {
  agencies: [agency],
  units: [unit],
  posts: new Map([head, member].map((one) => [one.code, one])),
  people: assignments.map(({ person }) => person),
  assignments,
  grants: [],
}

/** Of the two who practise, why one would want to be them. */
export const practiceNote = {
  id: 'mencoba apa saja: tidak ada yang dihitung',
  en: 'tries whatever one likes: nothing of it counts',
}
