import { setTimeout } from 'node:timers/promises';
import { Client, type Answer } from './client.js';
import * as q from './purchase.js';

const CART_CREATE = `mutation ($lines: [CartLineInput!]!) { cartCreate(lines: $lines) { cart { id cost { total { minor currency } } ${q.DELIVERY} } userErrors { ... on UserError { code } } } }`;
const METHODS = [
  'tok_ok',
  'tok_ok',
  'tok_declined',
  'tok_requires_action',
  'tok_timeout_after_charge',
  'tok_error_then_charged',
];
const SHOPPERS = 5;

/** An order that somebody wanted, with what the shop has acknowledged of it. */
export interface Attempt {
  variables: Record<string, unknown>;
  /** Acknowledged with its token, or refused with codes; neither: the answer never came. */
  order?: { id: string; guestToken: string };
  refused?: string[];
  payment?: { key: string; method: string; id?: string };
  cancelled?: boolean;
}

/** Shoppers at work, and what they know. */
export interface Load {
  attempts: Attempt[];
  /**
   * One cart that gets one piece after the other: how many were acknowledged, how many may or may
   * not have arrived.
   */
  adds: { cartId?: string; acknowledged: number; unknown: number };
  /** Answers so far. */
  answers(): number;
  /** Where the shop is; undefined while it is down: the shoppers wait. */
  openAt(url: string | undefined): void;
  /** Lets everybody finish what they are at. */
  stop(): Promise<void>;
}

/**
 * Starts shoppers who buy what `variantIds` names until they are stopped. `random` decides what
 * they do.
 */
export function startLoad(variantIds: readonly string[], random: () => number): Load {
  const load: Pick<Load, 'attempts' | 'adds'> = {
    attempts: [],
    adds: { acknowledged: 0, unknown: 0 },
  };
  let url: string | undefined;
  let answers = 0;
  let stopped = false;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

  /** Undefined: the connection broke, and nobody knows what the shop has done. */
  const send = async (
    query: string,
    variables: Record<string, unknown>,
    guestToken?: string,
  ): Promise<Answer | undefined> => {
    while (!url && !stopped) await setTimeout(20);
    if (!url) return undefined;
    const client = new Client(url);
    if (guestToken) client.guestToken = guestToken;
    try {
      const answer = await client.send(query, variables);
      answers++;
      return answer;
    } catch {
      return undefined;
    }
  };

  const buy = async (): Promise<void> => {
    const created = await send(CART_CREATE, {
      lines: [{ variantId: pick(variantIds), quantity: 1 + Math.floor(random() * 3) }],
    });
    const cart = created?.data?.cartCreate?.cart;
    if (!cart) return;
    const input = {
      cartId: cart.id,
      guestEmail: `${cart.id}@example.com`,
      shippingAddress: q.ADDRESS,
      shippingMethodId: q.freeDelivery(cart),
      expectedTotal: cart.cost.total,
    };
    const attempt: Attempt = { variables: { input, key: q.unique('crash') } };
    load.attempts.push(attempt);
    Object.assign(attempt, outcomeOf(await send(q.ORDER_PLACE, attempt.variables)));
    if (!attempt.order) return;
    const { id, guestToken } = attempt.order;
    attempt.payment = { key: q.unique('pay'), method: pick(METHODS) };
    const paid = await send(
      q.PAY,
      { id, method: attempt.payment.method, key: attempt.payment.key },
      guestToken,
    );
    const paymentId = paid?.data?.paymentCreate?.payment?.id;
    if (paymentId) attempt.payment.id = paymentId;
    if (random() > 0.25) return;
    const cancelled = await send(q.ORDER_CANCEL, { id, key: q.unique('cancel') }, guestToken);
    attempt.cancelled = cancelled?.data?.orderCancel?.order?.status === 'CANCELLED';
  };

  const fillCart = async (): Promise<void> => {
    const { adds } = load;
    adds.cartId ??= (await send(q.CART_CREATE, {}))?.data?.cartCreate?.cart?.id;
    if (!adds.cartId) return;
    const answer = await send(q.CART_ADD, {
      cart: adds.cartId,
      lines: [{ variantId: variantIds[0]!, quantity: 1 }],
    });
    const added = answer?.data?.cartLinesAdd;
    if (added?.cart && added.userErrors.length === 0) adds.acknowledged++;
    else if (!added?.userErrors?.length) adds.unknown++;
  };

  const untilStopped = async (work: () => Promise<void>) => {
    while (!stopped) await work();
  };
  const working = [
    untilStopped(fillCart),
    ...Array.from({ length: SHOPPERS }, () => untilStopped(buy)),
  ];
  return {
    ...load,
    answers: () => answers,
    openAt: (address) => (url = address),
    stop: async () => {
      stopped = true;
      await Promise.all(working);
    },
  };
}

/** What an answer of orderPlace settles; nothing when it may still come. */
export function outcomeOf(answer: Answer | undefined): Pick<Attempt, 'order' | 'refused'> {
  const { order, guestToken, userErrors } = answer?.data?.orderPlace ?? {};
  if (order) return { order: { id: order.id, guestToken } };
  return userErrors?.length
    ? { refused: userErrors.map((error: { code: string }) => error.code) }
    : {};
}

/**
 * Seeded numbers from 0 to 1 (mulberry32): the same seed gives the same run, as far as the machine
 * allows.
 */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
