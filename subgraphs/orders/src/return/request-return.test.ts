import { customer } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ada, orderLife } from '../order-life.fixture.js';
import { RETURN, startOrders } from '../orders.fixture.js';

let t: TestSubgraph<unknown>;
let life: ReturnType<typeof orderLife>;
beforeAll(async () => {
  const started = await startOrders();
  t = started.t;
  life = orderLife(t, started.shop);
});
afterAll(() => t.close());

test('only delivered units of the own order go back, and never more than were ordered', async () => {
  const { id, lines } = await life.placed();
  const ask = async (quantity: number, key: string, as = ada) =>
    (
      await t.execute(RETURN, {
        as,
        variables: { id, key, lines: [{ orderLineId: lines[0]!.id, quantity }] },
      })
    ).data?.orderReturnRequest;
  expect((await ask(1, 'early')).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['orderId'] },
  ]);
  await life.pay(id);
  for (const [step, to] of ['PROCESSING', 'SHIPPED', 'DELIVERED'].entries())
    await life.move(id, to, step + 2);
  expect((await ask(1, 'r', customer('usr_other'))).userErrors).toMatchObject([
    { code: 'NOT_FOUND' },
  ]);
  expect((await ask(0, 'zero')).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['lines', '0', 'quantity'] },
  ]);
  const first = await ask(1, 'r1');
  expect(first.order.returns).toMatchObject([
    { status: 'REQUESTED', reason: 'too small', lines: [{ quantity: 1, restocked: false }] },
  ]);
  expect(await ask(1, 'r1')).toEqual(first);
  const both = await Promise.all([ask(1, 'r2'), ask(1, 'r3')]);
  expect(both.map((answer) => answer.userErrors.length).sort()).toEqual([0, 1]);
});
