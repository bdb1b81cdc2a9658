import { StockChanged } from '@emporium/catalog-events';
import { PaymentDisputed } from '@emporium/payments-events';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startNotifications, type NotificationsUnderTest } from '../notifications.fixture.js';
import { body, header } from '../mail/mailer.contract.js';
import { query } from '../tables.js';

const STAFF = ['ada@shop.example', 'bob@shop.example'];
let n: NotificationsUnderTest;
let t: NotificationsUnderTest['t'];
beforeAll(async () => {
  n = await startNotifications({ MAIL_STAFF: STAFF.join(), LOW_STOCK_AT: '3' });
  ({ t } = n);
  for (const id of ['var_a', 'var_b'])
    n.variants.set(id, { sku: `SKU-${id}`, name: 'M', product: { name: `Shirt ${id}` } });
});
afterAll(() => t.close());
afterEach(async () => {
  const ids = await query(t.ctx()).deleteFrom('Mail').returning('id').execute();
  await t.ctx().services.mailer.forget(ids.map(({ id }) => id));
  await query(t.ctx()).deleteFrom('LowStock').execute();
});

const stock = (variantId: string, version: number, available: number) =>
  t.deliver(StockChanged, {
    key: variantId,
    version,
    data: { variantId, productId: 'prod_1', available, version },
  });
/** What one of the staff reads after the next report. */
const reported = async () => {
  await t.runJob('report-low-stock');
  await n.send();
  return n.mails().filter((mail) => header(mail, 'To') === STAFF[0]);
};

test('variants that fall are told to every address once, and again only after they rose', async () => {
  await stock('var_a', 1, 4);
  expect(await reported()).toEqual([]);
  await stock('var_a', 2, 3);
  await stock('var_b', 1, 0);
  const [mail, ...others] = await reported();
  expect(others).toEqual([]);
  expect(header(mail!, 'Subject')).toBe('Low in stock: Shirt var_b, M and 1 more');
  expect(mail).not.toMatch(/list-unsubscribe/i);
  expect(body(mail!)).toContain('Shirt var_b, M (SKU-var_b): 0 left');
  expect(body(mail!)).toContain('Shirt var_a, M (SKU-var_a): 3 left');
  expect(n.mails()).toHaveLength(STAFF.length);
  await stock('var_a', 3, 1);
  expect(await reported()).toHaveLength(1);
  await stock('var_a', 4, 10);
  await stock('var_a', 5, 2);
  expect(await reported()).toHaveLength(2);
});

test('an event that comes late or again is no news', async () => {
  await stock('var_a', 5, 2);
  expect(await reported()).toHaveLength(1);
  await stock('var_a', 4, 10);
  await stock('var_a', 5, 2);
  expect(await reported()).toHaveLength(1);
});

test('what rose before the mail went, or cannot be bought, is not in it, and an empty one is not sent', async () => {
  await stock('var_a', 1, 1);
  await stock('var_draft', 1, 0);
  await t.runJob('report-low-stock');
  await stock('var_a', 2, 9);
  await n.send();
  expect(n.mails()).toEqual([]);
  expect(await n.queued()).toEqual([]);
});

test('of many that fall at once the first are listed and the others counted', async () => {
  for (let i = 0; i < 60; i++) {
    n.variants.set(`var_${i}`, { sku: `S${i}`, name: '', product: { name: `Mug ${i}` } });
    await stock(`var_${i}`, 1, 1);
  }
  const [mail] = await reported();
  expect(body(mail!)).toContain('… and 10 more');
});

test('each step of a dispute is told to every address once', async () => {
  const amount = { minor: 1_250, currency: 'EUR' };
  const dispute = (status: 'OPEN' | 'LOST', version: number) =>
    t.deliver(PaymentDisputed, {
      key: 'pay_1',
      version,
      data: {
        ...{ paymentId: 'pay_1', orderId: 'ord_1', provider: 'test', currency: 'EUR', amount },
        ...{ disputeId: 'dp_1', status, reason: 'fraudulent' },
      },
    });
  await dispute('OPEN', 1);
  await dispute('OPEN', 2);
  await dispute('LOST', 3);
  await n.send();
  const mails = n.mails().filter((mail) => header(mail, 'To') === STAFF[1]);
  expect(mails.map((mail) => header(mail, 'Subject')).toSorted()).toEqual([
    'A payment of order N-1 is disputed',
    'The dispute about order N-1 was lost',
  ]);
  for (const mail of mails)
    expect(body(mail)).toMatch(/€12\.50 of order N-1[^]*dp_1 \(fraudulent\)/);
  expect(n.mails()).toHaveLength(4);
});
