export { GET } from '../../../place/publik/unit-csv.ts'
