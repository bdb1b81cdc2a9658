import { generateKeyPairSync, sign } from 'node:crypto';
import { signAccessToken } from '@emporium/auth/access-token';
import { openMemoryKeyValue } from '@emporium/kv/memory-key-value';
import type { KeyValueStore } from '@emporium/kv/key-value';
import { pino } from 'pino';
import type { GatewayConfig } from '../gateway-config.js';
import { startGateway, type Gateway, type GatewayOptions } from '../gateway.js';
import { composedSupergraph, fakeSubgraphs } from './fake-subgraphs.js';

const keys = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}) as unknown as { publicKey: string; privateKey: string };
export const SECRET = 'a secret of at least thirty-two bytes';

/** A started gateway over fake subgraphs, on a free port. */
export interface TestGateway {
  gateway: Gateway;
  subgraphs: ReturnType<typeof fakeSubgraphs>;
  kv: KeyValueStore;
  cache: KeyValueStore;
  /** What was logged, as JSON lines. */
  logs: string[];
  /** POSTs an operation; anything but `ok` statuses included. */
  query(query: string, options?: QueryOptions): Promise<TestAnswer>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Calls that reached any subgraph so far. */
  calls(): number;
}

export interface QueryOptions {
  variables?: Record<string, unknown>;
  token?: string;
  headers?: Record<string, string>;
}

export interface TestAnswer {
  status: number;
  headers: Headers;
  data: any; // oxlint-disable-line typescript/no-explicit-any
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, any> }[]; // oxlint-disable-line typescript/no-explicit-any
  extensions?: Record<string, unknown>;
}

/** An access token of a user with these permissions. */
export function token(
  permissions: string[] = [],
  { sub = 'usr_1', sid = 'ses_1', ttlSeconds = 60 } = {},
): string {
  return signAccessToken({ sub, sid, role: 'CUSTOMER', permissions }, keys.privateKey, ttlSeconds);
}

/**
 * A token that is in order but for an extension that whoever verifies it must understand, and
 * nobody does.
 */
export function tokenWithExtension(): string {
  const [, payload] = token().split('.');
  const head = Buffer.from(
    JSON.stringify({ alg: 'ES256', typ: 'at+jwt', crit: ['once'], once: true }),
  ).toString('base64url');
  const signature = sign('sha256', Buffer.from(`${head}.${payload}`), {
    key: keys.privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return `${head}.${payload}.${signature.toString('base64url')}`;
}

/** Starts a gateway; close it with `gateway.close()`. */
export async function testGateway(
  config: Partial<GatewayConfig> = {},
  options: Partial<GatewayOptions> = {},
): Promise<TestGateway> {
  const subgraphs = fakeSubgraphs();
  const logs: string[] = [];
  const kv = options.kv ?? openMemoryKeyValue();
  const cache = options.cache ?? openMemoryKeyValue();
  const gateway = await startGateway({
    supergraphSdl: composedSupergraph(),
    clients: subgraphs,
    proxies: {},
    config: {
      nodeEnv: 'test',
      port: 0,
      publicUrl: 'http://shop.example',
      jwtPublicKeys: [keys.publicKey],
      internalSecrets: [SECRET],
      cookieSecure: false,
      cookieOldNames: false,
      corsOrigins: ['https://shop.example'],
      introspection: true,
      trustProxy: false,
      ...config,
    },
    log: pino({ level: 'debug' }, { write: (line: string) => void logs.push(line) }),
    ...options,
    kv,
    cache,
  });
  const base = `http://127.0.0.1:${gateway.port}`;
  return {
    gateway,
    subgraphs,
    kv,
    cache,
    logs,
    fetch: (path, init) => fetch(`${base}${path}`, init),
    calls: () => Object.values(subgraphs).reduce((sum, { calls }) => sum + calls.length, 0),
    async query(query, { variables, token: bearer, headers } = {}) {
      const response = await fetch(`${base}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
          ...headers,
        },
        body: JSON.stringify({ query, variables }),
      });
      return {
        status: response.status,
        headers: response.headers,
        ...((await response.json()) as Pick<TestAnswer, 'data' | 'errors' | 'extensions'>),
      };
    },
  };
}
