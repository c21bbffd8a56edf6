import { recompute as one } from './kernel/1/recompute.ts'
import type { Receipt } from './kernel/1/receipt.ts'
import type { Packs } from './published.ts'

/** By kernel; apart from `kernels.ts`, so that a browser gets no more than what it needs. */
export const recomputers: Readonly<Record<string, (receipt: Receipt, packs: Packs) => Receipt>> = { '1': one }

/** A receipt as it follows from its own evidence, by the kernel that it names. @throws RangeError where that, or a pack that it names, is not here */
export function recompute(receipt: Receipt, packs: Packs, by = recomputers): Receipt {
  const kernel = Object.hasOwn(by, receipt.kernel) ? by[receipt.kernel] : undefined
  if (kernel === undefined) throw new RangeError(`there is no kernel ${receipt.kernel} here`)
  return kernel(receipt, packs)
}
