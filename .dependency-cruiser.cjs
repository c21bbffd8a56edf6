// Imports run one way (ARCHITECTURE.md). Every rule is a sentence.
const test = '[.]test[.]ts$'
/** Words that a domain shares with others. */
const words = 'packages/contracts/src/(refusal|position-kind|official-id|units|word)[.]ts$|@timbang/contracts/(refusal|position-kind|official-id|units|word)$'

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'only-stream-knows-the-client-library', severity: 'error', from: { pathNot: '^packages/stream/' }, to: { path: 'kafkajs' } },
    { name: 'only-stream-sees-its-client', severity: 'error', from: { pathNot: '^packages/stream/' }, to: { path: '^packages/stream/src/client[.]ts$' } },
    { name: 'stream-imports-contracts-and-postgres', severity: 'error', from: { path: '^packages/stream/src/' }, to: { path: '^(packages|services|deploy|data)/', pathNot: '^packages/(stream|contracts|postgres)/' } },
    { name: 'services-never-import-each-other', severity: 'error', from: { path: '^services/([^/]+)/' }, to: { path: '^services/', pathNot: '^services/$1/' } },
    { name: 'packages-never-import-services', severity: 'error', from: { path: '^packages/' }, to: { path: '^services/' } },
    { name: 'a-domain-imports-rules-and-words-only', severity: 'error', from: { path: ['^services/[^/]+/src/domain\\b', '^services/[^/]+/src/[^/]+/domain\\b'], pathNot: test }, to: { pathNot: `^services/[^/]+/src/domain\\b|^services/[^/]+/src/[^/]+/domain\\b|^packages/rules/src/|@timbang/rules/|${words}` } },
    { name: 'what-is-below-never-imports-a-door', severity: 'error', from: { path: ['^services/([^/]+)/src/(domain|store|wire|handle)\\b', '^services/([^/]+)/src/[^/]+/(domain|store|wire|handle)\\b'], pathNot: test }, to: { path: ['^services/$1/src/(main|main-[a-z]+|service|http|grpc|consume)[.]ts$', '^services/$1/src/[^/]+/(main|main-[a-z]+|service|http|grpc|consume)[.]ts$'] } },
    { name: 'the-store-and-the-wire-never-import-a-use-case', severity: 'error', from: { path: ['^services/([^/]+)/src/(store|wire)\\b', '^services/([^/]+)/src/[^/]+/(store|wire)\\b'], pathNot: test }, to: { path: ['^services/$1/src/handle\\b', '^services/$1/src/[^/]+/handle\\b'] } },
    { name: 'rules-import-nothing-of-ours', severity: 'error', from: { path: '^packages/rules/src/', pathNot: test }, to: { pathNot: '^packages/rules/src/' } },
  ],
  options: { doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'], extensions: ['.ts', '.js', '.mjs', '.json'] }, exclude: { path: '(node_modules/(?!kafkajs|canonicalize))|/dist/|/gen/|[.]astro$' } },
}
