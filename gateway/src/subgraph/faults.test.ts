import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';
import type { Behaviour } from '../testing/fake-subgraphs.js';
import { createCircuitBreaker } from './circuit-breaker.js';

const codes = (answer: { errors?: { path?: unknown; extensions: Record<string, unknown> }[] }) =>
  (answer.errors ?? []).map(
    (error) =>
      `${(error.path as unknown[] | undefined)?.join('.')} ${String(error.extensions.code)} ${String(error.extensions.retryable)}`,
  );

describe.each(['own', 'apollo'] as const)(
  'with the executor "%s" a subgraph that fails',
  (executor) => {
    let shop: TestGateway;
    beforeAll(async () => {
      shop = await testGateway({
        executor,
        limits: { subgraphTimeoutMs: 300, queryDeadlineMs: 400 },
      });
    });
    afterAll(() => shop.gateway.close());
    beforeEach(() => {
      for (const subgraph of Object.values(shop.subgraphs)) subgraph.behaviour = 'ok';
    });

    const faults: [string, Behaviour][] = [
      ['is down', 'down'],
      ['never answers', 'silent'],
      [
        'throws something unexpected',
        async () => Promise.reject(new TypeError('fetch failed 10.0.0.1:4001')),
      ],
    ];
    it.each(faults)(
      '%s: the rest of the answer is there, what is missing has its code and path',
      async (_title, behaviour) => {
        shop.subgraphs.users.behaviour = behaviour;
        const answer = await shop.query(
          '{ ping me { displayName } products(first: 2) { nodes { id creator { displayName } } } }',
          {
            token: token(),
          },
        );
        expect(answer.status).toBe(200);
        expect(answer.data).toEqual({
          ping: 'pong',
          me: null,
          products: {
            nodes: [
              { id: '1', creator: null },
              { id: '2', creator: null },
            ],
          },
        });
        expect(codes(answer).sort()).toEqual([
          'me SUBGRAPH_UNAVAILABLE true',
          'products.nodes.0.creator.displayName SUBGRAPH_UNAVAILABLE true',
          'products.nodes.1.creator.displayName SUBGRAPH_UNAVAILABLE true',
        ]);
        expect(JSON.stringify(answer)).not.toMatch(/10\.0\.0\.1|fetch/);
      },
    );

    it('is not asked again and again: the breaker answers at once, and closes when the subgraph is back', async () => {
      shop.subgraphs.users.behaviour = 'down';
      for (let call = 0; call < 8; call++) await shop.query('{ whoami }');
      const before = shop.subgraphs.users.calls.length;
      expect(codes(await shop.query('{ whoami }'))).toEqual(['whoami SUBGRAPH_UNAVAILABLE true']);
      expect(shop.subgraphs.users.calls.length).toBe(before);
      shop.subgraphs.users.behaviour = 'ok';
      await expect
        .poll(async () => (await shop.query('{ whoami }')).data.whoami as unknown, {
          timeout: 5_000,
        })
        .toBeTruthy();
    });

    it('and answers null where a value was promised: null with an error, not silence', async () => {
      shop.subgraphs.catalog.behaviour = async () => ({ data: { strict: { must: null } } });
      const answer = await shop.query('{ strict { must } }');
      expect(answer.data).toEqual({ strict: null });
      expect(answer.errors!.map((error) => error.extensions.code)).toEqual([
        'INTERNAL_SERVER_ERROR',
      ]);
    });

    it('does not know an entity that another one refers to: null without an error', async () => {
      shop.subgraphs.users.behaviour = async ({ variables }) => ({
        data: { _entities: (variables!.representations as unknown[]).map(() => null) },
      });
      const answer = await shop.query(
        '{ products(first: 2) { nodes { id creator { displayName } } } }',
      );
      expect(answer.data.products.nodes).toEqual([
        { id: '1', creator: null },
        { id: '2', creator: null },
      ]);
      expect(answer.errors).toBeUndefined();
    });

    it('and returns too few entities: no value lands at the wrong entity', async () => {
      shop.subgraphs.users.behaviour = async () => ({
        data: { _entities: [{ displayName: 'somebody' }] },
      });
      const answer = await shop.query(
        '{ products(first: 2) { nodes { id creator { displayName } } } }',
      );
      expect(answer.data.products.nodes).toEqual([
        { id: '1', creator: null },
        { id: '2', creator: null },
      ]);
      expect(answer.errors!.length).toBeGreaterThan(0);
    });

    it('errors of a subgraph keep their code and get the path of the operation; its extensions stay inside', async () => {
      shop.subgraphs.catalog.behaviour = async () => ({
        data: { ping: null },
        errors: [
          {
            message: 'in progress',
            path: ['ping'],
            extensions: { code: 'OPERATION_IN_PROGRESS', stacktrace: ['x'] },
          },
        ] as never,
        extensions: { ftv1: 'AAAA' },
      });
      const answer = await shop.query('{ ping }', {
        headers: { 'apollo-federation-include-trace': 'ftv1' },
      });
      expect(answer.errors).toEqual([
        {
          message: 'in progress',
          path: ['ping'],
          extensions: {
            code: 'OPERATION_IN_PROGRESS',
            requestId: expect.any(String) as string,
            retryable: true,
          },
        },
      ]);
      expect(Object.keys(answer.extensions!)).toEqual(['cost']);
    });

    it('a mutation is sent once and not cut short by the deadline of queries', async () => {
      const before = shop.subgraphs.catalog.calls.length;
      shop.subgraphs.catalog.behaviour = 'down';
      expect(codes(await shop.query('mutation { touch }'))).toEqual([
        'touch SUBGRAPH_UNAVAILABLE true',
      ]);
      expect(shop.subgraphs.catalog.calls.length).toBe(before + 1);
      expect(shop.subgraphs.catalog.calls.at(-1)!.timeoutMs).toBe(300);
      expect(shop.subgraphs.catalog.calls.at(-1)!.signal).toBeUndefined();
    });
  },
);

describe('circuit breaker', () => {
  it('opens after failures in a row, lets one trial through per pause, closes after a success', () => {
    let now = 0;
    const breaker = createCircuitBreaker({ failures: 2, pauseMs: 100, now: () => now });
    breaker.failed();
    breaker.succeeded();
    breaker.failed();
    expect(breaker.mayCall()).toBe(true);
    breaker.failed();
    expect(breaker.mayCall()).toBe(false);
    now = 100;
    expect([breaker.mayCall(), breaker.mayCall()]).toEqual([true, false]);
    breaker.succeeded();
    expect(breaker.mayCall()).toBe(true);
  });
});
