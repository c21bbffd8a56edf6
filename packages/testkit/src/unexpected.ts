/**
 * What no test expects of the service that it started: that it would end its process. Thrown past whoever called, so that the run fails by it and tells
 * it; thrown at him it would be caught, and a service that stands still would look like one that is slow.
 */
export const unexpected = (error: Error): void =>
  void setImmediate(() => {
    throw error
  })
