import '@emporium/graphql/federated-schema';
import { PoisonMessageError } from '@emporium/bus/event-bus';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goldenProduct } from '../golden/golden-products.fixture.js';
import { toPlan } from '../search/to-plan.js';
import type { SearchEngine } from './search-engine.js';
import { describeWithLucene, type LuceneUnderTest } from './lucene/lucene-under-test.fixture.js';

const everything = toPlan({ query: '', first: 100 }, [], 'EUR');
const facts = { price: 1_000, sizes: ['S', 'M'] };

/** A shuffle that a seed repeats. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

describeWithLucene('writes', (make) => {
  let under: LuceneUnderTest;
  let engine: SearchEngine;
  beforeAll(async () => {
    under = make();
    engine = await under.open();
  });
  afterAll(() => under.close());

  test('events in any order, repeated, from two processes at once, with a rebuild in between, lead to one truth', async () => {
    const second = await under.open();
    const events: ((to: SearchEngine) => Promise<void>)[] = [];
    for (const n of [1, 2, 3, 4]) {
      const id = `prod_race-${n}`;
      for (const version of [1, 2, 3]) {
        const document = {
          ...goldenProduct(`Race ${n}`, { ...facts, stock: 0 }, version),
          version,
        };
        events.push((to) =>
          to.index([
            {
              ...document,
              variants: document.variants.map((variant) => ({ ...variant, stockVersion: 1 })),
            },
          ]),
        );
      }
      for (const version of [2, 3, 4, 5]) {
        const stock = {
          productId: id,
          variantId: `var_race-${n}_1`,
          version,
          available: version === 5 ? n % 2 : 9,
        };
        events.push((to) => to.setStock(stock));
      }
    }
    events.push((to) => to.remove('prod_race-4', 4));
    const rebuild = await engine.beginRebuild();
    const [one, other] = [
      shuffled([...events, ...events], 11),
      shuffled([...events, ...events], 97),
    ];
    await Promise.all([
      (async () => {
        for (const event of one) await event(engine);
      })(),
      (async () => {
        for (const event of other) await event(second);
      })(),
      // Catalog tells old versions and stock without a version.
      (async () => {
        for (let round = 0; round < 5; round++) {
          for (const n of [1, 2, 3, 4]) {
            const document = goldenProduct(`Race ${n}`, { ...facts, stock: 7 }, 1);
            await rebuild.index([
              {
                ...document,
                variants: document.variants.map((variant) => ({ ...variant, stockVersion: 0 })),
              },
            ]);
          }
        }
      })(),
    ]);
    const expected = [
      {
        id: 'prod_race-1',
        version: 3,
        isVisible: true,
        inStock: true,
        priceMin: 1_000,
        priceMax: 1_100,
      },
      {
        id: 'prod_race-2',
        version: 3,
        isVisible: true,
        inStock: false,
        priceMin: 1_000,
        priceMax: 1_100,
      },
      {
        id: 'prod_race-3',
        version: 3,
        isVisible: true,
        inStock: true,
        priceMin: 1_000,
        priceMax: 1_100,
      },
    ];
    expect(await engine.scan('', 100)).toEqual(expected);
    await rebuild.swap();
    expect(await engine.scan('', 100)).toEqual(expected);
    expect(
      (await under.documents()).find((document) => document._id === 'prod_race-4')?._source,
    ).toMatchObject({ deleted: true, version: 4 });

    const before = await under.documents();
    for (const event of shuffled(events, 5)) await event(second);
    expect(await under.documents(), 'a replay writes nothing').toEqual(before);
  });

  test('changes of one product that meet at the same moment are all kept, though each is told once', async () => {
    const others = [await under.open(), await under.open()];
    const numbers = Array.from({ length: 15 }, (_, n) => n);
    await Promise.all(
      numbers.flatMap((n) => {
        const document = goldenProduct(`Meeting ${n}`, { ...facts, stock: 0 }, 2);
        const stock = (size: number) => ({
          productId: document.id,
          variantId: `var_meeting-${n}_${size}`,
          version: 3 + size,
          available: size,
        });
        return [
          engine.index([document]),
          others[0]!.setStock(stock(0)),
          others[1]!.setStock(stock(1)),
          engine.addSales([{ variantId: `var_meeting-${n}_0`, quantity: 1 }], 'ord_m'),
        ];
      }),
    );
    const met = (await under.documents()).filter((document) =>
      document._id.startsWith('prod_meeting'),
    );
    expect(met).toHaveLength(numbers.length);
    for (const { _id, _source } of met) {
      const id = _id.replace('prod_', 'var_');
      expect(_source).toMatchObject({
        version: 2,
        in_stock: true,
        stocks: { [`${id}_0`]: [3, 0], [`${id}_1`]: [4, 1] },
      });
    }
  });

  test('a document that the engine never takes is poison, and holds up none of the others', async () => {
    const bad = { ...goldenProduct('Bad Date', facts, 1), createdAt: 'the day before yesterday' };
    await expect(engine.index([bad, goldenProduct('Good Neighbour', facts, 1)])).rejects.toThrow(
      PoisonMessageError,
    );
    await under.refresh();
    const names = (await engine.search(everything)).hits.map((hit) => hit.name);
    expect(names).toContain('Good Neighbour');
    expect(names).not.toContain('Bad Date');
  });

  test('an order counts once, however often it is told', async () => {
    await engine.index([goldenProduct('Sold Thing', facts, 1)]);
    const line = { variantId: 'var_sold-thing_0', quantity: 2 };
    const orders = ['ord_1', 'ord_2', 'ord_3', 'ord_4', 'ord_5', 'ord_1', 'ord_2'];
    await Promise.all(orders.map((order) => engine.addSales([line], order)));
    await engine.addSales([line], 'ord_1');
    // Sold before the index knows the product: counted when it comes.
    await engine.addSales([{ variantId: 'var_late-thing_0', quantity: 5 }], 'ord_3');
    await engine.index([goldenProduct('Late Thing', facts, 1)]);
    const sold = Object.fromEntries(
      (await under.documents()).map((document) => [document._id, document._source['sold']]),
    );
    expect(sold).toMatchObject({ 'prod_sold-thing': 10, 'prod_late-thing': 5 });
  });
});
