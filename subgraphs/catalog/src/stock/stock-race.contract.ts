import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';

/** Races for stock; the same on every database. */
export function describeStockRaces(env: Record<string, string>): void {
  let t: TestCatalog;
  beforeAll(async () => {
    t = await startCatalog({ env });
  });
  afterAll(() => t.close());

  test('100 shoppers at once for 20 units make exactly 20 holds, and the ledger agrees', async () => {
    const { variantId } = await t.stocked(20);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        t.reserve(`ord_race_${i}`, [{ variantId, quantity: 1 }]),
      ),
    );
    expect(answers.filter((answer) => answer.reservation)).toHaveLength(20);
    expect(
      answers.filter((answer) => answer.userErrors[0]?.code === 'INSUFFICIENT_STOCK'),
    ).toHaveLength(80);
    const stock = await t.stock(variantId);
    expect([stock.onHand, stock.reserved, stock.available]).toEqual([20, 20, 0]);
    expect(
      stock.movements.nodes.filter((movement) => movement.type === 'RESERVATION'),
    ).toHaveLength(20);
    expect(await t.verify()).toEqual([]);
  });

  test('orders for the same variants in opposite order do not block each other, and hold all lines or none', async () => {
    const a = await t.stocked(30);
    const b = await t.stocked(25);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => {
        const lines = [a, b].map(({ variantId }) => ({ variantId, quantity: 1 }));
        return t.reserve(`ord_cross_${i}`, i % 2 ? lines : lines.reverse());
      }),
    );
    expect(answers.filter((answer) => answer.reservation)).toHaveLength(25);
    expect((await t.stock(a.variantId)).reserved).toBe(25);
    expect((await t.stock(b.variantId)).available).toBe(0);
  });

  test('one order asked for 20 times at once is held once', async () => {
    const { variantId } = await t.stocked(20);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => t.reserve('ord_double', [{ variantId, quantity: 3 }])),
    );
    expect(new Set(answers.map((answer) => answer.reservation.id)).size).toBe(1);
    expect((await t.stock(variantId)).reserved).toBe(3);
  });

  test('adjustments and orders that race never make stock negative', async () => {
    const { variantId } = await t.stocked(50);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        i % 2 ? t.adjust(variantId, -1) : t.reserve(`ord_mixed_${i}`, [{ variantId, quantity: 1 }]),
      ),
    );
    expect(answers.filter((answer) => answer.userErrors.length === 0)).toHaveLength(50);
    expect((await t.stock(variantId)).available).toBe(0);
    expect(await t.verify()).toEqual([]);
  });

  test('one adjustment sent 10 times at once with one key acts once, and all get the same answer', async () => {
    const { variantId } = await t.stocked(5);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => t.adjust(variantId, 7, 'ADJUSTMENT', 'one-key')),
    );
    expect(new Set(answers.map((answer) => answer.movement.id)).size).toBe(1);
    expect((await t.stock(variantId)).onHand).toBe(12);
  });

  test('whole-aggregate events never go back in time under parallel changes', async () => {
    const { product } = await t.createProduct({
      variants: Array.from({ length: 4 }, (_, i) => ({
        sku: t.unique('race'),
        price: { minor: 100, currency: 'EUR' },
        options: [{ name: 'Size', value: String(i) }],
      })),
    });
    const reprice = async (variantId: string, minor: number): Promise<void> => {
      const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ProductVariant { version } } }`;
      const { _entities } = await t.ask(query, {
        r: [{ __typename: 'ProductVariant', id: variantId }],
      });
      const update = `mutation ($input: ProductVariantUpdateInput!) { productVariantUpdate(input: $input) { userErrors { ... on UserError { code } } } }`;
      await t.ask(update, {
        input: {
          id: variantId,
          expectedVersion: _entities[0].version,
          price: { minor, currency: 'EUR' },
        },
      });
    };
    await Promise.all(
      product.variants.nodes.map(async (variant: { id: string }) => {
        for (let minor = 101; minor <= 110; minor++) await reprice(variant.id, minor);
      }),
    );
    const events = await t.eventsOf(product.id);
    expect(events.map((event) => event.aggregateversion)).toEqual(
      Array.from({ length: 41 }, (_, i) => i + 1),
    );
    for (const { id } of product.variants.nodes) {
      const prices = events.map(
        (event) =>
          event.data.variants.find((variant: { id: string }) => variant.id === id).price
            .minor as number,
      );
      expect(prices).toEqual([...prices].sort((x, y) => x - y));
    }
  });
}
