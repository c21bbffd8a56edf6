export { POST } from '../../place/antrean/kirim.ts'
