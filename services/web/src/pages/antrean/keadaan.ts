export { GET } from '../../place/antrean/keadaan.ts'
