import { randomUUID } from 'node:crypto';
import { OrderCancelled } from '@emporium/orders-events';
import { admin } from '@emporium/testing/principals';
import { buyer, sendDueRefunds, type FakeOrder, type Payments } from '../payments.fixture.js';
import { query } from '../tables.js';

const ERRORS = 'userErrors { ... on UserError { code message path } }';
export const ISSUE = `mutation($input: GiftCardIssueInput!, $key: ID!) { giftCardIssue(input: $input, idempotencyKey: $key) { giftCard { id last4 version isDisabled balance { minor } } code ${ERRORS} } }`;
export const DISABLE = `mutation($id: ID!, $version: Int!) { giftCardDisable(id: $id, expectedVersion: $version) { giftCard { isDisabled } ${ERRORS} } }`;
const REDEEM = `mutation($order: ID!, $code: String!, $amount: MoneyInput, $key: ID!) { giftCardRedeem(orderId: $order, code: $code, amount: $amount, idempotencyKey: $key) { payment { id status amount { minor } provider } ${ERRORS} } }`;
const BALANCE = 'query($code: String!) { giftCardBalance(code: $code) { balance { minor } } }';

/** Issues a gift card as an administrator and returns the payload. */
export async function issue(
  t: Payments,
  minor: number,
  { key = randomUUID(), expiresAt = null }: { key?: string; expiresAt?: string | null } = {},
) {
  const input = { amount: { minor, currency: 'EUR' }, expiresAt };
  const { data, errors } = await t.execute(ISSUE, { variables: { input, key }, as: admin });
  if (errors) throw new Error(JSON.stringify(errors));
  return data?.giftCardIssue;
}

/** Pays with a gift card as the buyer (or somebody else) and returns the payload. */
export async function redeem(
  t: Payments,
  orderId: string,
  code: string,
  options: { key?: string; as?: object; minor?: number } = {},
) {
  const { key = randomUUID(), as = buyer, minor } = options;
  const amount = minor === undefined ? null : { minor, currency: 'EUR' };
  const { data, errors } = await t.execute(REDEEM, {
    variables: { order: orderId, code, amount, key },
    as: as as never,
  });
  if (errors) throw new Error(JSON.stringify(errors));
  return data?.giftCardRedeem;
}

/** What is on the card of this code, as anybody is told; null when no card of it can pay. */
export async function balanceOf(t: Payments, code: string) {
  const { data, errors } = await t.execute(BALANCE, { variables: { code } });
  if (errors) throw new Error(JSON.stringify(errors));
  return data?.giftCardBalance;
}

/** The card's ledger, oldest first: kind, amount and balance of each row. */
export async function ledgerOf(t: Payments, giftCardId: string): Promise<string[]> {
  const rows = await query(t.ctx())
    .selectFrom('GiftCardEntry')
    .selectAll()
    .where('giftCardId', '=', giftCardId)
    .orderBy('seq')
    .execute();
  return rows.map(({ kind, amount, balanceAfter }) => `${kind} ${amount} ${balanceAfter}`);
}

let version = 1;

/** Orders cancels the order; its money is then sent back. */
export async function cancel(t: Payments, order: FakeOrder): Promise<void> {
  order.status = 'CANCELLED';
  version += 1;
  await t.deliver(OrderCancelled, {
    key: order.id,
    version,
    data: {
      orderId: order.id,
      number: 'EM-1',
      userId: order.customer?.id ?? null,
      version,
      lines: [],
      reason: 'CUSTOMER',
      wasPaid: true,
    },
  });
  await sendDueRefunds(t);
}
