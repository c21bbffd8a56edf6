export { withdraw as POST } from '../../place/data-saya/act.ts'
