import { SubgraphUnavailableError } from '@emporium/platform/subgraph-client';
import { customer } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PLACE, placeVariables, startOrders, type FakeShop } from '../orders.fixture.js';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
beforeAll(
  async () => void ({ t, shop } = await startOrders({ ORDER_REQUIRES_VERIFIED_EMAIL: 'true' })),
);
afterAll(() => t.close());

const account = (emailVerified: boolean) =>
  shop.users.set('usr_v', {
    ...{ id: 'usr_v', email: 'v@example.test', emailVerified, version: 1 },
    ...{ firstName: null, lastName: null, displayName: 'V' },
  });
const place = () =>
  t.execute(PLACE, {
    as: customer('usr_v'),
    variables: placeVariables(shop.cart({ var_sock: 1 }, 'usr_v')),
  });

test('an account orders only once its address is verified, and guests order all the same', async () => {
  account(false);
  const refused = (await place()).data.orderPlace;
  expect(refused.order).toBeNull();
  expect(refused.userErrors).toMatchObject([{ code: 'EMAIL_NOT_VERIFIED' }]);
  expect(shop.reserveCalls).toBe(0);
  account(true);
  expect((await place()).data.orderPlace.userErrors).toEqual([]);
  const guest = await t.execute(PLACE, { variables: placeVariables(shop.cart({ var_sock: 1 })) });
  expect(guest.data.orderPlace.userErrors).toEqual([]);
});

test('while users is away the answer is to try again, and no order is made', async () => {
  shop.beforeUser = async () => {
    throw new SubgraphUnavailableError('users', 'down');
  };
  const { errors } = await place();
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
});
