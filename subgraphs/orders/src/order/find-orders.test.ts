import { admin, customer, supervisor } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ada, orderLife } from '../order-life.fixture.js';
import { startOrders } from '../orders.fixture.js';

let t: TestSubgraph<unknown>;
let life: ReturnType<typeof orderLife>;
beforeAll(async () => {
  const started = await startOrders();
  t = started.t;
  life = orderLife(t, started.shop);
});
afterAll(() => t.close());

test("other people's orders look like missing ones, by every way in", async () => {
  const { id, number } = await life.placed();
  const ways = `query($id: ID!, $n: String!) { order(id: $id) { id } orderByNumber(number: $n) { id }
    _entities(representations: [{ __typename: "Order", id: $id }, { __typename: "Order", number: $n }, { __typename: "User", id: "usr_ada" }]) { ... on Order { id } ... on User { orders { nodes { id } } } } }`;
  const see = (as: object) => t.execute(ways, { as: as as never, variables: { id, n: number } });
  const nothing = { order: null, orderByNumber: null, _entities: [null, null, { orders: null }] };
  for (const as of [customer('usr_eve'), customer('usr_eve2')])
    expect(await see(as)).toEqual({ data: nothing });
  const mine = await see(ada);
  expect(mine.data).toMatchObject({
    order: { id },
    orderByNumber: { id },
    _entities: [{ id }, { id }, { orders: { nodes: expect.arrayContaining([{ id }]) } }],
  });
  expect((await see(supervisor)).data?.order).toEqual({ id });
  expect((await life.cancel(id, 'x', customer('usr_eve'))).userErrors).toMatchObject([
    { code: 'NOT_FOUND', path: ['id'] },
  ]);
  expect((await life.cancel('ord_none', 'x', customer('usr_eve'))).userErrors).toMatchObject([
    { code: 'NOT_FOUND', path: ['id'] },
  ]);
  expect(
    (await t.execute(`{ orderByToken(token: "${id}") { id } }`)).data?.orderByToken,
  ).toBeNull();
});

test('staff list orders by keyset with filters; a foreign cursor is refused', async () => {
  const buyer = customer('usr_many');
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) ids.unshift((await life.placed(buyer)).id);
  const query = `query($after: String, $w: OrderWhere) { orders(first: 2, after: $after, where: $w) { nodes { id } totalCount pageInfo { hasNextPage endCursor } } }`;
  const seen: string[] = [];
  for (let after: string | null = null; ;) {
    const { data } = await t.execute(query, {
      as: admin,
      variables: { after, w: { customerId: 'usr_many', status: ['PENDING'] } },
    });
    expect(data?.orders.totalCount).toBe(5);
    seen.push(...data?.orders.nodes.map((o: { id: string }) => o.id));
    if (!data?.orders.pageInfo.hasNextPage) break;
    after = data?.orders.pageInfo.endCursor;
  }
  expect(seen).toEqual(ids);
  const bad = async (text: string) =>
    (await t.execute(text, { as: admin })).errors?.[0]?.extensions?.['code'];
  expect(await bad(`{ orders(first: 2, after: "xyz") { nodes { id } } }`)).toBe('BAD_USER_INPUT');
  expect(await bad(`{ orders { nodes { id } } }`)).toBe('BAD_USER_INPUT');
  expect(
    (await t.execute(`{ orders(first: 1) { nodes { id } } }`, { as: buyer })).errors?.[0]
      ?.extensions?.['code'],
  ).toBe('FORBIDDEN');
});

test('a page of orders with lines needs few statements', async () => {
  const { statements } = await t.countQueries(() =>
    t.execute(
      `{ orders(first: 20) { nodes { id lines { sku } returns { status } fulfillments { id } customer { id } } } }`,
      { as: admin },
    ),
  );
  expect(statements.length).toBeLessThanOrEqual(5);
});
