import { randomUUID } from 'node:crypto';
import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderLife } from '../order-life.fixture.js';
import { startOrders, type FakeShop } from '../orders.fixture.js';
import { query } from '../tables.js';
import { orderEdits } from './edit-order.fixture.js';

const SEND = `mutation ($id: ID!, $key: ID!) { fulfillmentCreate(orderId: $id, idempotencyKey: $key) { order { status } userErrors { ... on UserError { code } } } }`;

// The embedded database has one connection, so only here do transactions really meet.
describeWithEngine('changes of orders on PostgreSQL', engineUrls().databaseUrl, (url) => {
  const name = `orders_test_${randomUUID().replaceAll('-', '')}`;
  let t: TestSubgraph<unknown>;
  let shop: FakeShop;
  let life: ReturnType<typeof orderLife>;
  let edits: ReturnType<typeof orderEdits>;
  beforeAll(async () => {
    ({ t, shop } = await startOrders({ ORDERS_DATABASE_URL: withDatabase(url, name) }));
    life = orderLife(t, shop);
    edits = orderEdits(t, life);
    shop.variants.set('var_sock', { price: 450, available: 10_000 });
  });
  afterAll(async () => {
    await t.close();
    const server = openPgPool(url, 1);
    await server.query(`drop database if exists ${name} with (force)`);
    await server.close();
  });

  const addSocks = (n: number) => [{ variantId: 'var_sock', quantity: n }];
  const statusesOf = async (orderId: string) =>
    (
      await query(t.ctx())
        .selectFrom('OrderEditRow')
        .select('status')
        .where('orderId', '=', orderId)
        .execute()
    ).map(({ status }) => status);

  test('of ten changes at once one is applied, the others are refused and hold nothing', async () => {
    const order = await life.paid();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => edits.edit(order, 2, addSocks(n + 1))),
    );
    const refused = answers.filter(({ userErrors }) => userErrors.length > 0);
    expect(refused).toHaveLength(9);
    for (const { userErrors } of refused) expect(userErrors[0].code).toBe('VERSION_CONFLICT');
    expect(await life.eventsOf(order.id, 'ORDER_EDITED')).toHaveLength(1);
    expect((await statusesOf(order.id)).filter((status) => status === 'APPLIED')).toHaveLength(1);
    expect(await t.verify()).toEqual([]);
  });

  test('ten calls with one key change the order once and answer equally', async () => {
    const order = await life.paid();
    const call = () => edits.edit(order, 2, addSocks(2), { key: `one-${order.id}` });
    const answers = await Promise.all(Array.from({ length: 10 }, call));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]!.order.total.minor).toBe(4_898);
    expect(await statusesOf(order.id)).toEqual(['APPLIED']);
  });

  test('a change, a parcel and a cancellation at once: the order is what one of them made of it', async () => {
    for (let round = 0; round < 10; round++) {
      const order = await life.paid();
      const [edit, parcel] = await Promise.all([
        edits.edit(order, 2, addSocks(1)),
        life.send(SEND, { id: order.id }) as Promise<{ userErrors: object[] }>,
        life.cancel(order.id, `c-${order.id}`),
      ]);
      // What was changed first is dearer and not paid: it is not sent, but may be cancelled.
      expect([...edit.userErrors, ...parcel.userErrors]).not.toEqual([]);
      expect(await statusesOf(order.id)).not.toContain('OPEN');
      expect(await t.verify()).toEqual([]);
    }
  });

  test('a payment and a change that makes the order cheaper at once: too much goes back', async () => {
    for (let round = 0; round < 10; round++) {
      const order = await life.paid();
      const dearer = await edits.edit(order, 2, addSocks(2));
      shop.amend(order.id, [
        { variantId: 'var_shirt', quantity: 2 },
        { variantId: 'var_sock', quantity: 2 },
      ]);
      const less = [{ orderLineId: dearer.order.lines[1].id, quantity: 1 }];
      await Promise.all([edits.edit(order, 3, less), edits.payRest(order.id, 900, 4_898)]);
      const row = await query(t.ctx())
        .selectFrom('OrderRow')
        .select(['total', 'covered', 'editRefunded'])
        .where('id', '=', order.id)
        .executeTakeFirstOrThrow();
      expect(row).toEqual({ total: 4_448, covered: 4_898, editRefunded: 450 });
      expect(await t.verify()).toEqual([]);
    }
  });
});
