import { eventually } from '@emporium/testing/eventually';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { crossChecks } from '@emporium/shop/verify/cross-checks';
import { caughtUp } from '@emporium/shop/seed/seed-once';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './client.js';
import * as q from './purchase.js';
import { prize } from './race.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const ERRORS = `userErrors { ... on UserError { code message } }`;
const DRAFT = `draftOrder { id version status totals { total { minor currency } ${ERRORS} } order { id status total { minor } } }`;
const CREATE = `mutation ($input: DraftOrderInput!, $key: ID!) { draftOrderCreate(input: $input, idempotencyKey: $key) { ${DRAFT} ${ERRORS} } }`;
const SEND = `mutation ($id: ID!, $v: Int!, $total: MoneyInput!, $key: ID!) { draftOrderSend(id: $id, expectedVersion: $v, expectedTotal: $total, idempotencyKey: $key) {
  guestToken ${DRAFT} ${ERRORS} } }`;
const READ = `query ($id: ID!) { draftOrder(draftOrderId: $id) { status order { id status } } }`;

describe.skipIf(deploymentUrl() !== undefined)('staff prepare an order', () => {
  let shop: ShopUnderTest;
  let admin: Client;
  beforeAll(async () => {
    shop = await shopUnderTest();
    admin = await shop.admin();
  }, 240_000);
  afterAll(() => shop?.close());

  test('the buyer pays it by the link, and it is an order as every other; verify finds nothing wrong', async () => {
    const { variantId } = await prize(shop, 10);
    const own = { unitPrice: { minor: 1_000, currency: 'EUR' }, reason: 'agreed by phone' };
    const input = {
      guestEmail: `${q.unique('draft')}@example.com`,
      lines: [{ variantId, quantity: 2, ...own }],
      shippingAddress: q.ADDRESS,
    };
    const { draftOrderCreate } = await admin.get(CREATE, { input, key: q.unique('draft') });
    expect(draftOrderCreate.userErrors).toEqual([]);
    const { id, version, totals } = draftOrderCreate.draftOrder;
    expect(totals).toMatchObject({ total: { minor: 2_000 }, userErrors: [] });
    const call = { id, v: version, total: totals.total, key: q.unique('send') };
    const { draftOrderSend } = await admin.get(SEND, call);
    expect(draftOrderSend).toMatchObject({
      draftOrder: { status: 'SENT', order: { status: 'PENDING', total: { minor: 2_000 } } },
      userErrors: [],
    });
    const guest = shop.client();
    guest.guestToken = draftOrderSend.guestToken;
    const orderId = draftOrderSend.draftOrder.order.id;
    const pay = { id: orderId, method: 'tok_ok', key: q.unique('pay') };
    expect((await guest.get(q.PAY, pay)).paymentCreate.userErrors).toEqual([]);
    await eventually(async () =>
      expect((await admin.get(READ, { id })).draftOrder).toEqual({
        status: 'ACCEPTED',
        order: { id: orderId, status: 'PAID' },
      }),
    );
    await caughtUp(shop.shop!);
    const sent = await admin.get(q.FULFILL, { id: orderId, key: q.unique('ship') });
    expect(sent.fulfillmentCreate).toMatchObject({ order: { status: 'SHIPPED' }, userErrors: [] });
    await caughtUp(shop.shop!);
    const found: string[] = [];
    for (const subgraph of shop.shop!.subgraphs)
      for (const check of subgraph.definition.invariants ?? [])
        found.push(...(await check.run(subgraph.systemCtx() as never)));
    for (const check of crossChecks)
      await check.run(shop.shop!, {
        found: (problem, text) => void found.push(`${problem} ${text}`),
        progress: () => undefined,
      });
    expect(found).toEqual([]);
  });
});
