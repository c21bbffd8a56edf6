export { show as POST } from '../../place/pengaturan/act.ts'
