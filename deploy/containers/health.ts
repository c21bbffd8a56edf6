// What a container's health check runs: asks the process beside it whether it can serve.
const answer = await fetch(process.env['READY']!, { signal: AbortSignal.timeout(4_000) }).catch(() => undefined)
process.exit(answer?.ok === true ? 0 : 1)
