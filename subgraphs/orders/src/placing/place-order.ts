import { signGuestToken } from '@emporium/auth/guest-token';
import type { IdempotentCall } from '@emporium/db/idempotency';
import { recordedCall } from '@emporium/db/recorded-call';
import { operationInProgress, subgraphUnavailable } from '@emporium/graphql/app-errors';
import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import {
  idempotencyKeyReused,
  invalidInput,
  notFound,
  userError,
  type UserError,
} from '@emporium/graphql/user-errors';
import { vatNumberOf } from '@emporium/pricing/vat-number-of';
import type { Ctx } from '@emporium/platform/context';
import { loadOrder } from '../order/load-order.js';
import { CartEmptyError } from '../order/order.errors.js';
import { isVisible, type VisibleOrder } from '../order/order.entity.js';
import type { OrderPlaceArgs } from '../order/order.inputs.js';
import { findContact } from '../replica/find-contact.js';
import { advancePlacing } from './advance-placing.js';
import { awaitPlaced } from './await-placed.js';
import { buyerOf, type Buyer } from './buyer.js';
import { originHash } from './origin-hash.js';
import { foresee } from './foresee-order.js';
import {
  openOrder,
  type Opened,
  type OrderDraft,
  type Placed,
  standingOrder,
} from './open-order.js';
import { requireVerifiedEmail } from './require-verified-email.js';
import { type PlaceInput, placeSchema } from './place-input.js';
import { type CartToOrder, readCart } from './read-cart.js';

/** Milliseconds that a client is kept waiting; after that the process manager goes on alone. */
const PLACE_BUDGET_MS = 2_500;
const CART_TIMEOUT_MS = 1_200;

/** What a use case on an order returns; errors beside an order are those recorded for the key. */
export interface OrderAnswer {
  order?: VisibleOrder | null;
  guestToken?: string | null;
  userErrors?: UserError[];
}

/**
 * Places an order from a cart: read the cart, commit the order as PLACING, have catalog hold the
 * units, confirm. Throws OPERATION_IN_PROGRESS when that takes longer than 2.5 s: the same key
 * later gives the final answer.
 */
export async function placeOrder(ctx: Ctx, args: OrderPlaceArgs): Promise<OrderAnswer> {
  const deadline = Date.now() + PLACE_BUDGET_MS;
  const { input, idempotencyKey: key } = checked(placeSchema, args);
  const buyer = buyerOf(ctx, input);
  const call: IdempotentCall = {
    scope: buyer.scope,
    operation: 'orderPlace',
    key,
    request: args.input,
  };
  // First the key: on a repeat the cart may already be empty.
  const known = await recordedCall<Placed>(ctx, call);
  const opened =
    known === undefined
      ? await openFromCart(ctx, call, buyer, input)
      : known === 'reused'
        ? known
        : { ...known, fresh: false };
  if (opened === 'reused') throw new Rejection(idempotencyKeyReused());
  if (opened === 'not-found') throw new Rejection(cartNotFound());
  await bringToEnd(ctx, opened, deadline);
  return answerOf(ctx, opened.orderId);
}

const cartNotFound = () => notFound('There is no such cart.', ['input', 'cartId']);

async function openFromCart(
  ctx: Ctx,
  call: IdempotentCall,
  buyer: Buyer,
  input: PlaceInput,
): Promise<Opened> {
  await requireVerifiedEmail(ctx, buyer.userId);
  const cart = await readCart(ctx, buyer, CART_TIMEOUT_MS).catch((error: unknown) => {
    ctx.log.warn({ err: error }, 'cart not read');
    throw subgraphUnavailable('The cart does not answer. Try again later.');
  });
  if (!cart) throw new Rejection(cartNotFound());
  if (cart.lines.length === 0)
    throw new Rejection(
      userError(CartEmptyError, { message: 'The cart is empty.', path: ['input', 'cartId'] }),
    );
  const draft: OrderDraft = {
    buyer,
    cart,
    contact: await findContact(ctx, buyer.userId, input),
    origin: originHash(ctx),
    input: { ...input, ...choicesOf(input, cart) },
  };
  const { expectedTotal } = input;
  if (expectedTotal.currency !== cart.currency)
    throw new Rejection(
      invalidInput(`The cart is in ${cart.currency}: send its cost.total.`, [
        'input',
        'expectedTotal',
        'currency',
      ]),
    );
  // Catalog decides about prices; this only spares it the hold of an order that would be refused.
  const refused = await foresee(ctx, draft);
  if (refused.length > 0 && !(await standingOrder(ctx, cart.idHash, cart.version)))
    throw new Rejection(...refused);
  return openOrder(ctx, call, draft);
}

/** What was not said with the order was said for the cart. */
function choicesOf(
  input: PlaceInput,
  cart: CartToOrder,
): Pick<PlaceInput, 'shippingMethodId' | 'vatNumber'> {
  const { country } = input.billingAddress ?? input.shippingAddress;
  const shippingMethodId = input.shippingMethodId ?? cart.shippingMethodId;
  if (!input.vatNumber) return { shippingMethodId, vatNumber: cart.vatNumber };
  const { number, ...wrong } = vatNumberOf(input.vatNumber, country);
  if (number === null)
    throw new Rejection(
      invalidInput('message' in wrong ? wrong.message : 'This is no VAT number.', [
        'input',
        'vatNumber',
      ]),
    );
  return { shippingMethodId, vatNumber: number };
}

/**
 * Places the order of this call, or waits for whoever does. Throws OPERATION_IN_PROGRESS when that
 * takes longer than until `deadline`.
 */
export async function bringToEnd(
  ctx: Ctx,
  opened: { orderId: string; fresh: boolean },
  deadline: number,
): Promise<void> {
  if (!opened.fresh) {
    if (!(await awaitPlaced(ctx, opened.orderId, deadline))) throw operationInProgress();
    return;
  }
  try {
    await advancePlacing(ctx, opened.orderId, Math.max(200, deadline - Date.now() - 100));
  } catch (error) {
    // Unknown is not failed: the order stays PLACING and the process manager asks again.
    ctx.log.warn({ err: error, orderId: opened.orderId }, 'order not placed yet');
    throw operationInProgress();
  }
}

/** The answer of a placement that is over. Throws OPERATION_IN_PROGRESS and a Rejection. */
export async function answerOf(ctx: Ctx, orderId: string): Promise<OrderAnswer> {
  const order = await loadOrder(ctx, orderId);
  if (order.status === 'PLACING') throw operationInProgress();
  if (!isVisible(order)) throw new Rejection(...((order.rejection ?? []) as UserError[]));
  const guestToken = order.isGuest
    ? signGuestToken(order.id, ctx.config.internalSecret, order.placedAt)
    : null;
  return { order, guestToken };
}
