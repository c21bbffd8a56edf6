export { GET } from '../place/riwayat/riwayat-csv.ts'
