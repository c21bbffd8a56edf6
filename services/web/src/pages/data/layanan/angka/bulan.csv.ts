export { GET } from '../../../../place/layanan/angka-csv.ts'
