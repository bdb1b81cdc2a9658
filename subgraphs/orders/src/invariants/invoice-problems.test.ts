import { PaymentCreated } from '@emporium/payments-events';
import { customer } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { InvoiceKind } from '../invoice/invoice-kind.js';
import { PLACE, placeVariables, startOrders } from '../orders.fixture.js';
import { query } from '../tables.js';

let t: TestSubgraph<unknown>;
let orderId: string;
let number = 0;
const year = new Date().getUTCFullYear();
beforeAll(async () => {
  const started = await startOrders();
  t = started.t;
  const { data } = await t.execute(PLACE, {
    as: customer('usr_ada'),
    variables: placeVariables(started.shop.cart({ var_shirt: 2 }, 'usr_ada')),
  });
  orderId = data.orderPlace.order.id;
  const amount = { minor: 3_998, currency: 'EUR' };
  await t.deliver(PaymentCreated, {
    key: orderId,
    version: 1,
    data: { paymentId: 'pay_1', orderId, provider: 'test', currency: 'EUR', amount },
  });
  expect(await t.verify()).toEqual([]);
});
afterAll(() => t.close());

const invoices = () => query(t.ctx()).updateTable('InvoiceRow').where('orderId', '=', orderId);
const credit = async (total: number) => {
  const invoice = await query(t.ctx())
    .selectFrom('InvoiceRow')
    .selectAll()
    .where('kind', '=', InvoiceKind.INVOICE)
    .executeTakeFirstOrThrow();
  const seq = ++number;
  const own = { id: `inv_${seq}`, seq, number: `CN-${seq}`, source: `planted:${seq}`, total };
  await query(t.ctx())
    .insertInto('InvoiceRow')
    .values({ ...invoice, ...own, kind: InvoiceKind.CREDIT_NOTE })
    .execute();
  await query(t.ctx())
    .insertInto('InvoiceSeries')
    .values({ kind: InvoiceKind.CREDIT_NOTE, year, last: seq })
    .onConflict((conflict) => conflict.columns(['kind', 'year']).doUpdateSet({ last: seq }))
    .execute();
};
beforeEach(async () => {
  number = 0;
  await query(t.ctx())
    .deleteFrom('InvoiceRow')
    .where('kind', '=', InvoiceKind.CREDIT_NOTE)
    .execute();
  await query(t.ctx())
    .deleteFrom('InvoiceSeries')
    .where('kind', '=', InvoiceKind.CREDIT_NOTE)
    .execute();
});

test('I30: a gap, and a count that is not the last number, are reported', async () => {
  await invoices().set({ seq: 2 }).execute();
  expect(await t.verify()).toEqual([
    `I30: INVOICE ${year}: 1 documents with 1 numbers up to 2, counted 1`,
  ]);
  await invoices().set({ seq: 1 }).execute();
  await query(t.ctx()).updateTable('InvoiceSeries').set({ last: 3 }).execute();
  expect(await t.verify()).toEqual([
    `I30: INVOICE ${year}: 1 documents with 1 numbers up to 1, counted 3`,
  ]);
  await query(t.ctx()).updateTable('InvoiceSeries').set({ last: 1 }).execute();
  expect(await t.verify()).toEqual([]);
});

test('I31: an invoice over another total, and more credited than charged, are reported', async () => {
  await invoices().set({ total: 1 }).execute();
  expect(await t.verify()).toEqual([`I31: order ${orderId} has total 3998, its invoice 1`]);
  await invoices().set({ total: 3_998 }).execute();
  await credit(3_000);
  await credit(999);
  expect(await t.verify()).toEqual([`I31: order ${orderId} is invoiced 3998 and credited 3999`]);
});

test('I15: a document that still names an erased buyer is reported', async () => {
  const order = () => query(t.ctx()).updateTable('OrderRow').where('id', '=', orderId);
  await order().set({ userId: null }).execute();
  expect(await t.verify()).toEqual([`I15: invoice INV-${year}-000001 still names an erased user`]);
  await order().set({ userId: 'usr_ada' }).execute();
});

test('I31: a paid order without an invoice, and one that is not paid with one, are reported', async () => {
  const paid = { paidAt: new Date(), paymentId: 'pay_1', status: 'PAID' as never };
  const order = () => query(t.ctx()).updateTable('OrderRow').where('id', '=', orderId);
  await order().set({ paidAt: null, paymentId: null }).execute();
  expect(await t.verify()).toContain(`I31: order ${orderId} has 1 invoices, not 0`);
  await order().set(paid).execute();
  await invoices().set({ kind: InvoiceKind.CREDIT_NOTE }).execute();
  expect(await t.verify()).toContain(`I31: order ${orderId} has 0 invoices, not 1`);
});
