export { GET } from '../../place/provinsi/perangkat-csv.ts'
