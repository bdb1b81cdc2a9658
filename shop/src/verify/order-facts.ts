import type { OrderEntry } from '@emporium/orders-events/order-entry';
import type { Pages } from '@emporium/platform/pages';
import type { RunningSubgraph } from '@emporium/platform/running-subgraph';
import type { Shop } from '../start-shop.js';
import { pagesOf } from './compare-copies.js';

/** What orders, catalog and payments have written down about one order. */
export interface OrderFacts {
  order: OrderEntry;
  hold: OrderEntry | undefined;
  payments: OrderEntry[];
}

/** Statuses of an order that is paid. */
export const PAID: ReadonlySet<string> = new Set(['PAID', 'PROCESSING', 'SHIPPED', 'DELIVERED']);
/** Statuses of a payment whose money is ours or set aside for us. */
export const KEEPS_MONEY: ReadonlySet<string> = new Set([
  'AUTHORIZED',
  'CAPTURED',
  'PARTIALLY_REFUNDED',
]);
/** Statuses of a payment whose money was ours at some time, or set aside. */
export const HAS_MONEY: ReadonlySet<string> = new Set([...KEEPS_MONEY, 'REFUNDED']);

/** What payments of one order with these statuses are about, in minor units of its currency. */
export function sumOf(
  { order, payments }: Pick<OrderFacts, 'order' | 'payments'>,
  statuses: ReadonlySet<string>,
): number {
  return payments
    .filter(({ status, currency }) => statuses.has(status) && currency === order.currency)
    .reduce((sum, { amount = 0 }) => sum + amount, 0);
}

/**
 * Whether the payments are what the order costs, without what is due after a change of it by staff: those that keep money at most, together with those
 * that gave it back at least (a late one beside others is given back whole).
 */
export function pays(facts: Pick<OrderFacts, 'order' | 'payments'>): boolean {
  const total = (facts.order.amount ?? 0) - (facts.order.due ?? 0);
  return sumOf(facts, KEEPS_MONEY) <= total && total <= sumOf(facts, HAS_MONEY);
}

function bookOf(
  shop: Shop,
  name: string,
): { of: RunningSubgraph; book: Pages<unknown, OrderEntry> } {
  const of = shop.subgraphs.find((subgraph) => subgraph.name === name)!;
  return { of, book: of.definition.records!['orders'] as Pages<unknown, OrderEntry> };
}

/** All entries of one subgraph, page by page. */
export function entriesPaged(shop: Shop, name: string): AsyncGenerator<OrderEntry[]> {
  const { of, book } = bookOf(shop, name);
  return pagesOf(of, book);
}

/** Entries of one subgraph for the given orders. */
export function entriesOf(
  shop: Shop,
  name: string,
  orderIds: readonly string[],
): Promise<OrderEntry[]> {
  const { of, book } = bookOf(shop, name);
  return orderIds.length === 0 ? Promise.resolve([]) : book.find(of.systemCtx(), orderIds);
}

/** All orders with their holds and payments, page by page. */
export async function* orderFacts(shop: Shop): AsyncGenerator<OrderFacts[]> {
  for await (const page of entriesPaged(shop, 'orders')) {
    const ids = page.map((order) => order.orderId);
    const holds = new Map(
      (await entriesOf(shop, 'catalog', ids)).map((hold) => [hold.orderId, hold]),
    );
    const payments = Map.groupBy(
      await entriesOf(shop, 'payments', ids),
      (payment) => payment.orderId,
    );
    yield page.map((order) => ({
      order,
      hold: holds.get(order.orderId),
      payments: payments.get(order.orderId) ?? [],
    }));
  }
}

/**
 * Entries of another subgraph for which `matters` says so and whose order does not exist, page
 * by page.
 */
export async function* strays(
  shop: Shop,
  name: 'cart' | 'catalog' | 'payments',
  matters: (entry: OrderEntry) => boolean,
): AsyncGenerator<{ open: OrderEntry[]; rows: number }> {
  let rows = 0;
  for await (const page of entriesPaged(shop, name)) {
    rows += page.length;
    const open = page.filter(matters);
    const known = new Set(
      (
        await entriesOf(
          shop,
          'orders',
          open.map(({ orderId }) => orderId),
        )
      ).map(({ orderId }) => orderId),
    );
    yield { rows, open: open.filter(({ orderId }) => !known.has(orderId)) };
  }
}
