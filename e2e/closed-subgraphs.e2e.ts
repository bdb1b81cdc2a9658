import { IDENTITY_HEADER, signIdentity } from '@emporium/auth/internal-identity';
import { ANONYMOUS } from '@emporium/auth/principal';
import { serveSubgraph, type ServedSubgraph } from '@emporium/platform/serve-subgraph';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Client } from './client.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';
import { tamperedIdentity } from './tampered-identity.js';

describe('a subgraph on the network', () => {
  if (deploymentUrl()) {
    test('of a shop', (context) =>
      context.skip('E2E_URL is set: subgraphs of another deployment are not reached from here'));
    return;
  }
  let under: ShopUnderTest;
  let admin: Client;
  let served: { name: string; endpoint: ServedSubgraph }[];
  beforeAll(async () => {
    under = await shopUnderTest();
    admin = await under.client().logIn('admin@emporium.test', 'emporium-demo');
    served = await Promise.all(
      under.shop!.subgraphs.map(async (subgraph) => ({
        name: subgraph.name,
        endpoint: await serveSubgraph(subgraph, 0, '127.0.0.1'),
      })),
    );
  });
  afterAll(async () => {
    for (const { endpoint } of served ?? []) await endpoint.close();
    await under?.close();
  });

  test('answers 401 to everybody without an identity for it, whatever the request', async () => {
    const secret = under.shop!.config.internalSecret;
    const identity = { issuer: 'gateway', requestId: 'matrix', principal: ANONYMOUS };
    const post = (query: string, headers: Record<string, string> = {}) => ({
      method: 'POST',
      body: JSON.stringify({ query }),
      headers: { 'content-type': 'application/json', ...headers },
    });
    for (const { name, endpoint } of served) {
      const root = new URL('/', endpoint.url).href;
      const tampered = (claims: object, head?: object) =>
        tamperedIdentity(signIdentity(identity, name, secret), secret, claims, head);
      const requests: [string, string, RequestInit][] = [
        ['POST', endpoint.url, post('{ __typename }')],
        ['introspection', endpoint.url, post('{ __schema { types { name } } }')],
        ['_service', endpoint.url, post('{ _service { sdl } }')],
        ['_entities', endpoint.url, post('{ _entities(representations: []) { __typename } }')],
        [
          'GET',
          `${endpoint.url}?query=${encodeURIComponent('{ __typename }')}`,
          { headers: { 'apollo-require-preflight': '1' } },
        ],
        ['OPTIONS', endpoint.url, { method: 'OPTIONS' }],
        [
          'no JSON',
          endpoint.url,
          { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } },
        ],
        [
          'access token',
          endpoint.url,
          post('{ __typename }', { authorization: `Bearer ${admin.token}` }),
        ],
        [
          'forged identity',
          endpoint.url,
          post('{ __typename }', {
            [IDENTITY_HEADER]: signIdentity(identity, name, 'x'.repeat(40)),
          }),
        ],
        [
          'identity for another',
          endpoint.url,
          post('{ __typename }', {
            [IDENTITY_HEADER]: signIdentity(identity, name === 'users' ? 'cart' : 'users', secret),
          }),
        ],
        [
          'identity without an end',
          endpoint.url,
          post('{ __typename }', { [IDENTITY_HEADER]: tampered({ exp: undefined }) }),
        ],
        [
          'identity with a critical extension',
          endpoint.url,
          post('{ __typename }', { [IDENTITY_HEADER]: tampered({}, { crit: ['once'] }) }),
        ],
        ['media', `${root}media/med_x/320-inside.webp`, {}],
        ['webhook', `${root}webhooks/payments/test`, { method: 'POST', body: '{}' }],
        ['keys', `${root}.well-known/jwks.json`, {}],
        ['unknown path', `${root}nothing`, {}],
      ];
      for (const [what, url, init] of requests)
        expect
          .soft({ name, what, status: (await fetch(url, init)).status })
          .toEqual({ name, what, status: 401 });
      expect
        .soft({ name, status: await upgradeStatus(endpoint.url) })
        .toEqual({ name, status: 401 });
      const welcome = await fetch(
        endpoint.url,
        post('{ __typename }', { [IDENTITY_HEADER]: signIdentity(identity, name, secret) }),
      );
      expect({ name, status: welcome.status }).toEqual({ name, status: 200 });
    }
  });
});

/** Status of the answer to a WebSocket handshake; 101 when it was accepted. */
function upgradeStatus(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
    socket.on('error', reject);
  });
}
