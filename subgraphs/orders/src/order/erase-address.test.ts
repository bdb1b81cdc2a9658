import { UserDeleted } from '@emporium/users-events';
import { admin, customer } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderLife } from '../order-life.fixture.js';
import { startOrders } from '../orders.fixture.js';
import { query } from '../tables.js';

let t: TestSubgraph<unknown>;
let life: ReturnType<typeof orderLife>;
beforeAll(async () => {
  const started = await startOrders();
  t = started.t;
  life = orderLife(t, started.shop);
});
afterAll(() => t.close());

let buyers = 0;
/** A paid order whose buyer was erased. */
async function erased(): Promise<string> {
  const id = `usr_erased_${++buyers}`;
  const order = await life.paid({ var_shirt: 2 }, customer(id));
  await t.deliver(UserDeleted, { key: id, version: 5, data: { id, version: 5 } });
  return order.id;
}
const row = (id: string) =>
  query(t.ctx())
    .selectFrom('OrderRow')
    .select(['userId', 'contactName', 'contactEmail', 'shippingAddress', 'billingAddress'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
const NOTHING = {
  userId: null,
  contactName: null,
  contactEmail: null,
  shippingAddress: null,
  billingAddress: null,
};
const PAID = 2;

test('a paid order of an erased buyer keeps where it goes until it has left, and nothing else', async () => {
  const id = await erased();
  expect(await row(id)).toMatchObject({
    ...NOTHING,
    shippingAddress: { city: 'London' },
  });
  expect(await t.verify()).toEqual([]);
  await life.move(id, 'PROCESSING', PAID);
  expect((await row(id)).shippingAddress).not.toBeNull();
  await life.move(id, 'SHIPPED', PAID + 1);
  expect(await row(id)).toEqual(NOTHING);
});

test('a cancelled one forgets it at once', async () => {
  const id = await erased();
  expect((await life.cancel(id, id, admin)).order.status).toBe('CANCELLED');
  expect(await row(id)).toEqual(NOTHING);
});

test('one that was shipped before forgets it when the buyer is erased', async () => {
  const order = await life.paid({ var_shirt: 1 }, customer('usr_late'));
  await life.delivered(order.id);
  await t.deliver(UserDeleted, {
    key: 'usr_late',
    version: 5,
    data: { id: 'usr_late', version: 5 },
  });
  expect(await row(order.id)).toEqual(NOTHING);
});

test('I15: an address that outlived the order is reported', async () => {
  const id = await erased();
  await life.cancel(id, id, admin);
  const address = { name: 'A', line1: 'B', city: 'C', postalCode: 'D', country: 'GB' };
  const set = (shippingAddress: object | null) =>
    query(t.ctx())
      .updateTable('OrderRow')
      .set({ shippingAddress: shippingAddress as never })
      .where('id', '=', id)
      .execute();
  await set(address);
  expect(await t.verify()).toEqual([
    `I15: order ${id} is CANCELLED and still knows where an erased user lives`,
  ]);
  await set(null);
});
