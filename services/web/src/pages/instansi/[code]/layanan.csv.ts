export { GET } from '../../../place/instansi/layanan-csv.ts'
