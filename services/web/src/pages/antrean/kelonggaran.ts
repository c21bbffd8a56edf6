export { POST } from '../../place/antrean/kelonggaran.ts'
