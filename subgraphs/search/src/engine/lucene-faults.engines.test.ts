import '@emporium/graphql/federated-schema';
import { isPoison } from '@emporium/bus/event-bus';
import { startFaultProxy } from '@emporium/testing/fault-proxy';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goldenProduct, goldenProducts } from '../golden/golden-products.fixture.js';
import { toPlan } from '../search/to-plan.js';
import { describeWithLucene, type LuceneUnderTest } from './lucene/lucene-under-test.fixture.js';
import { EngineAwayError } from './lucene/transport.js';

const everything = toPlan({ query: '', first: 100 }, [], 'EUR');
const thing = (name: string) => goldenProduct(name, { price: 1_000 });

describeWithLucene('faults', (make, address) => {
  let under: LuceneUnderTest;
  beforeAll(async () => {
    under = make();
    await (await under.open()).index(goldenProducts);
    await under.refresh();
  });
  afterAll(() => under.close());

  const failure = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error as Error,
    );

  test('an engine that is down, cut off or hanging is an error and never an empty list, and works again when it is back', async () => {
    const proxy = await startFaultProxy(address);
    try {
      const engine = await under.open({
        address: proxy.through(address),
        timeouts: { search: 1_500, write: 3_000 },
      });
      const found = (await engine.search(everything)).hits.length;
      expect(found).toBe(14);
      for (const connections of ['refuse', 'reset', 'hang'] as const) {
        await proxy.set({
          connections,
          ...(connections === 'hang' ? { toClient: { hang: 'lose' } } : {}),
        });
        for (const work of [
          () => engine.search(everything),
          () => engine.related('prod_gift-card', 3),
          () => engine.index([thing('Later')]),
          () => engine.ping(),
          () => engine.synonyms(),
        ]) {
          const error = await failure(work());
          expect(error, connections).toBeInstanceOf(EngineAwayError);
          expect(isPoison(error)).toBe(false);
        }
        await proxy.heal();
        await expect
          .poll(() => failure(engine.search(everything)), { timeout: 20_000 })
          .toBeUndefined();
        await engine.index([thing('Later')]);
      }
    } finally {
      await proxy.close();
    }
  });

  test('an engine that is away at the start is used as soon as it is there', async () => {
    const proxy = await startFaultProxy(address);
    const late = make();
    try {
      await proxy.set({ connections: 'refuse' });
      const engine = await late.open({
        address: proxy.through(address),
        timeouts: { search: 5_000 },
      });
      expect(await failure(engine.search(everything))).toBeInstanceOf(EngineAwayError);
      await proxy.heal();
      await expect
        .poll(() => failure(engine.index([thing('First')])), { timeout: 30_000 })
        .toBeUndefined();
      await late.refresh();
      expect((await engine.search(everything)).hits.map((hit) => hit.name)).toEqual(['First']);
    } finally {
      await proxy.close();
      await late.close();
    }
  });

  test('a read-only index refuses writes for a while, answers searches, and takes the writes when it may be written', async () => {
    const engine = await under.open();
    await under.http('PUT', `/${under.base}-products/_settings`, {
      'index.blocks.read_only_allow_delete': true,
    });
    const error = await failure(engine.index([thing('Flood Stage')]));
    expect(error).toBeInstanceOf(EngineAwayError);
    expect(isPoison(error)).toBe(false);
    expect((await engine.search(everything)).hits.length).toBeGreaterThan(10);
    await under.http('PUT', `/${under.base}-products/_settings`, {
      'index.blocks.read_only_allow_delete': null,
    });
    await engine.index([thing('Flood Stage')]);
    await under.refresh();
    expect((await engine.search(toPlan({ query: 'flood' }, [], 'EUR'))).hits).toHaveLength(1);
  });

  test('an engine that has too much to do is an error that passes; one that answers nonsense is an error, too', async () => {
    let answer = {
      status: 429,
      body: JSON.stringify({
        error: { type: 'circuit_breaking_exception', reason: 'too much' },
        status: 429,
      }),
    };
    const busy = createServer((_request, response) => {
      response
        .writeHead(answer.status, {
          'content-type': 'application/json',
          'x-elastic-product': 'Elasticsearch',
        })
        .end(answer.body);
    });
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    try {
      const engine = await under.open({
        address: `http://127.0.0.1:${(busy.address() as AddressInfo).port}`,
      });
      for (const body of [answer.body, '<html>gateway</html>', '']) {
        answer = { status: body.startsWith('{') ? 429 : 502, body };
        const error = await failure(engine.search(everything));
        expect(error).toBeInstanceOf(EngineAwayError);
        expect(error!.message).not.toContain('127.0.0.1');
        expect(await failure(engine.index([thing('Later')]))).toBeInstanceOf(EngineAwayError);
      }
    } finally {
      busy.closeAllConnections();
      await new Promise((resolve) => busy.close(resolve));
    }
  });

  test('a search that would show only a part of the shop is an error', async () => {
    const engine = await under.open();
    await under.http('POST', `/${under.base}-products/_close`);
    expect(await failure(engine.search(everything))).toBeInstanceOf(Error);
    await under.http('POST', `/${under.base}-products/_open`);
    await expect
      .poll(() => failure(engine.search(everything)), { timeout: 20_000 })
      .toBeUndefined();
  });
});
