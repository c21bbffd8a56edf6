export { GET } from '../../../place/publik/layanan-hari-csv.ts'
