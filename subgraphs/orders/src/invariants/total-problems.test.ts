import { method, promotion, settings, zone } from '@emporium/pricing/testing/rule-builders';
import { guest } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { OrderRow } from '../order/order.entity.js';
import { address, PLACE, placeVariables, startOrders } from '../orders.fixture.js';
import { useRules } from '../rules.fixture.js';
import { query } from '../tables.js';

let t: TestSubgraph<unknown>;
/** An order with a discount, tax and a way of delivery that costs something. */
let sound: OrderRow;
const read = () => query(t.ctx()).selectFrom('OrderRow').selectAll().executeTakeFirstOrThrow();

beforeAll(async () => {
  const started = await startOrders();
  t = started.t;
  await useRules(t, settings(), zone('DE', { standard: '0.19' }), method(), promotion());
  await t.execute(PLACE, {
    as: guest('totals'),
    variables: placeVariables(started.shop.cart({ var_shirt: 2 }), undefined, {
      shippingAddress: { ...address, postalCode: '10115', country: 'DE' },
      shippingMethodId: 'parcel',
      expectedTotal: { minor: 4_088, currency: 'EUR' },
    }),
  });
  sound = await read();
});
afterAll(() => t.close());
afterEach(async () => {
  await plant(sound);
  expect(await t.verify()).toEqual([]);
});

const plant = (some: Partial<OrderRow>) =>
  query(t.ctx()).updateTable('OrderRow').set(some).execute();
const differs = (name: string, stated: number, parts: number) =>
  `I10: order ${sound.id} has ${name} ${stated}, its parts say ${parts}`;

test('an order with discount, tax and shipping violates nothing', async () => {
  expect(sound).toMatchObject({ discount: 400, shipping: 490, total: 4_088 });
  expect(sound.tax).toBeGreaterThan(0);
  expect(await t.verify()).toEqual([]);
});

test('I10: a discount that is neither that of its parts nor that of its promotions is reported', async () => {
  await plant({ discount: 399 });
  expect(await t.verify()).toEqual([differs('discount', 399, 400), differs('discount', 399, 400)]);
});

test('I10: promotions that do not sum up to the discount are reported', async () => {
  await plant({ discounts: [{ ...sound.discounts[0]!, amount: 1 }] });
  expect(await t.verify()).toEqual([differs('discount', 400, 1)]);
});

test('I10: a tax that is neither that of its parts nor that of its rates is reported', async () => {
  const { tax } = sound;
  await plant({ tax: tax + 1 });
  expect(await t.verify()).toEqual([differs('tax', tax + 1, tax), differs('tax', tax + 1, tax)]);
});

test('I10: rates that do not sum up to the tax are reported', async () => {
  await plant({ taxLines: [] });
  expect(await t.verify()).toEqual([differs('tax', sound.tax, 0)]);
});

test('I10: shipping that is not what the way of delivery costs is reported, and its parts count', async () => {
  const shippingMethod = { ...sound.shippingMethod!, total: 1, discount: 2, tax: 0 };
  await plant({ shippingMethod });
  expect(await t.verify()).toEqual([
    differs('shipping', 490, 1),
    differs('discount', 400, 402),
    differs('tax', sound.tax, sound.tax - sound.shippingMethod!.tax),
  ]);
});

test('I10: under reverse charge the lines count, not the prices of the units, and shipping as ever', async () => {
  const lines = () => query(t.ctx()).updateTable('OrderLineRow');
  const [{ total }] = (await query(t.ctx())
    .selectFrom('OrderLineRow')
    .select('total')
    .execute()) as [{ total: number }];
  await plant({ isReverseCharge: true, total: sound.total - 500 });
  await lines()
    .set({ total: total - 500 })
    .execute();
  expect(await t.verify()).toEqual([]);
  await plant({ isReverseCharge: false });
  expect(await t.verify()).toEqual([`I10: order ${sound.id} has total 3588, lines say ${total}`]);
  await plant({ isReverseCharge: true, total: sound.total });
  expect(await t.verify()).toEqual([
    `I10: order ${sound.id} has total 4088, lines say ${total - 500}`,
  ]);
  await lines().set({ total }).execute();
});
