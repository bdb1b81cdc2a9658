import { admin, customer } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderLife } from '../order-life.fixture.js';
import { RETURN, startOrders } from '../orders.fixture.js';

let t: TestSubgraph<unknown>;
let life: ReturnType<typeof orderLife>;
beforeAll(async () => {
  const started = await startOrders();
  t = started.t;
  life = orderLife(t, started.shop);
});
afterAll(() => t.close());

const ERRORS = 'userErrors { ... on UserError { code } }';
const APPROVE = `mutation ($id: ID!, $v: Int!) { returnApprove(id: $id, expectedVersion: $v) { ${ERRORS} } }`;
const REFUND = `mutation ($id: ID!, $key: ID!) { returnRefund(id: $id, idempotencyKey: $key) { ${ERRORS} } }`;

test('staff list returns by status and page; buyers may neither list nor answer them', async () => {
  const buyer = customer('usr_lister');
  const ids: string[] = [];
  for (let n = 0; n < 3; n++) {
    const order = await life.paid({ var_shirt: 1 }, buyer);
    await life.delivered(order.id);
    await t.execute(RETURN, {
      as: buyer,
      variables: {
        id: order.id,
        key: order.id,
        lines: [{ orderLineId: order.lines[0]!.id, quantity: 1 }],
      },
    });
    ids.unshift(order.id);
  }
  const LIST = `query ($after: String, $where: ReturnWhere) { returns(first: 2, after: $after, where: $where) {
    nodes { status order { id } } totalCount pageInfo { hasNextPage endCursor } } }`;
  const where = { customerId: 'usr_lister', status: ['REQUESTED'] };
  const first = (await t.execute(LIST, { as: admin, variables: { where } })).data?.returns;
  expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
  const rest = (
    await t.execute(LIST, { as: admin, variables: { where, after: first.pageInfo.endCursor } })
  ).data?.returns;
  expect([...first.nodes, ...rest.nodes].map((node) => node.order.id)).toEqual(ids);
  const none = { customerId: 'usr_lister', status: [] };
  expect(
    (await t.execute(LIST, { as: admin, variables: { where: none } })).data?.returns.nodes,
  ).toEqual([]);
  for (const [document, variables] of [
    [LIST, {}],
    [APPROVE, { id: 'ret_x', v: 1 }],
    [REFUND, { id: 'ret_x', key: 'k' }],
  ] as const)
    expect(
      (await t.execute(document, { as: buyer, variables })).errors?.[0]?.extensions?.['code'],
    ).toBe('FORBIDDEN');
});
