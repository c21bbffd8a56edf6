export { GET } from '../../../../place/jaga/jadwal-csv.ts'
