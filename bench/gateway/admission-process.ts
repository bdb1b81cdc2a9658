import { once } from 'node:events';
import { openMemoryKeyValue } from '@emporium/kv/memory-key-value';
import { pino } from 'pino';
import { effectiveLimits } from '../../gateway/src/gateway-config.js';
import { mirrorRevocations } from '../../gateway/src/identity/revocations.js';
import { createBudgets } from '../../gateway/src/limit/budgets.js';
import { createRateLimiter } from '../../gateway/src/limit/rate-limiter.js';
import { createGatewayMetrics } from '../../gateway/src/metrics.js';
import { createFindDocument } from '../../gateway/src/persisted/find-document.js';
import { createQueryStore } from '../../gateway/src/persisted/query-store.js';
import { createPrepareOperation } from '../../gateway/src/request/prepare-operation.js';
import { createFederation } from '../../gateway/src/supergraph/federation.js';

const TIMES = 30_000;
const BOUNDLESS = 1_000_000_000_000;

// What every request of a known document goes through before it is executed: document, variables,
// cost, budget. CPU-ms for each query.
const [{ supergraph, queries }] = (await once(process, 'message')) as [
  { supergraph: string; queries: Record<string, string> },
];
const log = pino({ level: 'error' });
const limits = effectiveLimits({
  nodeEnv: 'production',
  limits: { cost: BOUNDLESS, costPerMinutePerIp: BOUNDLESS, costPerMinutePerNetwork: BOUNDLESS },
} as never);
const graph = createFederation({
  sdl: supergraph,
  limits,
  hideSchema: true,
  executor: 'own',
  subgraph: () => async () => undefined,
  log,
});
await graph.gatewayInterface((executor) => executor).load({ apollo: {} } as never);
const kv = openMemoryKeyValue();
const prepare = createPrepareOperation({
  current: graph.current,
  findDocument: createFindDocument({
    store: createQueryStore(kv, log),
    safelist: { mode: 'off' },
    log,
  }),
  budgets: createBudgets(createRateLimiter(kv, log), limits),
  revocations: await mirrorRevocations(kv, log),
  metrics: createGatewayMetrics(),
});
const caller = {
  principal: { kind: 'anonymous', permissions: [] },
  ip: '127.0.0.1',
  requestId: 'r',
} as never;
const cpuMs: Record<string, number> = {};
for (const [name, query] of Object.entries(queries)) {
  const run = async () => {
    for (let time = 0; time < TIMES; time++) (await prepare({ query }, caller)).charge.settle(1);
  };
  await run();
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  cpuMs[name] = (user + system) / 1_000 / TIMES;
}
process.send!({ cpuMs });
