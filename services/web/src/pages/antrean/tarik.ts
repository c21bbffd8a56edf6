export { POST } from '../../place/antrean/tarik.ts'
