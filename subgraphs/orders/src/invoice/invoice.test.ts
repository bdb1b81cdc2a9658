import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ANONYMOUS } from '@emporium/auth/principal';
import { PaymentCreated, PaymentRefunded } from '@emporium/payments-events';
import { inTransaction } from '@emporium/platform/in-transaction';
import { customer, supervisor } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { UserDeleted } from '@emporium/users-events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadPlacedOrder } from '../order/load-order.js';
import { PLACE, placeVariables, startOrders, type FakeShop } from '../orders.fixture.js';
import { query } from '../tables.js';
import { issueInvoice } from './issue-invoice.js';
import { InvoiceKind } from './invoice-kind.js';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
let server: Server;
let now = new Date('2026-03-01T00:00:00Z');
beforeAll(async () => {
  ({ t, shop } = await startOrders(
    { SHOP_ADDRESS: 'Main Street 1, 12345 Town', SHOP_VAT_ID: 'DE123456789' },
    () => now,
  ));
  shop.variants.set('var_shirt', { price: 1_999, available: 10_000 });
  server = createServer((req, res) =>
    t.running.route(req, res, { principal: ANONYMOUS, requestId: 'test' }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.close();
  await t.close();
});

const ada = customer('usr_ada');
let version = 0;
async function placed(as = ada): Promise<string> {
  const cart = shop.cart({ var_shirt: 2 }, as.sub, ++version);
  const { data } = await t.execute(PLACE, { as, variables: placeVariables(cart) });
  return data!.orderPlace.order.id;
}
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const pay = (orderId: string) =>
  t.deliver(PaymentCreated, {
    key: orderId,
    version: 1,
    data: {
      paymentId: `pay_${orderId}`,
      orderId,
      provider: 'test',
      currency: 'EUR',
      amount: eur(3_998),
    },
  });
const refund = (orderId: string, minor: number, id?: string) =>
  t.deliver(PaymentRefunded, {
    key: orderId,
    version: 2,
    ...(id ? { id } : {}),
    data: {
      ...{ paymentId: `pay_${orderId}`, orderId, provider: 'test', currency: 'EUR' },
      ...{ amount: eur(minor), refunded: eur(minor), full: false },
    },
  });
const INVOICES = `query ($id: ID!) { order(id: $id) { invoiceUrl invoices { number kind issuedAt total { minor } url } } }`;
const invoicesOf = async (id: string, as = ada) =>
  (await t.execute(INVOICES, { as, variables: { id } })).data.order;
/** What the route answers to a link. */
const open = (url: string) => {
  const { pathname, search } = new URL(url);
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}${search}`);
};

test('an order gets its invoice when it is paid, once, and not before', async () => {
  const id = await placed();
  expect(await invoicesOf(id)).toEqual({ invoiceUrl: null, invoices: [] });
  await pay(id);
  await pay(id);
  const { invoices, invoiceUrl } = await invoicesOf(id);
  expect(invoices).toMatchObject([
    { number: 'INV-2026-000001', kind: 'INVOICE', total: { minor: 3_998 } },
  ]);
  expect(invoiceUrl).toBe(invoices[0].url);
  expect(await t.verify()).toEqual([]);
});

test('the PDF is open to the link alone, for 15 minutes, and is the same bytes each time', async () => {
  const id = await placed();
  await pay(id);
  const { url } = (await invoicesOf(id)).invoices[0];
  const [first, second] = [await open(url), await open(url)];
  expect(Object.fromEntries(first.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'cache-control': 'private, no-store',
    'content-disposition': 'inline; filename="INV-2026-000002.pdf"',
  });
  const bytes = Buffer.from(await first.arrayBuffer());
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(Buffer.from(await second.arrayBuffer()).equals(bytes)).toBe(true);
  const bad = [
    url.replace(/signature=.*/, 'signature=x'),
    url.replace(/&signature=.*/, ''),
    url.replace(/expires=\d+/, 'expires=99999999999'),
    url.replace('.pdf', '.txt'),
    url.replace(/inv_[\w-]+/, id),
    url.replace(/inv_[\w-]+/, '..%2f..%2fpackage'),
  ];
  for (const each of bad) expect([each, (await open(each)).status]).toEqual([each, 404]);
  now = new Date(now.getTime() + 16 * 60_000);
  expect((await open(url)).status).toBe(404);
});

test('nobody else sees an invoice; a packing slip is for those who pack', async () => {
  const id = await placed();
  await pay(id);
  expect(await invoicesOf(id, customer('usr_eve'))).toBeNull();
  const SLIP = `query ($id: ID!) { order(id: $id) { packingSlipUrl } }`;
  const slip = async (as: typeof ada) =>
    (await t.execute(SLIP, { as, variables: { id } })).data?.order?.packingSlipUrl;
  expect(await slip(ada)).toBeNull();
  const answer = await open(await slip(supervisor));
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
});

test('each refund gets a credit note, once; together they take back exactly the tax, never more', async () => {
  const id = await placed();
  const taxLines = [{ name: 'VAT', rate: '0.19', base: 3_360, amount: 638 }];
  const tax = 638;
  await query(t.ctx())
    .updateTable('OrderRow')
    .set({ taxLines, tax })
    .where('id', '=', id)
    .execute();
  await query(t.ctx()).updateTable('OrderLineRow').set({ tax }).where('orderId', '=', id).execute();
  await pay(id);
  const first = await refund(id, 1_001);
  await refund(id, 1_001, first.id);
  await refund(id, 2_000);
  await refund(id, 5_000);
  await refund(id, 1);
  const rows = await query(t.ctx())
    .selectFrom('InvoiceRow')
    .selectAll()
    .where('orderId', '=', id)
    .where('kind', '=', InvoiceKind.CREDIT_NOTE)
    .orderBy('seq')
    .execute();
  expect(rows.map(({ number, total }) => [number, total])).toEqual([
    ['CN-2026-000001', 1_001],
    ['CN-2026-000002', 2_000],
    ['CN-2026-000003', 997],
  ]);
  const sum = (of: 'base' | 'amount') =>
    rows.reduce((all, { data }) => all + data.taxLines[0]![of], 0);
  expect([sum('base'), sum('amount')]).toEqual([3_360, 638]);
  for (const { data, total } of rows)
    expect(data.taxLines[0]!.base + data.taxLines[0]!.amount).toBe(total);
  const { invoices } = await invoicesOf(id);
  for (const { url } of invoices) expect((await open(url)).status).toBe(200);
  expect(await t.verify()).toEqual([]);
});

test('what was never invoiced is not credited', async () => {
  const id = await placed();
  await refund(id, 3_998);
  expect((await invoicesOf(id)).invoices).toEqual([]);
});

test('orders paid at once get numbers without a gap, though every third attempt fails first', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 9; i++) ids.push(await placed(customer(`usr_${i % 7}`)));
  const last = async () =>
    (
      await query(t.ctx())
        .selectFrom('InvoiceSeries')
        .select('last')
        .where('kind', '=', InvoiceKind.INVOICE)
        .executeTakeFirstOrThrow()
    ).last;
  const before = await last();
  const died = ids.map(async (id, i) => {
    if (i % 3 > 0) return;
    const ctx = t.ctx();
    const attempt = inTransaction(ctx, async () => {
      await issueInvoice(ctx, await loadPlacedOrder(ctx, id));
      throw new Error('killed before the commit');
    });
    await expect(attempt).rejects.toThrow('killed');
  });
  await Promise.all([...died, ...ids.map((id) => pay(id))]);
  expect((await last()) - before).toBe(9);
  expect(await t.verify()).toEqual([]);
});

test('orders that were paid before there were invoices get theirs, oldest first', async () => {
  const [late, early] = [await placed(), await placed()];
  for (const [id, day] of [
    [late, '2026-02-02'],
    [early, '2026-01-01'],
  ] as const)
    await query(t.ctx())
      .updateTable('OrderRow')
      .set({ paidAt: new Date(day), paymentId: `pay_${id}`, status: 'PAID' as never })
      .where('id', '=', id)
      .execute();
  await t.runJob('issue-missing-invoices');
  await t.runJob('issue-missing-invoices');
  const numbers = [];
  for (const id of [early, late]) numbers.push((await invoicesOf(id)).invoices[0].number);
  expect(numbers).toEqual(numbers.toSorted());
});

test('a new year begins at 1', async () => {
  const id = await placed();
  const today = now;
  now = new Date('2027-01-01T00:00:00Z');
  await pay(id);
  expect((await invoicesOf(id)).invoices).toMatchObject([{ number: 'INV-2027-000001' }]);
  now = today;
});

test('an erased buyer is on no document any more; number and amounts stay', async () => {
  const id = await placed(customer('usr_gone'));
  await pay(id);
  const stored = () =>
    query(t.ctx())
      .selectFrom('InvoiceRow')
      .selectAll()
      .where('orderId', '=', id)
      .executeTakeFirstOrThrow();
  const before = await stored();
  expect(JSON.stringify(before.data)).toContain('Ada Lovelace');
  await t.deliver(UserDeleted, {
    key: 'usr_gone',
    version: 9,
    data: { id: 'usr_gone', version: 9 },
  });
  const after = await stored();
  expect(after).toMatchObject({ number: before.number, total: before.total });
  expect(after.data).toEqual({ ...before.data, buyer: null });
});
