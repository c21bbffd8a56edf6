import type { IndexPack, PredicatePack } from '../kernel/1/pack.ts'
import { indeksDaerah } from './indeks-daerah.ts'
import { permenpanrb } from './permenpanrb-6-2022.ts'

/** What a province begins with: published as events like any other version. Nothing reads a pack from here but who publishes it. */
export const shipped: readonly (IndexPack | PredicatePack)[] = [indeksDaerah, permenpanrb]
