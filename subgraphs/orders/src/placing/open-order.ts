import type { IdempotentCall } from '@emporium/db/idempotency';
import { newId } from '@emporium/db/new-id';
import { recordCall, recordedCall } from '@emporium/db/recorded-call';
import { multiply } from '@emporium/money/money';
import { Rejection } from '@emporium/graphql/rejection';
import { settingsOf } from '@emporium/platform/config/settings';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { ordersConfig } from '../config.js';
import type { Contact } from '../replica/ask-user.js';
import { OrderStatus } from '../order/order-status.js';
import { query } from '../tables.js';
import type { Buyer } from './buyer.js';
import type { PlaceInput } from './place-input.js';
import { checkUnpaid } from './check-unpaid.js';
import type { CartToOrder } from './read-cart.js';

/** Which order answers the call; `fresh` = this call made it and must bring it on. */
export type Opened = { orderId: string; fresh: boolean } | 'reused' | 'not-found';

/** What the key of an orderPlace call stands for; the answer is made from the order's state. */
export interface Placed {
  orderId: string;
}

/**
 * Minutes after which an order that could not be placed is given up; well before catalog asks what
 * became of its hold.
 */
const GIVE_UP_MINUTES = 10;
/** Seconds before the process manager takes over: longer than a client is kept waiting. */
const TAKE_OVER_SECONDS = 5;

/** Everything that makes an order. */
export interface OrderDraft {
  buyer: Buyer;
  cart: CartToOrder;
  contact: Contact | null;
  /** Keyed hash of the caller's network. */
  origin: string | null;
  input: PlaceInput;
  /** The draft that it is sent from, and who sends it. */
  byStaff?: { draftId: string; actor: string };
}

/**
 * Writes the order as PLACING together with its lines and the idempotency key: the log of the saga.
 * A key or a cart (in this version) that already made an order gives that order. Throws a Rejection
 * when the buyer has too many unpaid orders.
 */
export async function openOrder(
  ctx: Ctx,
  call: IdempotentCall,
  draft: OrderDraft,
): Promise<Opened> {
  const { buyer, cart } = draft;
  return inTransaction(ctx, async () => {
    // Orders of one cart are opened one after the other; the unique index is the second line of
    // defence.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`orders:${cart.idHash}`}, 0))::text`.execute(
      query(ctx),
    );
    const known = await recordedCall<Placed>(ctx, call);
    if (known) return known === 'reused' ? known : { ...known, fresh: false };
    if (buyer.userId && (await isErased(ctx, buyer.userId))) return 'not-found';
    const same = await standingOrder(ctx, cart.idHash, cart.version);
    // Somebody who knows the cart's id must not get the order that a logged-in user made of it.
    if (same?.userId && same.userId !== buyer.userId) return 'not-found';
    const refused = same || draft.byStaff ? undefined : await checkUnpaid(ctx, draft);
    if (refused) throw new Rejection(refused);
    const orderId = same?.id ?? newId('ord');
    if (!(await recordCall(ctx, call, { orderId }))) {
      const other = await recordedCall<Placed>(ctx, call);
      return other === 'reused' || !other ? 'reused' : { ...other, fresh: false };
    }
    if (!same) await insertOrder(ctx, orderId, draft);
    return { orderId, fresh: !same };
  });
}

/**
 * Whether the buyer has been erased. Keeps the replica's row until the order is written, so that an
 * erasure that comes meanwhile waits and then finds the order: its address would stay otherwise.
 */
async function isErased(ctx: Ctx, userId: string): Promise<boolean> {
  const user = await query(ctx)
    .selectFrom('DenormalizedUser')
    .select('deleted')
    .where('id', '=', userId)
    .forShare()
    .executeTakeFirst();
  return user?.deleted ?? false;
}

/** The order that a cart in this version already made, unless it was cancelled or rejected. */
export const standingOrder = (ctx: Ctx, cartIdHash: string, cartVersion: number) =>
  query(ctx)
    .selectFrom('OrderRow')
    .select(['id', 'userId'])
    .where('cartIdHash', '=', cartIdHash)
    .where('cartVersion', '=', cartVersion)
    .where('status', 'not in', [OrderStatus.CANCELLED, 'REJECTED'])
    .executeTakeFirst();

async function insertOrder(
  ctx: Ctx,
  orderId: string,
  { buyer, cart, contact, origin, input, byStaff }: OrderDraft,
): Promise<void> {
  const { currency } = cart;
  const { shippingAddress, expectedTotal } = input;
  const { ORDER_TTL_MINUTES, DRAFT_ORDER_PAY_HOURS } = settingsOf(ctx.config, ordersConfig);
  const minutes = byStaff ? DRAFT_ORDER_PAY_HOURS * 60 : ORDER_TTL_MINUTES;
  await query(ctx)
    .insertInto('OrderRow')
    .values({
      id: orderId,
      status: 'PLACING',
      userId: buyer.userId,
      isGuest: buyer.userId === null,
      cartIdHash: cart.idHash,
      cartVersion: cart.version,
      currency,
      expectedTotal: expectedTotal.minor,
      contactName: contact?.name ?? null,
      contactEmail: contact?.email ?? null,
      originHash: origin,
      shippingMethodId: input.shippingMethodId ?? null,
      discountCodes: cart.discountCodes,
      vatNumber: input.vatNumber ?? null,
      shippingAddress,
      billingAddress: input.billingAddress ?? shippingAddress,
      nextCheckAt: sql<Date>`now() + ${TAKE_OVER_SECONDS} * interval '1 second'`,
      giveUpAt: sql<Date>`now() + ${GIVE_UP_MINUTES} * interval '1 minute'`,
      draftId: byStaff?.draftId ?? null,
      placedBy: byStaff?.actor ?? null,
      expiresAt: sql<Date>`now() + ${minutes} * interval '1 minute'`,
    })
    .execute();
  const lines = cart.lines.map((line, position) => ({
    id: newId('oln'),
    orderId,
    position,
    variantId: line.variantId,
    quantity: line.quantity,
    unitPrice: line.unitPriceMinor,
    fixedPrice: line.fixedPrice ?? null,
    total: multiply({ minor: line.unitPriceMinor, currency }, line.quantity).minor,
  }));
  await query(ctx).insertInto('OrderLineRow').values(lines).execute();
}
