import { setTimeout as sleep } from 'node:timers/promises';
import * as q from '../purchase.js';
import { FaultClient } from './fault-client.js';
import { CART_CREATE, type Goods } from './goods.js';
import type { History, OrderWish } from './history.js';
import type { Random } from './random.js';

const METHODS = [
  ...['tok_ok', 'tok_ok', 'tok_ok', 'tok_declined', 'tok_requires_action'],
  ...[
    'tok_timeout_before_charge',
    'tok_timeout_after_charge',
    'tok_error_then_charged',
    'tok_slow_5s',
  ],
];

const LOOK =
  'query ($token: String!) { orderByToken(token: $token) { id contact { name email } shippingAddress { name } lines { quantity } } }';

// oxlint-disable-next-line typescript/no-explicit-any
export const refusalOf = (field: string) => (data: any) => {
  const codes = (data[field]?.userErrors ?? []).map((error: { code: string }) => error.code);
  return codes.length > 0 ? codes.join(' ') : undefined;
};

/** Places the order of a wish once more and keeps what the answer says about it. */
export async function place(client: FaultClient, wish: OrderWish): Promise<void> {
  const reply = await client.insist(
    'order',
    q.ORDER_PLACE,
    wish.variables,
    refusalOf('orderPlace'),
  );
  const placed = reply?.data?.orderPlace;
  wish.open = !placed;
  if (placed?.order) {
    wish.acknowledged.add(placed.order.id as string);
    if (placed.guestToken) wish.guestToken = placed.guestToken as string;
  } else if (placed) wish.refusals.add(String(refusalOf('orderPlace')(reply?.data)));
}

/** Puts the order of a cart on record before it is sent. */
export function wishFor(
  client: FaultClient,
  cart: { id: string; cost: { total: unknown } } & Parameters<typeof q.freeDelivery>[0],
  history: History,
  isMember = false,
): OrderWish {
  const email = `${client.canary}@example.com`;
  const input = {
    ...(isMember ? {} : { cartId: cart.id, guestEmail: email }),
    shippingAddress: { ...q.ADDRESS, name: client.canary },
    shippingMethodId: q.freeDelivery(cart),
    expectedTotal: cart.cost.total,
  };
  const key = q.unique('order');
  const wish: OrderWish = {
    key,
    email,
    variables: { input, key },
    acknowledged: new Set(),
    refusals: new Set(),
    open: true,
  };
  if (isMember && client.token) wish.token = client.token;
  history.wishes.push(wish);
  return wish;
}

/**
 * Many guests who want one scarce thing in the same moment: each has a piece in the cart, then all
 * order at once.
 */
export async function flashSale(
  gateways: readonly string[],
  { variantId }: Goods,
  history: History,
  buyers: number,
): Promise<void> {
  const wishes: { client: FaultClient; wish: OrderWish }[] = [];
  for (let buyer = 0; buyer < buyers; buyer++) {
    const client = new FaultClient(gateways, history);
    const cart = (
      await client.send(
        'cart',
        CART_CREATE,
        { lines: [{ variantId, quantity: 1 }] },
        refusalOf('cartCreate'),
      )
    )?.data?.cartCreate?.cart;
    if (cart?.lines.length > 0) wishes.push({ client, wish: wishFor(client, cart, history) });
  }
  await Promise.all(wishes.map(({ client, wish }) => place(client, wish)));
}

/**
 * Guests who fill carts, order (some click twice), pay in all ways there are, and change their
 * minds, until told to stop.
 */
export async function shop(parts: {
  gateways: readonly string[];
  goods: readonly Goods[];
  history: History;
  random: Random;
  pauseMs: number;
  until: AbortSignal;
}): Promise<void> {
  const { gateways, goods, history, random, until } = parts;
  while (!until.aborted) {
    const client = new FaultClient(gateways, history);
    // The dice are thrown before anything is sent: answers and their times must not change what
    // comes next.
    const lines = random
      .shuffle(goods)
      .slice(0, 1 + random.int(2))
      .map(({ variantId }) => ({ variantId, quantity: 1 + random.int(2) }));
    const clicks = random.next() < 0.2 ? 2 : 1;
    const method = random.next() < 0.85 ? random.pick(METHODS) : undefined;
    const cancels = random.next() < 0.2;
    const reply = await client.send('cart', CART_CREATE, { lines }, refusalOf('cartCreate'));
    const cart = reply?.data?.cartCreate?.cart;
    if (cart?.lines.length > 0) {
      const wish = wishFor(client, cart, history);
      await Promise.all(Array.from({ length: clicks }, () => place(client, wish)));
      const [id] = wish.acknowledged;
      if (id !== undefined && wish.guestToken) {
        client.guestToken = wish.guestToken;
        if (method)
          await client.insist(
            'pay',
            q.PAY,
            { id, method, key: q.unique('pay') },
            refusalOf('paymentCreate'),
          );
        await client.send('look', LOOK, { token: wish.guestToken });
        if (cancels)
          await client.insist(
            'cancel',
            q.ORDER_CANCEL,
            { id, key: q.unique('cancel') },
            refusalOf('orderCancel'),
          );
      }
    }
    await sleep(parts.pauseMs);
  }
}
