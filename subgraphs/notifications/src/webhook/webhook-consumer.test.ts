import { DELETE, startShop, type TestShop } from './shop.fixture.js';
import { newId } from '@emporium/db/new-id';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../tables.js';
import { PUBLIC_EVENTS } from './public-events.js';
import { webhookConsumer } from './webhook-consumer.js';

let t: TestShop;
beforeAll(async () => {
  t = await startShop();
});
afterAll(() => t.close());

const money = { minor: 1_000, currency: 'EUR' };
const text = '2026-12-01T00:00:00.000Z';
const lines = [{ variantId: 'var_1', quantity: 1 }];
/** Every field that any event has; each schema takes its own. */
const DATA = {
  ...{ id: 'x', orderId: 'ord_1', number: 'N-1', userId: 'usr_secret', version: 1, lines },
  ...{ total: money, currency: 'EUR', expiresAt: text, cartIdHash: 'hash', cartVersion: 1 },
  ...{ from: 'PAID', to: 'SHIPPED', at: text, reason: 'CUSTOMER', wasPaid: true, discounts: [] },
  ...{ fulfillmentId: 'ful_1', returnId: 'ret_1', paymentId: 'pay_1', disputeId: 'dis_1' },
  ...{ provider: 'test', amount: money, covered: money, captured: money, refunded: money },
  ...{
    final: true,
    full: true,
    failureCode: 'declined',
    authorizationExpiresAt: text,
    until: text,
  },
  ...{ method: 'bank_transfer', createdAt: text, updatedAt: text, attributes: [], images: [] },
  ...{ sku: 's', slug: 's', name: 'S', description: null, isActive: true, categories: [] },
  ...{ parentId: null, position: 1, imageAssetId: null, variants: [], taxCategory: null },
  ...{ variantId: 'var_1', productId: 'prod_1', available: 3 },
};
/** What differs between events that share a field. */
const OWN: Record<string, object[]> = {
  ORDER_CLAIMED: [{ status: 'PAID' }],
  ORDER_STATUS_CHANGED: ['PROCESSING', 'SHIPPED', 'DELIVERED', 'PAID'].map((to) => ({ to })),
  ORDER_CANCELLED: ['STAFF', 'LATE_PAYMENT', 'RECONCILED', 'ABANDONED'].map((reason) => ({
    reason,
  })),
  ORDER_EDITED: [
    {
      ...{ editId: 'oed_1', added: lines, removed: [], givenBack: [] },
      ...{ difference: money, amountDue: money },
    },
  ],
  ORDER_UPDATED: [{ change: 'SHIPPING_ADDRESS' }],
  FULFILLMENT_CHANGED: ['CREATED', 'UPDATED', 'DELIVERED', 'CANCELLED'].map((change) => ({
    change,
  })),
  RETURN_CHANGED: ['REQUESTED', 'APPROVED', 'DECLINED', 'RECEIVED', 'REFUNDED', 'CLOSED'].map(
    (change) => ({ change, status: change === 'REFUNDED' ? 'RECEIVED' : change }),
  ),
  PAYMENT_VOIDED: [{ reason: 'LAPSED' }],
  PAYMENT_DISPUTED: [{ status: 'OPEN' }],
};

test('every event is told once under its public name, with the fields of the page for receivers', async () => {
  const { id } = await t.register('http://localhost:9/');
  for (const { event, handle } of webhookConsumer.handlers)
    for (const own of OWN[event.type] ?? [{}])
      await handle(t.ctx(), {
        ...{ specversion: '1.0', id: newId('evt'), type: event.type, source: '/emporium/test' },
        ...{ subject: 'k', time: text, aggregateversion: 1, schemaversion: event.schemaVersion },
        data: event.schema.parse({ ...DATA, ...own }),
      });
  const told = await query(t.ctx()).selectFrom('WebhookEvent').selectAll().execute();
  const fieldsOf = new Map<string, Set<string>>();
  for (const { type, data, customerId } of told)
    fieldsOf.set(type, new Set([...Object.keys(data), ...(customerId ? ['customerId'] : [])]));
  expect(Object.fromEntries(fieldsOf)).toEqual(
    Object.fromEntries(PUBLIC_EVENTS.map(({ name, fields }) => [name, new Set(fields)])),
  );
  // Money is captured in two ways; all others are one event each.
  expect(told).toHaveLength(PUBLIC_EVENTS.length + 1);
  expect(JSON.stringify(told.map(({ data }) => data))).not.toContain('usr_secret');
  await t.change(DELETE, { id });
});
