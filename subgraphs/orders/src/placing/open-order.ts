import { newId } from '@emporium/db/new-id';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import { multiply } from '@emporium/money/money';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Contact } from '../replica/find-contact.js';
import type { Buyer } from './buyer.js';
import type { PlaceInput } from './place-input.js';
import { orderOfKey, rememberKey, type PlacingCall } from './placing-key.js';
import type { CartToOrder } from './read-cart.js';

/** Which order answers the call; `fresh` = this call made it and must bring it on. */
export type Opened = { orderId: string; fresh: boolean } | 'reused' | 'not-found';

/** Minutes after which an order that could not be placed is given up; well before catalog asks what became of its hold. */
const GIVE_UP_MINUTES = 10;
/** Seconds before the process manager takes over: longer than a client is kept waiting. */
const TAKE_OVER_SECONDS = 5;

/** Everything that makes an order. */
export interface OrderDraft {
  buyer: Buyer;
  cart: CartToOrder;
  contact: Contact | null;
  input: PlaceInput;
}

/**
 * Writes the order as PLACING together with its lines and the idempotency key: the log of the saga. A key or a cart (in this version)
 * that already made an order gives that order.
 */
export async function openOrder(ctx: Ctx, call: PlacingCall, draft: OrderDraft): Promise<Opened> {
  const { buyer, cart } = draft;
  return inTransaction(ctx, async () => {
    // Orders of one cart are opened one after the other; the unique index is the second line of defence.
    await sqlRows(ctx.em, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`orders:${cart.idHash}`]);
    const known = await orderOfKey(ctx.em, call);
    if (known) return known === 'reused' ? known : { ...known, fresh: false };
    const [same] = await sqlRows<{ id: string; user_id: string | null }>(
      ctx.em,
      `select id, user_id from orders.orders where cart_id_hash = ? and cart_version = ? and status not in ('CANCELLED', 'REJECTED')`,
      [cart.idHash, cart.version],
    );
    // Somebody who knows the cart's id must not get the order that a logged-in user made of it.
    if (same?.user_id && same.user_id !== buyer.userId) return 'not-found';
    const orderId = same?.id ?? newId('ord');
    if (!(await rememberKey(ctx.em, call, orderId))) {
      const other = await orderOfKey(ctx.em, call);
      return other === 'reused' || !other ? 'reused' : { ...other, fresh: false };
    }
    if (!same) await insertOrder(ctx, orderId, draft);
    return { orderId, fresh: !same };
  });
}

async function insertOrder(ctx: Ctx, orderId: string, { buyer, cart, contact, input }: OrderDraft): Promise<void> {
  const shipping = JSON.stringify(input.shippingAddress);
  await sqlRun(
    ctx.em,
    `insert into orders.orders (id, status, user_id, is_guest, cart_id_hash, cart_version, currency, expected_total, contact_name, contact_email,
       shipping_address, billing_address, next_check_at, give_up_at, expires_at)
     values (?, 'PLACING', ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, now() + interval '${TAKE_OVER_SECONDS} seconds',
       now() + interval '${GIVE_UP_MINUTES} minutes', now() + ? * interval '1 minute')`,
    [
      orderId,
      buyer.userId,
      buyer.userId === null,
      cart.idHash,
      cart.version,
      cart.total.currency,
      input.expectedTotal.minor,
      contact?.name ?? null,
      contact?.email ?? null,
      shipping,
      input.billingAddress ? JSON.stringify(input.billingAddress) : shipping,
      ctx.config.orderTtlMinutes,
    ],
  );
  const { currency } = cart.total;
  const rows = cart.lines.map(({ variantId, quantity, unitPriceMinor }, position) => [
    newId('oln'),
    orderId,
    position,
    variantId,
    quantity,
    unitPriceMinor,
    multiply({ minor: unitPriceMinor, currency }, quantity).minor,
  ]);
  await sqlRun(
    ctx.em,
    `insert into orders.order_line (id, order_id, position, variant_id, quantity, unit_price, total) values ${rows.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
    rows.flat(),
  );
}
