import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compilePolicy } from '../access/compile-policy.js';
import { composedSupergraph } from '../testing/fake-subgraphs.js';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';
import { linkedDirectives } from '@emporium/federation-executor/supergraph/link-names';

const folder = mkdtempSync(join(tmpdir(), 'gateway-reload-'));
const path = join(folder, 'supergraph.graphql');
const sdl = composedSupergraph();
let shop: TestGateway;
beforeAll(async () => {
  writeFileSync(path, sdl);
  shop = await testGateway({}, { supergraphSdl: { path } });
});
afterAll(async () => {
  await shop.gateway.close();
  rmSync(folder, { recursive: true });
});

const guardedPing = sdl.replace('ping: String', 'ping: String @authenticated');

describe('a new supergraph', () => {
  it('comes into force with its access rules, also for documents already known', async () => {
    expect((await shop.query('{ ping }')).data).toEqual({ ping: 'pong' });
    writeFileSync(path, guardedPing.replace('boom: String', 'bang: String'));
    await expect
      .poll(async () => (await shop.query('{ ping }')).data?.ping as unknown, { timeout: 10_000 })
      .toBeNull();
    expect((await shop.query('{ ping }', { token: token() })).data).toEqual({ ping: 'pong' });
    expect((await shop.query('{ boom }')).status).toBe(400);
  });

  it.each([
    ['is no GraphQL', 'type {'],
    ['has no subgraphs', 'type Query { ping: String }'],
    [
      'asks for an unknown security feature',
      sdl.replace('specs.apollo.dev/authenticated/v0.1', 'specs.apollo.dev/secrets/v0.1'),
    ],
    ['names a subgraph without an address', sdl.replaceAll('(name: "catalog"', '(name: "unknown"')],
  ])('that %s leaves the last good one in force', async (_title, broken) => {
    expect(() => shop.gateway.reload(broken)).toThrow();
    expect((await shop.query('{ ping }', { token: token() })).data).toEqual({ ping: 'pong' });
    expect((await shop.query('{ ping }')).data).toEqual({ ping: null });
  });
});

describe('names of linked directives', () => {
  it('follow the links, also when they are renamed', () => {
    const names = linkedDirectives(
      parse(`schema
        @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "auth", for: SECURITY)
        @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{ name: "@requiresScopes", as: "@needs" }], for: SECURITY)
        @link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@listSize"]) { query: Query } type Query { a: Int }`),
    );
    expect(names).toEqual({
      authenticated: 'auth',
      requiresScopes: 'needs',
      cost: 'cost',
      listSize: 'listSize',
    });
  });

  it('decide what is enforced', () => {
    const policy = compilePolicy(
      parse(`schema @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "auth", for: SECURITY) { query: Query }
        type Query { a: Int @auth b: Int @authenticated }`),
    );
    expect([
      policy.requirementsOf('Query', 'a').length,
      policy.requirementsOf('Query', 'b').length,
    ]).toEqual([1, 0]);
  });
});
