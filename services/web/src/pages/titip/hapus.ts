export { discard as POST } from '../../place/titip/act.ts'
