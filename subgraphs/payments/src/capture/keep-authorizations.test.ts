// First, because it loads reflect-metadata, which the decorators of the entities need.
import { pay, startPayments, type FakeOrder, type Payments } from '../payments.fixture.js';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../tables.js';

let t: Payments;
let order: () => FakeOrder;
/** An order whose money the provider cannot set aside anew, for a reason that nobody foresaw. */
let odd: string | undefined;
beforeAll(async () => {
  ({ t, order } = await startPayments(
    (provider) => ({
      ...provider,
      renew: async (attempt, timeoutMs) => {
        if (attempt.orderRef === odd) throw new Error('the provider refuses the key');
        return provider.renew!(attempt, timeoutMs);
      },
    }),
    { PAYMENT_CAPTURE: 'at_fulfillment' },
  ));
});
afterAll(() => t.close());

test('what would soon lapse is set aside anew, also behind one for which that goes wrong', async () => {
  const wrong = order();
  odd = wrong.id;
  const made = order();
  for (const [{ id }, minutes] of [
    [wrong, 30],
    [made, 60],
  ] as const) {
    await pay(t, id, 'tok_ok');
    await query(t.ctx())
      .updateTable('PaymentRow')
      .set({ authorizationExpiresAt: sql<Date>`now() + ${minutes} * interval '1 minute'` })
      .where('orderId', '=', id)
      .execute();
  }
  await t.runJob('keep-authorizations');
  const { days } = await query(t.ctx())
    .selectFrom('PaymentRow')
    .select(sql<number>`extract(day from authorization_expires_at - now())::int`.as('days'))
    .where('orderId', '=', made.id)
    .executeTakeFirstOrThrow();
  expect(days).toBeGreaterThanOrEqual(6);
});
