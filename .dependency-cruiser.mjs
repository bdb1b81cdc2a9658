// Who may import what (ARCHITECTURE.md). TypeScript 7 has no compiler API, so sources are read by
// swc; scripts/check.ts fails when nothing was read.
const TESTS = '[.](test|e2e|contract|fixture)[.]ts$';
const DRIVERS =
  '^node_modules/(kafkajs|ioredis|@elastic|@opensearch-project|@aws-sdk|stripe|@opentelemetry)/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment:
        'Files that import each other cannot be read, tested or moved alone: move what both need into a third file. Types may (import type).',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'packages-know-no-subgraph',
      severity: 'error',
      comment:
        'packages/ serve every subgraph, so they know none, nor the gateway, the shop, or anything that starts them.',
      from: { path: '^packages/' },
      to: { path: '^(subgraphs|gateway|shop|e2e|bench|scripts)/' },
    },
    {
      name: 'subgraphs-meet-by-events',
      severity: 'error',
      comment:
        'From another subgraph only its public events are imported; anything else is a call through SubgraphClient or a replica fed by events.',
      from: { path: '^subgraphs/([^/]+)/' },
      to: { path: '^subgraphs/', pathNot: ['^subgraphs/$1/', '^subgraphs/[^/]+/events/'] },
    },
    {
      name: 'subgraphs-know-no-gateway',
      severity: 'error',
      comment:
        'A subgraph runs alone: the gateway and the shop know it, never the other way round.',
      from: { path: '^(subgraphs|gateway)/' },
      to: { path: '^(shop|e2e|bench|scripts)/' },
    },
    {
      name: 'gateway-stands-alone',
      severity: 'error',
      comment:
        'The gateway knows subgraphs by their composed schema and their addresses, never by their code.',
      from: { path: '^gateway/' },
      to: { path: '^subgraphs/' },
    },
    {
      name: 'no-gateway-in-subgraphs',
      severity: 'error',
      comment: 'A subgraph does not know who routes to it.',
      from: { path: '^subgraphs/' },
      to: { path: '^gateway/' },
    },
    {
      name: 'events-are-plain',
      severity: 'error',
      comment:
        'A package of events is the public contract: it imports zod, packages/bus, money and pricing (which have no I/O), nothing that would pull a subgraph in.',
      from: { path: '^subgraphs/[^/]+/events/' },
      to: {
        pathNot: [
          '^packages/(bus|money|pricing)/',
          '^node_modules/zod/',
          '^subgraphs/[^/]+/events/',
        ],
      },
    },
    {
      name: 'drivers-in-adapters',
      severity: 'error',
      comment:
        'Drivers of engines stay in *.adapter.ts, so that an engine can be changed in one file.',
      from: { pathNot: ['[.]adapter[.]ts$', TESTS, '^packages/testing/', '^node_modules/'] },
      to: { path: DRIVERS },
    },
    {
      name: 'tracing-is-loaded-on-demand',
      severity: 'error',
      comment:
        'A process that does not trace loads nothing of the SDK: packages/telemetry/src/otlp is imported by import() alone.',
      from: { pathNot: '^packages/telemetry/src/otlp/' },
      to: {
        path: '^packages/telemetry/src/otlp/',
        dependencyTypesNot: ['dynamic-import', 'type-only'],
      },
    },
    {
      name: 'no-test-code-in-product',
      severity: 'error',
      comment: 'Product code does not import tests, contract suites or packages/testing.',
      from: {
        path: '^(packages|subgraphs|gateway|shop)/',
        pathNot: [TESTS, '^packages/testing/', '/fixtures?/', '/test/'],
      },
      to: { path: [TESTS, '^packages/testing/'] },
    },
    {
      name: 'not-unresolvable',
      severity: 'error',
      comment:
        'The import leads nowhere: install the package in the workspace that uses it, or fix the path.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
    },
  },
};
