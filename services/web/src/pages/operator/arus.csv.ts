export { GET } from '../../place/operator/arus-csv.ts'
