import '@emporium/graphql/federated-schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goldenProduct, goldenProducts } from '../golden/golden-products.fixture.js';
import { toPlan } from '../search/to-plan.js';
import type { SearchEngine } from './search-engine.js';
import { describeWithLucene, type LuceneUnderTest } from './lucene/lucene-under-test.fixture.js';

const everything = toPlan({ query: '', first: 100 }, [], 'EUR');
const facts = { price: 1_000, sizes: ['S', 'M'] };

describeWithLucene('rebuilds', (make) => {
  let under: LuceneUnderTest;
  let engine: SearchEngine;
  beforeAll(async () => {
    under = make();
    engine = await under.open();
  });
  afterAll(() => under.close());

  test('a process that has not heard of a rebuild misses it with no write', async () => {
    const unaware = await under.open();
    await unaware.index([goldenProduct('Before', facts, 1)]);
    const rebuild = await engine.beginRebuild();
    await unaware.index([goldenProduct('Meanwhile', facts, 1)]);
    await rebuild.swap();
    await unaware.index([goldenProduct('Afterwards', facts, 1)]);
    expect((await engine.scan('', 100)).map((state) => state.id)).toEqual([
      'prod_afterwards',
      'prod_meanwhile',
    ]);
  });

  test('searches see one whole index at every moment of a rebuild, and the old one is kept for one generation', async () => {
    await engine.index(goldenProducts);
    await under.refresh();
    const count = (await engine.search(everything)).hits.length;
    const counts = new Set<number>();
    let isDone = false;
    const searching = (async () => {
      while (!isDone) counts.add((await engine.search(everything)).hits.length);
    })();
    const current = Object.fromEntries(
      Object.entries(await under.http('GET', `/${under.base}-products-v*/_alias`)).map(
        ([index, { aliases }]: any) => [Object.keys(aliases).toSorted().join(), index],
      ),
    );
    for (let generation = 0; generation < 2; generation++) {
      const rebuild = await engine.beginRebuild();
      const all = (await under.documents()).filter(
        (document) => document._source['version'] > 0 && !document._source['deleted'],
      );
      await rebuild.index(
        all.map(({ _source }) => ({
          ...goldenProduct(
            _source['name'],
            { ...facts, hidden: !_source['visible'] },
            _source['version'],
          ),
          id: _source['id'],
        })),
      );
      await rebuild.swap();
    }
    isDone = true;
    await searching;
    expect([...counts]).toEqual([count]);
    const indices = Object.keys(await under.http('GET', `/${under.base}-products-v*/_alias`));
    expect(indices).toHaveLength(2);
    expect(Object.values(current).some((index) => indices.includes(index as string))).toBe(false);
  });

  test('a rebuild that was killed leaves searches alone, and the next one starts clean', async () => {
    const killed = await engine.beginRebuild();
    await killed.index(goldenProducts.slice(0, 2));
    const before = (await engine.search(everything)).hits.length;
    await expect(engine.beginRebuild()).rejects.toThrow('another rebuild');
    // A minute passes.
    await under.http('PUT', `/${under.base}-search-facts/_doc/rebuild`, {
      index: 'whoever',
      at: Date.now() - 61_000,
    });
    const next = await engine.beginRebuild();
    await expect(killed.swap()).rejects.toThrow('another rebuild took over');
    await killed.abort();
    const building = Object.entries(
      await under.http('GET', `/${under.base}-products-v*/_alias`),
    ).filter(([, { aliases }]: any) => `${under.base}-products-building` in aliases);
    expect(building).toHaveLength(1);
    expect((await under.http('GET', `/${under.base}-products-building/_count`)).count).toBeLessThan(
      2,
    );
    expect((await engine.search(everything)).hits.length).toBe(before);
    await next.abort();
    expect(await engine.beginRebuild().then((rebuild) => rebuild.abort())).toBeUndefined();
  });
});
