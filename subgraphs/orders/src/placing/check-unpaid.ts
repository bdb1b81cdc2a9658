import { userError } from '@emporium/graphql/user-errors';
import { settingsOf } from '@emporium/platform/config/settings';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { ordersConfig } from '../config.js';
import { TooManyUnpaidOrdersError } from '../order/order.errors.js';
import { OrderStatus } from '../order/order-status.js';
import { query } from '../tables.js';
import type { OrderDraft } from './open-order.js';

type Column = 'userId' | 'contactEmail' | 'originHash';

/**
 * Whether the buyer may hold more units without paying: open unpaid orders are counted by user, by
 * e-mail address and by network, and their units by user and e-mail address. Call it in the
 * transaction that writes the order: orders of one buyer wait for each other there.
 */
export async function checkUnpaid(
  ctx: Ctx,
  { buyer, contact, cart, origin }: OrderDraft,
): Promise<TooManyUnpaidOrdersError | undefined> {
  const {
    UNPAID_ORDERS_MAX: orders,
    UNPAID_UNITS_MAX: units,
    UNPAID_ORDERS_MAX_PER_IP,
  } = settingsOf(ctx.config, ordersConfig);
  // Outside production everybody comes from one machine.
  const ordersPerIp = UNPAID_ORDERS_MAX_PER_IP ?? (ctx.config.production ? 50 : 0);
  const wanted = cart.lines.reduce((sum, line) => sum + line.quantity, 0);
  const buyers: [Column, string | null | undefined][] = [
    ['userId', buyer.userId],
    ['contactEmail', contact?.email],
  ];
  for (const [column, value] of buyers) {
    if (!value) continue;
    await sql`select pg_advisory_xact_lock(hashtextextended(${`orders:${column}:${value}`}, 0))::text`.execute(
      query(ctx),
    );
    const open = await unpaid(ctx, column, value);
    if (open.orders + 1 > orders || (open.orders > 0 && open.units + wanted > units))
      return tooMany(open.orders);
  }
  // One network may be a whole company: roughly is enough, and nobody waits for strangers.
  if (!origin || ordersPerIp === 0) return undefined;
  const open = await unpaid(ctx, 'originHash', origin);
  return open.orders + 1 > ordersPerIp ? tooMany(open.orders) : undefined;
}

async function unpaid(
  ctx: Ctx,
  column: Column,
  value: string,
): Promise<{ orders: number; units: number }> {
  const found = await query(ctx)
    .selectFrom('OrderRow as o')
    .innerJoin('OrderLineRow as l', 'l.orderId', 'o.id')
    .where(`o.${column}`, '=', value)
    .where('o.status', 'in', ['PLACING', OrderStatus.PENDING])
    // What staff sent is not the buyer's doing.
    .where('o.draftId', 'is', null)
    .select((eb) => [
      eb.fn.count<number>('o.id').distinct().as('orders'),
      eb.fn.coalesce(eb.fn.sum<number>('l.quantity'), sql<number>`0`).as('units'),
    ])
    .executeTakeFirstOrThrow();
  return { orders: Number(found.orders), units: Number(found.units) };
}

function tooMany(openOrders: number): TooManyUnpaidOrdersError {
  return userError(TooManyUnpaidOrdersError, {
    message:
      'Too many units are held in unpaid orders: pay or cancel one of them first, or wait until they expire.',
    path: ['input', 'cartId'],
    openOrders,
  });
}
