export { GET } from '../../../place/publik/layanan-csv.ts'
