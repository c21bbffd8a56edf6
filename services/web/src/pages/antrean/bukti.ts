export { POST } from '../../place/antrean/bukti.ts'
