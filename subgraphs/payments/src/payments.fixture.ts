import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { defineSubgraph } from '@emporium/platform/define-subgraph';
import type { SubgraphRequest } from '@emporium/platform/subgraph-client';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { customer } from '@emporium/testing/principals';
import type { PaymentsServices } from './context.js';
import type { PaymentProvider } from './provider/payment-provider.js';
import { payments } from './subgraph.js';
import { query } from './tables.js';

/** An order as orders would answer it. */
export interface FakeOrder {
  id: string;
  status: string;
  total: { minor: number; currency: string };
  customer: { id: string } | null;
  expiresAt: string | null;
  /** Changes by staff that made it dearer. */
  round: number;
}

export const buyer = customer('usr_buyer');
export type Payments = TestSubgraph<PaymentsServices>;

/**
 * Payments at work beside a stand-in for orders. `wrap` may put something between payments and its
 * provider.
 */
export async function startPayments(
  wrap: (provider: PaymentProvider) => PaymentProvider = (p) => p,
  env: Record<string, string> = {},
) {
  const orders = new Map<string, FakeOrder>();
  const calls = {
    orders: ({ variables = {} }: SubgraphRequest) =>
      'id' in variables
        ? { _order: orders.get(String(variables['id'])) ?? null }
        : Object.fromEntries(
            Object.entries(variables).map(([name, id]) => [name, orders.get(String(id)) ?? null]),
          ),
  };
  const wrapped = defineSubgraph<PaymentsServices>({
    ...payments,
    services: async (runtime, base) => {
      const services = await payments.services!(runtime, base);
      return { ...services, provider: wrap(services.provider) };
    },
  });
  const t = await startTestSubgraph(wrapped, { calls, env });
  const order = (owner: string | null = 'usr_buyer', minor = 1_999): FakeOrder => {
    const made = {
      id: `ord_${randomUUID()}`,
      status: 'PENDING',
      total: { minor, currency: 'EUR' },
      customer: owner ? { id: owner } : null,
      expiresAt: null,
      round: 0,
    };
    orders.set(made.id, made);
    return made;
  };
  return { t, order };
}

const FIELDS = `payment { id status amount { minor } refunded { minor decimal } failureCode provider }
  clientSecret userErrors { __typename ... on UserError { code path } ... on PaymentDeclinedError { retryable } }`;
export const PAY = `mutation($order: ID!, $method: String!, $key: ID!) { paymentCreate(orderId: $order, method: $method, idempotencyKey: $key) { ${FIELDS} } }`;
export const REFUND = `mutation($id: ID!, $amount: MoneyInput!, $key: ID!) { paymentRefund(paymentId: $id, amount: $amount, reason: "r", idempotencyKey: $key) { ${FIELDS} } }`;

/** Pays as the buyer (or somebody else) and returns the payload. */
export async function pay(
  t: Payments,
  orderId: string,
  method: string,
  options: { key?: string; as?: object } = {},
) {
  const { key = randomUUID(), as = buyer } = options;
  const { data, errors } = await t.execute(PAY, {
    variables: { order: orderId, method, key },
    as: as as never,
  });
  if (errors) throw new Error(JSON.stringify(errors));
  return data?.paymentCreate;
}

/** Makes every open attempt due and lets the job ask for its outcome. */
export async function poll(t: Payments): Promise<void> {
  await query(t.ctx())
    .updateTable('PaymentRow')
    .set({ nextPollAt: sql<Date>`now()` })
    .where('nextPollAt', 'is not', null)
    .execute();
  await t.runJob('settle-payments');
}

/** Makes attempts look `seconds` older than they are. */
export const age = (t: Payments, seconds: number) =>
  query(t.ctx())
    .updateTable('PaymentRow')
    .set((eb) => ({
      createdAt: sql<Date>`${eb.ref('createdAt')} - ${seconds} * interval '1 second'`,
    }))
    .execute();

/** Sends refunds that are due now. */
export async function sendDueRefunds(t: Payments): Promise<void> {
  await query(t.ctx())
    .updateTable('RefundRow')
    .set({ nextTryAt: sql<Date>`now()` })
    .where('status', '=', 'PENDING')
    .execute();
  await t.runJob('send-refunds');
}

/** Status of the order's attempts, oldest first. */
export async function statuses(t: Payments, orderId: string): Promise<string[]> {
  const rows = await query(t.ctx())
    .selectFrom('PaymentRow')
    .select('status')
    .where('orderId', '=', orderId)
    .orderBy('attempt')
    .execute();
  return rows.map((row) => row.status);
}

/** The provider's successful entries about the order. */
export async function booked(t: Payments, orderId: string): Promise<string[]> {
  const log = await t.running.services.provider.log!();
  return log
    .filter((entry) => entry.orderRef === orderId && entry.status === 'succeeded')
    .map((entry) => `${entry.op} ${entry.amount}`);
}

/** Events of payments about the order. */
export const eventsOf = async (t: Payments, orderId: string) =>
  (await t.published()).filter((e) => e.source === '/emporium/payments' && e.subject === orderId);
