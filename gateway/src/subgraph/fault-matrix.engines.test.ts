import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { httpSubgraphClient } from '@emporium/platform/http-subgraph-client';
import { eventually } from '@emporium/testing/eventually';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { committedGraph } from '@emporium/federation-executor/testing/committed-graph';
import { SERVER_FAULTS, faultyServer, type FaultyServer } from '../testing/faulty-servers.js';
import { testGateway, token, type TestAnswer, type TestGateway } from '../testing/test-gateway.js';

const root = join(import.meta.dirname, '../../..');
const SUBGRAPHS = readdirSync(join(root, 'schema/subgraphs')).map((file) =>
  file.replace('.graphql', ''),
);
const SECRET = 'the internal secret of a test, long enough';

/** What a storefront asks: the queries of examples/, with their variables. */
const GOLDEN = readdirSync(join(root, 'examples/queries'))
  .filter((name) => name.endsWith('.graphql'))
  .map((name) => {
    const path = join(root, 'examples/queries', name);
    const query = readFileSync(path, 'utf8');
    const variables = ((): Record<string, unknown> => {
      try {
        return JSON.parse(
          readFileSync(path.replace('.graphql', '.variables.json'), 'utf8'),
        ) as Record<string, unknown>;
      } catch {
        return {};
      }
    })();
    return { name, query, variables };
  })
  .filter(({ query }) => /^\s*query\b/m.test(query));

// It needs time, no engine.
describe.each(['own', 'apollo'] as const)('with the executor "%s"', (executor) => {
  let shop: TestGateway;
  const servers = new Map<string, FaultyServer>();
  const clients: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    const { graph, world } = await committedGraph();
    for (const [name, schema] of graph.schemas)
      servers.set(name, await faultyServer(schema, world.resolver(name)));
    const made = [...servers].map(([name, { url }]) =>
      httpSubgraphClient({ name, url, internalSecret: SECRET }),
    );
    clients.push(...made);
    shop = await testGateway(
      { executor, limits: { subgraphTimeoutMs: 400, queryDeadlineMs: 600 } },
      {
        supergraphSdl: readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8'),
        clients: Object.fromEntries(made.map((client) => [client.name, client])),
      },
    );
  }, 60_000);
  afterAll(async () => {
    await shop?.gateway.close();
    for (const client of clients) await client.close();
    for (const server of servers.values()) await server.close();
  });

  const ask = ({ query, variables }: (typeof GOLDEN)[number]) =>
    shop.query(query, { variables, token: token(['read:product']) });

  it.each(SUBGRAPHS)(
    '%s failing in every way: the rest of each golden query is there, and what is missing is told',
    async (name) => {
      const server = servers.get(name)!;
      const healthy = new Map<string, TestAnswer>();
      const users: string[] = [];
      for (const golden of GOLDEN) {
        const before = server.requests;
        healthy.set(golden.name, await ask(golden));
        if (server.requests > before) users.push(golden.name);
      }
      for (const fault of SERVER_FAULTS) {
        server.fault = fault;
        for (const golden of GOLDEN) {
          const answer = await ask(golden);
          const where = `${golden.name} while ${name} is ${fault}`;
          const whole = healthy.get(golden.name)!;
          expect(answer.status, where).toBe(200);
          expect(isPartOf(answer.data, whole.data), where).toBe(true);
          const isReported = users.includes(golden.name)
            ? (answer.errors?.length ?? 0) > 0
            : isDeepStrictEqual(answer.data, whole.data);
          expect(isReported, where).toBe(true);
          const known = new Set(
            (whole.errors ?? []).map(({ extensions }) => String(extensions.code)),
          );
          for (const { extensions, path } of answer.errors ?? []) {
            const code = String(extensions.code);
            if (known.has(code)) continue;
            expect([code, path !== undefined], where).toEqual([
              code === 'INTERNAL_SERVER_ERROR' ? code : 'SUBGRAPH_UNAVAILABLE',
              true,
            ]);
          }
          expect(JSON.stringify(answer), where).not.toMatch(
            /10\.0\.0\.1|ECONNREFUSED|<html|127\.0\.0\.1|node_modules/,
          );
        }
        server.fault = undefined;
        // The breaker tries again after a second.
        for (const golden of GOLDEN)
          await eventually(async () =>
            expect((await ask(golden)).data).toEqual(healthy.get(golden.name)!.data),
          );
      }
    },
    300_000,
  );
});

/** True when `part` is `whole` with some places null. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (part === null || part === undefined) return true;
  if (typeof part !== 'object' || typeof whole !== 'object' || whole === null)
    return part === whole;
  if (Array.isArray(part))
    return (
      Array.isArray(whole) &&
      part.length === whole.length &&
      part.every((item, at) => isPartOf(item, whole[at]))
    );
  return Object.entries(part).every(([key, value]) =>
    isPartOf(value, (whole as Record<string, unknown>)[key]),
  );
}
