import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SubgraphUnavailableError, type SubgraphRequest } from '@emporium/platform/subgraph-client';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import type { CartAnswer } from './cart-reminder/ask-cart.js';
import type { UserAnswer } from './cart-reminder/ask-verified-address.js';
import type { AccountMailFacts } from './mail/ask-account-mail.js';
import type { MailOrder } from './mail/ask-order.js';
import { SAMPLE_ORDER } from './mail/sample-order.js';
import type { NotificationServices } from './context.js';
import { notifications } from './subgraph.js';
import { query } from './tables.js';

/** Notifications at work beside a stand-in for orders, with what a test reads of it. */
export interface NotificationsUnderTest {
  t: TestSubgraph<NotificationServices>;
  /** Addresses given with orders. */
  addresses: Map<string, string>;
  /** What users says of mails to owners of accounts, by request. */
  accountMails: Map<string, AccountMailFacts>;
  /** What orders does, and users: while it is away it answers nothing; else `order` over the sample order. */
  orders: { away: boolean; order: Partial<MailOrder> };
  /** Variants that can be bought, as catalog names them, by id. */
  variants: Map<string, { sku: string; name: string; product: { name: string } }>;
  /** Accounts as users has them, and their carts, by user id. */
  accounts: Map<string, UserAnswer>;
  carts: Map<string, CartAnswer>;
  /** Where mails are written. */
  folder: string;
  /** The mails written so far, raw. */
  mails(): string[];
  /** Makes what waits due, and sends it. */
  send(): Promise<void>;
  /** Mails that were not sent. */
  queued(): Promise<{ id: string }[]>;
}

/** Starts notifications for a test. Close `t` in afterAll. */
export async function startNotifications(
  env: Record<string, string> = {},
): Promise<NotificationsUnderTest> {
  const addresses = new Map<string, string>();
  const state = { away: false, order: {} };
  const orders = async ({ variables }: SubgraphRequest) => {
    if (state.away) throw new SubgraphUnavailableError('orders', 'down');
    const id = String(variables?.['id']);
    const email = addresses.get(id);
    const contact = email ? { email } : null;
    return {
      _order: { ...SAMPLE_ORDER, id, number: id.replace('ord_', 'N-'), contact, ...state.order },
    };
  };
  const accounts: NotificationsUnderTest['accounts'] = new Map();
  const carts: NotificationsUnderTest['carts'] = new Map();
  const cart = async ({ variables }: SubgraphRequest) => {
    if (state.away) throw new SubgraphUnavailableError('cart', 'down');
    return { _cart: carts.get(String(variables?.['id']).replace('user:', '')) ?? null };
  };
  const accountMails = new Map<string, AccountMailFacts>();
  const users = async ({ variables }: SubgraphRequest) => {
    if (state.away) throw new SubgraphUnavailableError('users', 'down');
    const id = String(variables?.['id']);
    return { _userMail: accountMails.get(id) ?? null, _user: accounts.get(id) ?? null };
  };
  const variants: NotificationsUnderTest['variants'] = new Map();
  const catalog = async ({ variables }: SubgraphRequest) => ({
    _variants: ((variables?.['ids'] ?? []) as string[]).map((id) => variants.get(id) ?? null),
  });
  const calls = { orders, users, catalog, cart };
  const t = await startTestSubgraph(notifications, { calls, env });
  const folder = join(t.config.dataDir, 'mail');
  return {
    t,
    addresses,
    accountMails,
    orders: state,
    variants,
    accounts,
    carts,
    folder,
    mails: () =>
      existsSync(folder)
        ? readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
        : [],
    send: async () => {
      await query(t.ctx())
        .updateTable('Mail')
        .set({ dueAt: new Date(0) })
        .execute();
      await t.runJob('send-mail');
    },
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
