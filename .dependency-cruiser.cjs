// Imports run one way (ARCHITECTURE.md). Every rule is a sentence.
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    { name: 'only-stream-knows-the-client-library', severity: 'error', from: { pathNot: '^packages/stream/' }, to: { path: 'kafkajs' } },
    { name: 'services-never-import-each-other', severity: 'error', from: { path: '^services/([^/]+)/' }, to: { path: '^services/', pathNot: '^services/$1/' } },
    { name: 'packages-never-import-services', severity: 'error', from: { path: '^packages/' }, to: { path: '^services/' } },
    { name: 'a-domain-imports-rules-and-refusals-only', severity: 'error', from: { path: '^services/[^/]+/src/domain/', pathNot: '[.]test[.]ts$' }, to: { pathNot: '^(services/[^/]+/src/domain/|packages/rules/src/|packages/contracts/src/|@timbang/(rules|contracts)/)' } },
    { name: 'rules-import-nothing-of-ours', severity: 'error', from: { path: '^packages/rules/src/', pathNot: '[.]test[.]ts$' }, to: { pathNot: '^packages/rules/src/|canonicalize' } },
  ],
  options: { doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'], extensions: ['.ts', '.js', '.mjs', '.json'] }, exclude: { path: '(node_modules/(?!kafkajs|canonicalize))|/dist/|/gen/|[.]astro$' } },
}
