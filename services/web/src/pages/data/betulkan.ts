export { mend as POST } from '../../place/data/act.ts'
