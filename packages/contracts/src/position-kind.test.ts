import { expect, test } from 'vitest'
import { PositionGroup } from '../gen/timbang/directory/v1/events.ts'
import { positionGroupOf } from './position-kind.ts'

test.each([
  ['administrator', 'Kepala Bidang Pelayanan Perizinan', PositionGroup.POSITION_GROUP_MANAGERIAL],
  ['pelaksana-operator', 'Pengelola Layanan Perizinan', PositionGroup.POSITION_GROUP_PELAKSANA],
  ['fungsional-ahli-muda', 'Guru Ahli Muda', PositionGroup.POSITION_GROUP_FUNCTIONAL_HEALTH_EDUCATION],
  [
    'fungsional-ahli-madya',
    'Kepala SMA Negeri 1 Jambi (Guru Ahli Madya)',
    PositionGroup.POSITION_GROUP_FUNCTIONAL_HEALTH_EDUCATION,
  ],
  ['fungsional-terampil', 'Perawat Terampil', PositionGroup.POSITION_GROUP_FUNCTIONAL_HEALTH_EDUCATION],
  ['fungsional-ahli-muda', 'Pranata Komputer Ahli Muda', PositionGroup.POSITION_GROUP_FUNCTIONAL_OTHER],
  ['fungsional-ahli-muda', 'Perawatan Gedung Ahli Muda', PositionGroup.POSITION_GROUP_FUNCTIONAL_OTHER],
] as const)('a %s "%s" is weighed in its own group', (kind, title, group) => {
  expect(positionGroupOf(kind, title)).toBe(group)
})
