import { once } from 'node:events';
import { generateKeyPairSync } from 'node:crypto';
import { signAccessToken } from '@emporium/auth/access-token';
import { startGateway } from '@emporium/gateway/gateway';
import { openMemoryKeyValue } from '@emporium/kv/memory-key-value';
import { httpSubgraphClient } from '@emporium/platform/http-subgraph-client';
import { pino } from 'pino';

const internalSecret = 'a secret of the benchmark, thirty-two bytes';
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const BOUNDLESS = 1_000_000_000_000;

const [{ supergraph, urls, executor, limited }] = (await once(process, 'message')) as [
  {
    supergraph: string;
    urls: Record<string, string>;
    executor: 'own' | 'apollo';
    /** The limits of production instead of none that the load could meet. */
    limited?: boolean;
  },
];
const clients = Object.entries(urls).map(([name, url]) => [
  name,
  httpSubgraphClient({ name, url, internalSecret }),
]);
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
    jwtPublicKeys: [publicKey.export({ type: 'spki', format: 'pem' }) as string],
    internalSecrets: [internalSecret],
    cookieSecure: false,
    cookieOldNames: false,
    corsOrigins: [],
    introspection: false,
    trustProxy: false,
    executor,
    // Otherwise all checks run, but none may refuse the load of the benchmark.
    limits: limited
      ? {}
      : {
          cost: BOUNDLESS,
          costPerMinutePerIp: BOUNDLESS,
          costPerMinutePerNetwork: BOUNDLESS,
          subgraphTimeoutMs: 120_000,
          queryDeadlineMs: 120_000,
        },
  },
  log: pino({ level: 'error' }),
  host: '127.0.0.1',
});
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const token = signAccessToken(
  { sub: 'usr_bench', sid: 'ses_bench', role: 'CUSTOMER', permissions: [] },
  pem,
);
// What is really in use: needs --expose-gc.
process.on('message', () => {
  globalThis.gc?.();
  process.send!({ heapMb: process.memoryUsage().heapUsed / 1_048_576 });
});
process.send!({ url: `http://127.0.0.1:${port}/graphql`, token });
