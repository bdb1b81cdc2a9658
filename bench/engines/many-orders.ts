import { openPgPool } from '@emporium/db/pg-client';

/** Where a shop's databases are, by subgraph. */
export type UrlOf = (subgraph: 'catalog' | 'orders' | 'payments' | 'cart') => string;

const VARIANTS = 1_000;
const PRICE = 1_000;
/** Orders per statement. */
const BATCH = 10_000;
/** Every so many orders one was cancelled before it was paid. */
const CANCELLED_EVERY = 20;

/**
 * Runs statements on one database of the shop, as its owner would not: for rows in quantities that
 * no API makes in time.
 */
async function run(url: string, statements: readonly string[]): Promise<void> {
  const pool = openPgPool(url, 1);
  try {
    for (const statement of statements) await pool.query(statement);
  } finally {
    await pool.close();
  }
}

/** Products of one variant each, with stock for all orders; nobody has been told of them. */
export function putProducts(urlOf: UrlOf, stock: number): Promise<void> {
  return run(urlOf('catalog'), [
    `insert into catalog.product (id, sku, slug, name, min_price, max_price, currency)
       select 'prod_' || i, 's' || i, 's' || i, 'Thing ' || i, ${PRICE}, ${PRICE}, 'EUR' from generate_series(1, ${VARIANTS}) i`,
    `insert into catalog.product_variant (id, product_id, sku, name, price, currency)
       select 'var_' || i, 'prod_' || i, 'v' || i, 'One', ${PRICE}, 'EUR' from generate_series(1, ${VARIANTS}) i`,
    `insert into catalog.stock (variant_id, on_hand, version) select 'var_' || i, ${stock}, 0 from generate_series(1, ${VARIANTS}) i`,
    `insert into catalog.stock_movement (id, variant_id, type, change, reserved_change, balance_after, reserved_after, created_at)
       select 'mov_first_' || i, 'var_' || i, 'INITIAL_STOCK', ${stock}, 0, ${stock}, 0, now() - interval '90 days' from generate_series(1, ${VARIANTS}) i`,
  ]);
}

/** The order `i`: half of all buy one of two variants, the others any. */
const VARIANT = `'var_' || case when i % 2 = 0 then 1 + (i / 2) % 2 else 1 + i % ${VARIANTS} end`;
const CANCELLED = `i % ${CANCELLED_EVERY} = 0`;
const ID = `'ord_' || lpad(i::text, 12, '0')`;
const AT = (count: number) => `now() - interval '90 days' + i * interval '89 days' / ${count}`;

/**
 * Orders with their history, holds, ledger, payments and told changes of stock, all consistent,
 * `count` of them.
 */
export async function putOrders(urlOf: UrlOf, count: number): Promise<void> {
  for (let from = 1; from <= count; from += BATCH) {
    const series = `generate_series(${from}, ${Math.min(count, from + BATCH - 1)}) i`;
    const at = AT(count);
    await Promise.all([
      run(urlOf('orders'), orders(series, at)),
      run(urlOf('payments'), payments(series, at)),
      run(urlOf('catalog'), holds(series, at)),
    ]);
  }
  for (const name of ['orders', 'payments', 'catalog'] as const)
    await run(urlOf(name), ['analyze']);
  await publishCart(urlOf);
}

const orders = (series: string, at: string) => [
  `insert into orders.orders (id, status, version, history_count, number, is_guest, cart_id_hash, cart_version, currency, expected_total, subtotal, total,
       payment_id, give_up_at, created_at, placed_at, expires_at, paid_at, cancelled_at)
     select ${ID}, case when ${CANCELLED} then 'CANCELLED' else 'PAID' end, 2, 2, 'EM-' || i, true, 'cart' || i, 1, 'EUR', ${PRICE}, ${PRICE}, ${PRICE},
       case when ${CANCELLED} then null else 'pay_' || i end, ${at}, ${at}, ${at}, ${at}, case when ${CANCELLED} then null else ${at} end,
       case when ${CANCELLED} then ${at} end from ${series}`,
  `insert into orders.order_line (id, order_id, position, variant_id, quantity, unit_price, total)
     select 'oli_' || i, ${ID}, 0, ${VARIANT}, 1, ${PRICE}, ${PRICE} from ${series}`,
  `insert into orders.order_history (order_id, seq, at, type, from_status, to_status, actor)
     select ${ID}, step, ${at}, case when step = 1 then 'PLACED' when ${CANCELLED} then 'EXPIRED' else 'PAID' end, case when step = 2 then 'PENDING' end,
       case when step = 1 then 'PENDING' when ${CANCELLED} then 'CANCELLED' else 'PAID' end, 'system' from ${series}, generate_series(1, 2) step`,
];

