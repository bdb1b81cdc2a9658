import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymous, customer } from '@emporium/testing/principals';
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';

let t: TestCatalog;
beforeAll(async () => {
  t = await startCatalog();
});
afterAll(() => t.close());

test('an adjustment is a ledger line and is announced with the next version', async () => {
  const { variantId, productId } = await t.stocked(5);
  const { movement, variant } = await t.adjust(variantId, -2);
  expect([movement.balanceAfter, variant.stock]).toEqual([
    3,
    { onHand: 3, reserved: 0, available: 3 },
  ]);
  expect((await t.stock(variantId)).movements.nodes).toMatchObject([
    { type: 'ADJUSTMENT', change: -2 },
    { type: 'INITIAL_STOCK', change: 5 },
  ]);
  expect((await t.eventsOf(variantId)).map((event) => event.data)).toEqual([
    { variantId, productId, available: 5, version: 1 },
    { variantId, productId, available: 3, version: 2 },
  ]);
});

test('taking more than is free changes nothing and says what is there', async () => {
  const { variantId } = await t.stocked(5);
  await t.reserve('ord_adj', [{ variantId, quantity: 2 }]);
  const { userErrors, movement } = await t.adjust(variantId, -4);
  expect(movement).toBeNull();
  expect(userErrors).toMatchObject([
    { code: 'INSUFFICIENT_STOCK', variantId, requested: 4, available: 3 },
  ]);
  expect(await t.stock(variantId)).toMatchObject({ onHand: 5, reserved: 2 });
});

test('a repeated key gives the first answer; with another input it is refused', async () => {
  const { variantId } = await t.stocked(1);
  const first = await t.adjust(variantId, 4, 'ADMIN_UPDATE', 'adjust-key');
  expect((await t.adjust(variantId, 4, 'ADMIN_UPDATE', 'adjust-key')).movement).toEqual(
    first.movement,
  );
  expect((await t.adjust(variantId, 5, 'ADMIN_UPDATE', 'adjust-key')).userErrors).toMatchObject([
    { code: 'IDEMPOTENCY_KEY_REUSED' },
  ]);
  expect((await t.stock(variantId)).onHand).toBe(5);
});

test.each([
  [0, 'ADJUSTMENT', 'INVALID_INPUT'],
  [2_147_483_647, 'ADJUSTMENT', 'INVALID_INPUT'],
  [1_000_000_000, 'ADJUSTMENT', 'INVALID_INPUT'],
  [-1, 'INITIAL_STOCK', 'INVALID_INPUT'],
  [1, 'ORDER', 'INVALID_INPUT'],
  [1, 'RESERVATION_RELEASED', 'INVALID_INPUT'],
])('an adjustment by %i of type %s is refused', async (change, type, code) => {
  const { variantId } = await t.stocked(1);
  expect((await t.adjust(variantId, change, type)).userErrors).toMatchObject([{ code }]);
});

test('an unknown variant is not found; a number that does not fit is bad input', async () => {
  expect((await t.adjust('var_none', 1)).userErrors).toMatchObject([
    { code: 'NOT_FOUND', path: ['variantId'] },
  ]);
  const { errors } = await t.execute(
    'mutation { stockAdjust(variantId: "v", change: 2147483648, type: ADJUSTMENT, idempotencyKey: "k") { movement { id } } }',
  );
  expect(errors).toBeDefined();
});

test('the ledger is for staff, availability is for everybody and never tells more than 1000', async () => {
  const { productId } = await t.stocked(5_000);
  const query =
    'query ($id: ID!) { product(id: $id) { variants { nodes { availability { inStock maxOrderable } stock { onHand } } } } }';
  for (const as of [anonymous, customer()]) {
    const { data, errors } = await t.execute(query, { variables: { id: productId }, as });
    expect(data.product.variants.nodes).toEqual([
      { availability: { inStock: true, maxOrderable: 1000 }, stock: null },
    ]);
    expect(errors?.[0]?.extensions?.['code']).toBe(
      as === anonymous ? 'UNAUTHENTICATED' : 'FORBIDDEN',
    );
  }
});

test('the ledger is paged, the newest first', async () => {
  const { variantId } = await t.stocked(1);
  for (let i = 0; i < 4; i++) await t.adjust(variantId, 10 + i);
  const query = `query ($r: [_Any!]!, $after: String) { _entities(representations: $r) { ... on ProductVariant { stock { movements(first: 2, after: $after) { nodes { change } pageInfo { hasNextPage endCursor } } } } } }`;
  const changes: number[] = [];
  for (let after: string | null = null, more = true; more;) {
    const { _entities } = await t.ask(query, {
      r: [{ __typename: 'ProductVariant', id: variantId }],
      after,
    });
    const { nodes, pageInfo } = _entities[0].stock.movements;
    changes.push(...nodes.map((node: { change: number }) => node.change));
    after = pageInfo.endCursor;
    more = pageInfo.hasNextPage;
  }
  expect(changes).toEqual([13, 12, 11, 10, 1]);
});
