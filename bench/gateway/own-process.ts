import { generateKeyPairSync } from 'node:crypto';
import { startGateway } from '@emporium/gateway/gateway';
import { openMemoryKeyValue } from '@emporium/kv/memory-key-value';
import { httpSubgraphClient } from '@emporium/platform/http-subgraph-client';
import { pino } from 'pino';

const internalSecret = 'a secret of the benchmark, thirty-two bytes';
const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const BOUNDLESS = 1_000_000_000_000;

process.once('message', async (message) => {
  const { supergraph, urls, executor } = message as { supergraph: string; urls: Record<string, string>; executor: 'own' | 'apollo' };
  const clients = Object.entries(urls).map(([name, url]) => [name, httpSubgraphClient({ name, url, internalSecret })]);
  const { port } = await startGateway({
    supergraphSdl: supergraph,
    clients: Object.fromEntries(clients),
    proxies: {},
    kv: openMemoryKeyValue(),
    cache: openMemoryKeyValue(),
    config: {
      nodeEnv: 'production',
      port: 0,
      publicUrl: 'http://localhost',
      jwtPublicKey: publicKey.export({ type: 'spki', format: 'pem' }) as string,
      internalSecret,
      corsOrigins: [],
      introspection: false,
      trustProxy: false,
      executor,
      // All checks run, none may refuse the load of the benchmark.
      limits: { cost: BOUNDLESS, costPerMinutePerIp: BOUNDLESS, subgraphTimeoutMs: 120_000, queryDeadlineMs: 120_000 },
    },
    log: pino({ level: 'error' }),
    host: '127.0.0.1',
  });
  process.send!({ url: `http://127.0.0.1:${port}/graphql` });
});