const payments = (series: string, at: string) => [
  `insert into payments.payable (order_id, version, cancelled) select ${ID}, 1, ${CANCELLED} from ${series}`,
  `insert into payments.payment (id, order_id, attempt, status, amount, currency, provider, provider_key, provider_ref, created_at, captured_at)
     select 'pay_' || i, ${ID}, 1, 'CAPTURED', ${PRICE}, 'EUR', 'elsewhere', ${ID} || ':1', 'ch_' || i, ${at}, ${at} from ${series} where not (${CANCELLED})`,
];

const holds = (series: string, at: string) => [
  `insert into catalog.reservation (order_id, id, state, expires_at, created_at)
     select ${ID}, 'res_' || i, case when ${CANCELLED} then 'RELEASED' else 'CONFIRMED' end, ${at}, ${at} from ${series}`,
  `insert into catalog.reservation_line (order_id, variant_id, quantity, unit_price, currency, product_name, variant_name, sku)
     select ${ID}, ${VARIANT}, 1, ${PRICE}, 'EUR', 'Thing', 'One', 'v' from ${series}`,
  // Balances go on from what earlier batches have left.
  `with moves as (
       select i, step, ${VARIANT} as variant_id, ${ID} as order_id, ${at} as at,
         case when step = 1 then 'RESERVATION' when ${CANCELLED} then 'RESERVATION_RELEASED' else 'ORDER' end as type,
         case when step = 1 or ${CANCELLED} then 0 else -1 end as change, case when step = 1 then 1 else -1 end as reserved_change
       from ${series}, generate_series(1, 2) step),
     ledger as (
       insert into catalog.stock_movement (id, variant_id, type, change, reserved_change, balance_after, reserved_after, order_id, created_at)
       select 'mov_' || i || '_' || step, variant_id, type, change, reserved_change,
         on_hand + sum(change) over of_variant, sum(reserved_change) over of_variant, order_id, at
       from moves join catalog.stock using (variant_id) window of_variant as (partition by variant_id order by i, step) order by i, step),
     sums as (
       select variant_id, sum(change)::int as change, (count(*) filter (where change <> reserved_change))::int as changes from moves group by variant_id),
     told as (
       insert into catalog.outbox (topic, aggregate_id, aggregate_version, type, payload, created_at, sent_at)
       select 'inventory_events', s.variant_id, s.version + n, 'STOCK_CHANGED', '', now(), now()
       from catalog.stock s join sums using (variant_id), generate_series(1, sums.changes) n)
   update catalog.stock s set on_hand = on_hand + sums.change, version = version + sums.changes from sums where sums.variant_id = s.variant_id`,
];

/** What can be ordered now, as cart would have heard it. */
async function publishCart(urlOf: UrlOf): Promise<void> {
  const catalog = openPgPool(urlOf('catalog'), 1);
  const rows = await catalog.query(
    'select variant_id, version, on_hand - reserved as available from catalog.stock',
  );
  await catalog.close();
  const cart = openPgPool(urlOf('cart'), 1);
  await cart.query(
    `update cart.stock_replica r set version = t.version, available = t.available
         from json_to_recordset($1::json) as t (variant_id text, version int, available int) where t.variant_id = r.variant_id`,
    [JSON.stringify(rows)],
  );
  await cart.close();
}
