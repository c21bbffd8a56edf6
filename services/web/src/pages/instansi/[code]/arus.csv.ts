export { GET } from '../../../place/instansi/arus-csv.ts'
