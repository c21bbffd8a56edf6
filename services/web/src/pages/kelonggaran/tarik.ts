export { withdraw as POST } from '../../place/kelonggaran/act.ts'
