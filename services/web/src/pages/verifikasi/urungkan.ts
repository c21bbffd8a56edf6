export { takeBack as POST } from '../../place/verifikasi/act.ts'
