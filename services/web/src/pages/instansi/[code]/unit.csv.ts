export { GET } from '../../../place/instansi/unit-csv.ts'
