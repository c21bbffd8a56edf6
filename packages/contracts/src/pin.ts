/** The number of a person at a machine, as it is compared: machines fill it up with spaces or with zeros. */
export const pinOf = (typed: string): string => typed.trim().replace(/^0+(?=\d+$)/, '')
