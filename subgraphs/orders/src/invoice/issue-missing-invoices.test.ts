import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failInserts } from '../failing-insert.fixture.js';
import { orderLife } from '../order-life.fixture.js';
import { startOrders } from '../orders.fixture.js';
import { query } from '../tables.js';

let t: TestSubgraph<unknown>;
let life: ReturnType<typeof orderLife>;
beforeAll(async () => {
  const { t: started, shop } = await startOrders();
  t = started;
  life = orderLife(t, shop);
});
afterAll(() => t.close());

/** An order that was paid on a day before there were invoices. */
const paidOn = async (day: string): Promise<string> => {
  const { id } = await life.placed();
  await query(t.ctx())
    .updateTable('OrderRow')
    .set({ paidAt: new Date(day), paymentId: `pay_${id}` })
    .where('id', '=', id)
    .execute();
  return id;
};
const invoiced = async () =>
  (await query(t.ctx()).selectFrom('InvoiceRow').select('orderId').orderBy('seq').execute()).map(
    ({ orderId }) => orderId,
  );

test('an order whose invoice fails holds up none of those behind it, fails the run, and gets its own later', async () => {
  const [broken, next] = [await paidOn('2026-01-01'), await paidOn('2026-01-02')];
  const mend = await failInserts(t, 'InvoiceRow', broken, '23514');
  await expect(t.runJob('issue-missing-invoices')).rejects.toThrow(
    '1 orders still have no invoice',
  );
  expect(await invoiced()).toEqual([next]);
  await mend();
  await t.runJob('issue-missing-invoices');
  expect(await invoiced()).toEqual([next, broken]);
});
