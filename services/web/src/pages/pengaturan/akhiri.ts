export { end as POST } from '../../place/pengaturan/act.ts'
