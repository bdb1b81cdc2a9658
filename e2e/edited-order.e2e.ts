import { eventually } from '@emporium/testing/eventually';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { crossChecks } from '@emporium/shop/verify/cross-checks';
import { caughtUp } from '@emporium/shop/seed/seed-once';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './client.js';
import * as q from './purchase.js';
import { prize, shopper } from './race.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const ORDER = `query ($id: ID!) { order(id: $id) { id status version total { minor } balanceDue { minor }
  lines { id sku quantity total { minor } } payments { status amount { minor } refunded { minor } } refunds { reason amount { minor } }
  invoices { kind total { minor } } history(first: 30) { nodes { type } } } }`;
const PREVIEW = `query ($id: ID!, $changes: [OrderChangeInput!]!) { orderEditPreview(orderId: $id, changes: $changes) {
  preview { version total { minor currency } difference { minor } amountDue { minor } } userErrors { ... on UserError { code message } } } }`;
const EDIT = `mutation ($id: ID!, $changes: [OrderChangeInput!]!, $v: Int!, $total: MoneyInput, $key: ID!) {
  orderEdit(orderId: $id, changes: $changes, expectedVersion: $v, expectedTotal: $total, idempotencyKey: $key) {
    order { version total { minor } } userErrors { __typename ... on UserError { code message } } } }`;
const STOCK = `query ($id: ID!) { product(id: $id) { variants(first: 1) { nodes { stock { onHand reserved available } } } } }`;

describe.skipIf(deploymentUrl() !== undefined)('staff change a paid order', () => {
  let shop: ShopUnderTest;
  let admin: Client;
  beforeAll(async () => {
    shop = await shopUnderTest();
    admin = await shop.admin();
  }, 240_000);
  afterAll(() => shop?.close());

  const violations = async (): Promise<string[]> => {
    await caughtUp(shop.shop!);
    const found: string[] = [];
    for (const subgraph of shop.shop!.subgraphs)
      for (const check of subgraph.definition.invariants ?? [])
        found.push(...(await check.run(subgraph.systemCtx() as never)));
    for (const check of crossChecks)
      await check.run(shop.shop!, {
        found: (id, text) => void found.push(`${id} ${text}`),
        progress: () => undefined,
      });
    return found;
  };
  const stockOf = async (productId: string) =>
    (await admin.get(STOCK, { id: productId })).product.variants.nodes[0].stock;

  test('it is made dearer, paid by its buyer, made cheaper, refunded, and sent; verify finds nothing wrong', async () => {
    const first = await prize(shop, 10);
    const second = await prize(shop, 10);
    const { client: guest, variables } = await shopper(shop, first, 1);
    const { orderPlace } = await guest.get(q.ORDER_PLACE, variables);
    guest.guestToken = orderPlace.guestToken;
    const { id } = orderPlace.order;
    const order = async () => (await guest.get(ORDER, { id })).order;
    const pay = () => guest.get(q.PAY, { id, method: 'tok_ok', key: q.unique('pay') });
    await pay();
    await eventually(async () => expect((await order()).status).toBe('PAID'));
    await caughtUp(shop.shop!);

    const changes = [{ variantId: second.variantId, quantity: 2 }];
    const { preview } = (await admin.get(PREVIEW, { id, changes })).orderEditPreview;
    expect(preview).toMatchObject({
      total: { minor: 3_702 },
      difference: { minor: 2_468 },
      amountDue: { minor: 2_468 },
    });
    const call = { id, changes, v: preview.version, total: preview.total, key: q.unique('edit') };
    const { orderEdit } = await admin.get(EDIT, call);
    expect(orderEdit.userErrors).toEqual([]);
    expect((await admin.get(EDIT, call)).orderEdit).toEqual(orderEdit);
    expect(await order()).toMatchObject({ total: { minor: 3_702 }, balanceDue: { minor: 2_468 } });
    expect(await violations()).toEqual([]);
    expect(await stockOf(second.productId)).toEqual({ onHand: 8, reserved: 0, available: 8 });

    const early = await admin.get(q.FULFILL, { id, key: q.unique('send') });
    expect(early.fulfillmentCreate.userErrors[0].message).toContain('still to be paid');
    expect((await pay()).paymentCreate.userErrors).toEqual([]);
    expect((await pay()).paymentCreate.userErrors).toMatchObject([{ code: 'PAYMENT_NOT_ALLOWED' }]);
    await caughtUp(shop.shop!);
    const dearer = await order();
    expect(dearer).toMatchObject({
      balanceDue: { minor: 0 },
      payments: [{ amount: { minor: 1_234 } }, { amount: { minor: 2_468 } }],
      invoices: [{ total: { minor: 1_234 } }, { total: { minor: 2_468 } }],
    });

    const less = [
      { orderLineId: dearer.lines[1].id, quantity: 1 },
      {
        orderLineId: dearer.lines[0].id,
        unitPrice: { minor: 1_000, currency: 'EUR' },
        reason: 'a scratch',
      },
    ];
    const cheaper = { id, changes: less, v: dearer.version, key: q.unique('edit') };
    expect((await admin.get(EDIT, cheaper)).orderEdit).toMatchObject({
      order: { total: { minor: 2_234 } },
      userErrors: [],
    });
    // The refund is paid out of both payments; what the first invoice has not is credited to the other.
    const credited = async () =>
      (await order()).invoices
        .filter(({ kind }: { kind: string }) => kind === 'CREDIT_NOTE')
        .reduce((sum: number, note: { total: { minor: number } }) => sum + note.total.minor, 0);
    await eventually(async () => expect(await credited()).toBe(1_468));
    const after = await order();
    expect(after).toMatchObject({
      refunds: [{ reason: 'EDITED', amount: { minor: 1_468 } }],
      balanceDue: { minor: 0 },
    });
    const kept = after.payments.reduce(
      (sum: number, p: { amount: { minor: number }; refunded: { minor: number } }) =>
        sum + p.amount.minor - p.refunded.minor,
      0,
    );
    expect(kept).toBe(2_234);
    expect(await stockOf(second.productId)).toEqual({ onHand: 9, reserved: 0, available: 9 });
    expect(await violations()).toEqual([]);

    const sent = await admin.get(q.FULFILL, { id, key: q.unique('send') });
    expect(sent.fulfillmentCreate).toMatchObject({ order: { status: 'SHIPPED' }, userErrors: [] });
    expect(await violations()).toEqual([]);
  });
});
