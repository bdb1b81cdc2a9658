import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './client.js';
import * as q from './purchase.js';
import { type Prize, prize, shopper } from './race.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const NODE = `query ($id: ID!) { node(id: $id) { __typename id
  ... on Product { name } ... on Order { number status } ... on User { displayName email }
  ... on StockMovement { change } ... on Role { name } ... on ProductVariant { sku product { id } } } }`;

let shop: ShopUnderTest;
let admin: Client;
let guest: Client;
let goods: Prize;
let orderId: string;
let cartId: string;

beforeAll(async () => {
  shop = await shopUnderTest();
  admin = await shop.admin();
  goods = await prize(shop, 5);
  const one = await shopper(shop, goods, 1);
  guest = one.client;
  cartId = (one.variables['input'] as { cartId: string }).cartId;
  const { orderPlace } = await guest.get(q.ORDER_PLACE, one.variables);
  orderId = orderPlace.order.id;
  guest.guestToken = orderPlace.guestToken;
});
afterAll(() => shop?.close());

const node = async (client: Client, id: string) => (await client.get(NODE, { id })).node;

test('everything that has a global id is found by it, and only by who may see it', async () => {
  const { productId, variantId } = goods;
  expect(await node(shop.client(), productId)).toMatchObject({ __typename: 'Product' });
  expect(await node(shop.client(), variantId)).toMatchObject({ product: { id: productId } });
  const { me, roles, product } = await admin.get(
    `query ($id: ID!) { me { id email } roles { id name }
      product(id: $id) { variants(first: 1) { nodes { stock { movements(first: 1) { nodes { id change } } } } } } }`,
    { id: productId },
  );
  const movement = product.variants.nodes[0].stock.movements.nodes[0];
  expect(await node(admin, me.id)).toMatchObject({ __typename: 'User', email: me.email });
  expect(await node(admin, roles[0].id)).toMatchObject(roles[0]);
  expect(await node(admin, movement.id)).toMatchObject(movement);
  expect(await node(shop.client(), movement.id)).toBeNull();
});

test('an order is found by its buyer and by staff; others see nothing', async () => {
  expect(await node(guest, orderId)).toMatchObject({ __typename: 'Order', status: 'PENDING' });
  expect(await node(admin, orderId)).toMatchObject({ __typename: 'Order' });
  expect(await node(shop.client(), orderId)).toBeNull();
});

test('what is missing, made up or secret is null, whatever is asked of it', async () => {
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
  const ids = ['prod_none', goods.productId, 'nonsense', '', cartId, 'toString_1', orderId];
  const { nodes } = await shop.client().get(query, { ids });
  expect(nodes).toEqual(
    ids.map((id) => (id === goods.productId ? { __typename: 'Product', id } : null)),
  );
  const many = await shop.client().send(query, { ids: Array.from({ length: 51 }, () => 'prod_x') });
  expect(many.errors?.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
});

test('a fragment on Node refetches a page as Relay does', async () => {
  const query = `query Refetch($id: ID!) { node(id: $id) { ...List id } }
    fragment List on Product { variants(first: 1) { nodes { id sku } pageInfo { endCursor hasNextPage } } id }`;
  const { node: found } = await shop.client().get(query, { id: goods.productId });
  expect(found.variants.nodes[0].id).toBe(goods.variantId);
});
