export { confirm as POST } from '../../place/titip/act.ts'
