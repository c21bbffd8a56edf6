/** Names the code that computes receipts. A sealed quarter and a pack name it; what it names is never edited: a change is another kernel beside it. */
export const KERNEL = '1'
