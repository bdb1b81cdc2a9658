import { eventually } from '@emporium/testing/eventually';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './client.js';
import * as q from './purchase.js';
import { prize, shopper } from './race.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const PARTS = `id number status contact { email } shippingAddress { name } lines { quantity } balanceDue { minor } payments { status }
  history(first: 20) { nodes { to } }`;
const BY_ID = `query ($id: ID!) { order(id: $id) { ${PARTS} } }`;
const BY_NUMBER = `query ($number: String!) { orderByNumber(number: $number) { ${PARTS} } }`;

let shop: ShopUnderTest;
let guest: Client;
let own: { id: string; number: string };
let other: { id: string; number: string };
beforeAll(async () => {
  shop = await shopUnderTest();
  const product = await prize(shop, 10);
  const order = async () => {
    const { client, variables } = await shopper(shop, product, 1);
    return (await client.get(q.ORDER_PLACE, variables)).orderPlace;
  };
  const [placed, others] = [await order(), await order()];
  guest = shop.client();
  guest.guestToken = placed.guestToken;
  const number = async ({
    order: { id },
    guestToken,
  }: {
    order: { id: string };
    guestToken: string;
  }) => ({
    id,
    number: (
      await shop
        .client()
        .get('query ($token: String!) { orderByToken(token: $token) { number } }', {
          token: guestToken,
        })
    ).orderByToken.number as string,
  });
  own = await number(placed);
  other = await number(others);
});
afterAll(() => shop?.close());

test('the guest token opens its order by id and by number, with payments and history, and cancels it', async () => {
  await guest.get(q.PAY, { id: own.id, method: 'tok_ok', key: q.unique('pay') });
  await eventually(async () =>
    expect((await guest.get(BY_ID, { id: own.id })).order).toMatchObject({
      ...own,
      status: 'PAID',
      contact: { email: expect.stringContaining('@') },
      lines: [{ quantity: 1 }],
      balanceDue: { minor: 0 },
      payments: [{ status: 'CAPTURED' }],
    }),
  );
  const { orderByNumber } = await guest.get(BY_NUMBER, { number: own.number });
  expect(orderByNumber.history.nodes.map(({ to }: { to: string }) => to)).toContain('PAID');
  const { orderCancel } = await guest.get(q.ORDER_CANCEL, { id: own.id, key: q.unique('cancel') });
  expect(orderCancel).toMatchObject({ order: { status: 'CANCELLED' }, userErrors: [] });
});

test('it opens nothing else, and without it the order is not there', async () => {
  expect((await guest.get(BY_ID, { id: other.id })).order).toBeNull();
  expect((await guest.get(BY_NUMBER, { number: other.number })).orderByNumber).toBeNull();
  for (const { client, id, number } of [
    { client: shop.client(), ...own },
    { client: await shop.customer(), ...own },
  ]) {
    expect((await client.get(BY_ID, { id })).order).toBeNull();
    expect((await client.get(BY_NUMBER, { number })).orderByNumber).toBeNull();
  }
  expect((await guest.send('{ me { id } orders(first: 1) { nodes { id } } }')).data).toEqual({
    me: null,
    orders: null,
  });
});
