import {
  startPayments,
  pay,
  statuses,
  type FakeOrder,
  type Payments,
} from '../payments.fixture.js';
import { asEntity } from '@emporium/db/as-entity';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Charge } from '../provider/payment-provider.js';
import { query } from '../tables.js';
import { applyCharge } from './apply-charge.js';
import { PaymentRow } from './payment.entity.js';

let t: Payments;
let order: (owner?: string | null, minor?: number) => FakeOrder;
beforeAll(async () => void ({ t, order } = await startPayments()));
afterAll(() => t.close());

const charge = (payment: PaymentRow, wrong: Partial<Charge> = {}): Charge => ({
  key: payment.providerKey,
  ref: 'ch_told',
  orderRef: payment.orderId,
  amount: { minor: payment.amount, currency: payment.currency },
  status: 'succeeded',
  ...wrong,
});

test.each<[string, (payment: PaymentRow) => Partial<Charge>]>([
  ['another amount', ({ amount, currency }) => ({ amount: { minor: amount - 1, currency } })],
  ['another currency', ({ amount }) => ({ amount: { minor: amount, currency: 'USD' } })],
  ['another order', () => ({ orderRef: 'ord_another' })],
])('a charge of %s than was asked for pays nothing; the right one does', async (_, wrong) => {
  const { id } = order();
  await pay(t, id, 'tok_requires_action');
  const ctx = t.ctx();
  const row = await query(ctx)
    .selectFrom('PaymentRow')
    .selectAll()
    .where('orderId', '=', id)
    .executeTakeFirstOrThrow();
  const payment = asEntity(PaymentRow, row);
  await applyCharge(ctx, payment, charge(payment, wrong(payment)));
  expect(await statuses(t, id)).toEqual(['REQUIRES_ACTION']);
  await applyCharge(ctx, payment, charge(payment));
  expect(await statuses(t, id)).toEqual(['CAPTURED']);
});
