import { admin, supervisor } from '@emporium/testing/principals';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  buyer,
  eventsOf,
  pay,
  startPayments,
  type FakeOrder,
  type Payments,
} from '../payments.fixture.js';
import type { Dispute } from '../provider/payment-provider.js';
import { query } from '../tables.js';
import { receiveWebhook } from '../webhook/receive-webhook.js';

let t: Payments;
let order: (owner?: string | null, minor?: number) => FakeOrder;
const disputes = new Map<string, Dispute>();
beforeAll(async () => {
  ({ t, order } = await startPayments((provider) => ({
    ...provider,
    findDispute: async (ref) => disputes.get(ref) ?? null,
  })));
});
afterAll(() => t.close());

async function paidOrder() {
  const made = order();
  const { payment } = await pay(t, made.id, 'tok_ok');
  const { providerRef } = await query(t.ctx())
    .selectFrom('PaymentRow')
    .select('providerRef')
    .where('id', '=', payment.id)
    .executeTakeFirstOrThrow();
  return { made, paymentId: payment.id as string, chargeRef: providerRef! };
}
const amount = { minor: 1_999, currency: 'EUR' };
const message = (paymentRef: string, disputeRef: string) =>
  receiveWebhook(t.running.context({ principal: admin }), {
    id: 'evt_1',
    type: 'charge.dispute.created',
    paymentRef,
    amount,
    disputeRef,
  });
const told = async (orderId: string) =>
  (await eventsOf(t, orderId))
    .filter(({ type }) => type === 'PAYMENT_DISPUTED')
    .map(({ data }) => (data as { status: string }).status);

test('a dispute is told when it opens and when it is decided, each once, however often and late it is said', async () => {
  const { made, chargeRef } = await paidOrder();
  const say = async (status: Dispute['status']) => {
    disputes.set('dp_1', { ref: 'dp_1', chargeRef, status, amount, reason: 'fraudulent' });
    await message(chargeRef, 'dp_1');
    await message(chargeRef, 'dp_1');
  };
  await say('open');
  expect(await told(made.id)).toEqual(['OPEN']);
  await say('lost');
  await say('open');
  expect(await told(made.id)).toEqual(['OPEN', 'LOST']);
});

test('only what the provider itself says of this charge counts', async () => {
  const { made, chargeRef } = await paidOrder();
  await message(chargeRef, 'dp_unknown');
  disputes.set('dp_2', { ref: 'dp_2', chargeRef: 'another', status: 'open', amount });
  await message(chargeRef, 'dp_2');
  expect(await told(made.id)).toEqual([]);
});

test('staff see the dispute on the payment, the buyer does not', async () => {
  const { made, chargeRef, paymentId } = await paidOrder();
  disputes.set('dp_3', { ref: 'dp_3', chargeRef, status: 'open', amount });
  await message(chargeRef, 'dp_3');
  const seen = async (as: typeof admin) => {
    const { data } = await t.execute(
      `query($id: ID!) { _entities(representations: [{ __typename: "Payment", id: $id }]) { ... on Payment { id disputeStatus } } }`,
      { variables: { id: paymentId }, as },
    );
    const [payment] = data!['_entities'] as ({ disputeStatus: string | null } | null)[];
    return payment?.disputeStatus;
  };
  expect(made.id).toBeDefined();
  expect(await seen(supervisor)).toBe('OPEN');
  expect(await seen(buyer)).toBeNull();
});
