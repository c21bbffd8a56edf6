/** /masuk. */
export type SignInView = {
  /** Where the provider's login begins; the place to return to is kept in it. */
  href: string
  /** Why one was sent here. */
  reason: 'asked' | 'expired' | 'signed-out' | 'half-signed-out' | 'failed' | null
}
