import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SubgraphUnavailableError, type SubgraphRequest } from '@emporium/platform/subgraph-client';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import type { NotificationServices } from './context.js';
import { notifications } from './subgraph.js';
import { query } from './tables.js';

/** Notifications at work beside a stand-in for orders, with what a test reads of it. */
export interface NotificationsUnderTest {
  t: TestSubgraph<NotificationServices>;
  /** Addresses given with orders. */
  addresses: Map<string, string>;
  /** What orders does; while it is away it answers nothing. */
  orders: { away: boolean };
  /** Where mails are written. */
  folder: string;
  /** The mails written so far, raw. */
  mails(): string[];
  /** Mails that were not sent. */
  queued(): Promise<{ id: string }[]>;
}

/** Starts notifications for a test. Close `t` in afterAll. */
export async function startNotifications(
  env: Record<string, string> = {},
): Promise<NotificationsUnderTest> {
  const addresses = new Map<string, string>();
  const state = { away: false };
  const orders = async ({ variables }: SubgraphRequest) => {
    if (state.away) throw new SubgraphUnavailableError('orders', 'down');
    const email = addresses.get(String(variables?.['id']));
    return { _order: { contact: email ? { email } : null } };
  };
  const t = await startTestSubgraph(notifications, { calls: { orders }, env });
  const folder = join(t.config.dataDir, 'mail');
  return {
    t,
    addresses,
    orders: state,
    folder,
    mails: () =>
      existsSync(folder)
        ? readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
        : [],
    queued: () =>
      query(t.ctx()).selectFrom('Mail').select('id').where('sentAt', 'is', null).execute(),
  };
}

const total = { minor: 1000, currency: 'EUR' };

/** What all events about order `ord_<n>` tell. */
export const aboutOrder = (userId: string | null, n: number) => ({
  orderId: `ord_${n}`,
  number: `N-${n}`,
  userId,
  version: 1,
  lines: [{ variantId: 'var_1', quantity: 1 }],
});

/** ORDER_CREATED of order `ord_<n>`. */
export const orderCreated = (userId: string | null, n: number) => ({
  ...aboutOrder(userId, n),
  total,
  expiresAt: new Date(0).toISOString(),
});

/** ORDER_PAID of order `ord_<n>`. */
export const orderPaid = (userId: string | null, n: number) => ({
  ...aboutOrder(userId, n),
  version: 2,
  cartIdHash: 'x',
  cartVersion: 1,
  total,
  currency: 'EUR',
});
