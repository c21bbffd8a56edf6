export { GET } from '../../../place/kinerja/rincian-json.ts'
