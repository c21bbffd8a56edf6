export { GET } from '../../../../place/catatan/bukti.ts'
