import { setTimeout } from 'node:timers/promises';
import type { Answer, Client } from './client.js';
import * as q from './purchase.js';
import type { ShopUnderTest } from './shop-under-test.js';

const CREATE = `mutation ($input: ProductCreateInput!) { productCreate(input: $input) { product { id variants(first: 1) { nodes { id } } } userErrors { ... on UserError { code message } } } }`;
const CART_CREATE = `mutation ($lines: [CartLineInput!]!) { cartCreate(lines: $lines) { cart { id cost { total { minor currency } } ${q.DELIVERY} } userErrors { ... on UserError { code message } } } }`;
const LEDGER = `query ($id: ID!, $after: String) { product(id: $id) { variants(first: 1) { nodes { stock { onHand reserved available
  movements(first: 100, after: $after) { nodes { change reservedChange } pageInfo { hasNextPage endCursor } } } } } } }`;
/** How long a shopper insists on an answer that is told to be still on its way, in milliseconds. */
const TIMEOUT_MS = 60_000;
const LOOK_EVERY_MS = 50;

/** What everybody wants. */
export interface Prize {
  productId: string;
  variantId: string;
}

/** A product of its own with `units` in stock, known to the cart. */
export async function prize(shop: ShopUnderTest, units: number): Promise<Prize> {
  const sku = q.unique('prize');
  const variants = [
    { sku: `${sku}-1`, price: { minor: 1_234, currency: 'EUR' }, initialStock: units },
  ];
  const { productCreate } = await (
    await shop.admin()
  ).get(CREATE, { input: { sku, slug: sku, name: `Prize ${sku}`, variants } });
  return {
    productId: productCreate.product.id,
    variantId: productCreate.product.variants.nodes[0].id,
  };
}

/** Somebody with a filled cart and a key for the one order they want. */
export interface Shopper {
  client: Client;
  /** Clicks at once: more than one is the impatient kind. */
  clicks: number;
  variables: Record<string, unknown>;
}

/** A guest with one piece in the cart. */
export async function shopper(
  shop: ShopUnderTest,
  { variantId }: Prize,
  clicks: number,
): Promise<Shopper> {
  const client = shop.client();
  const { data } = await insist(() =>
    client.send(CART_CREATE, { lines: [{ variantId, quantity: 1 }] }),
  );
  const { cart, userErrors } = data.cartCreate;
  if (!cart || userErrors.length > 0) throw new Error(`no cart: ${JSON.stringify(userErrors)}`);
  const input = {
    cartId: cart.id,
    guestEmail: `${q.unique('racer')}@example.com`,
    shippingAddress: q.ADDRESS,
    shippingMethodId: q.freeDelivery(cart),
    expectedTotal: cart.cost.total,
  };
  return { client, clicks, variables: { input, key: q.unique('race') } };
}

/**
 * How it ended for a shopper: the order, or the codes of the refusal. All clicks with the key must
 * have the same end.
 */
export interface Outcome {
  orderId?: string;
  codes: string[];
}

/**
 * Orders, with all clicks at once, until the answer is final. Throws when the clicks end
 * differently.
 */
export async function order(shopper: Shopper): Promise<Outcome> {
  const answers = await Promise.all(
    Array.from({ length: shopper.clicks }, () =>
      insist(() => shopper.client.send(q.ORDER_PLACE, shopper.variables)),
    ),
  );
  const outcomes = answers.map(({ data, errors }) => {
    const { order: placed, guestToken, userErrors } = data?.orderPlace ?? {};
    if (guestToken) shopper.client.guestToken = guestToken;
    const codes = [...(userErrors ?? []), ...(errors ?? []).map((error) => error.extensions)].map(
      (error) => String(error.code),
    );
    return { ...(placed ? { orderId: placed.id as string } : {}), codes };
  });
  const [first, ...others] = outcomes.map((outcome) => JSON.stringify(outcome));
  if (others.some((other) => other !== first))
    throw new Error(`clicks with one key ended differently: ${first} and ${others.join()}`);
  return outcomes[0]!;
}

/** Cancels the order twice at once, with one key, until the answer is final. */
export async function cancel({ client }: Shopper, id: string): Promise<void> {
  const key = q.unique('cancel');
  const answers = await Promise.all(
    [1, 2].map(() => insist(() => client.send(q.ORDER_CANCEL, { id, key }))),
  );
  for (const { data, errors } of answers) {
    if (data?.orderCancel?.order?.status !== 'CANCELLED')
      throw new Error(`not cancelled: ${JSON.stringify({ data, errors })}`);
  }
}

/**
 * Repeats an operation with the same key as long as its only problem is that it may be repeated; no
 * more often than a good client does.
 */
export async function insist(send: () => Promise<Answer>): Promise<Answer> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    const answer = await send();
    const mayRepeat =
      answer.errors?.length &&
      answer.errors.every((error) => error.extensions['retryable'] === true);
    if (!mayRepeat || Date.now() > deadline) return answer;
    await setTimeout(500 + Math.random() * 1_000);
  }
}

/** Stock of the prize as staff sees it, with the sums of its ledger. */
export async function ledger(admin: Client, { productId }: Prize) {
  const sums = { change: 0, reservedChange: 0 };
  for (let after: string | undefined; ;) {
    const { product } = await admin.get(LEDGER, { id: productId, after });
    const { movements, onHand, reserved, available } = product.variants.nodes[0].stock;
    for (const movement of movements.nodes) {
      sums.change += movement.change;
      sums.reservedChange += movement.reservedChange;
    }
    if (!movements.pageInfo.hasNextPage) return { onHand, reserved, available, ...sums };
    after = movements.pageInfo.endCursor;
  }
}

/**
 * Looks at the stock again and again while `work` runs and returns every state in which a number
 * was negative or did not add up.
 */
export async function watched<T>(
  admin: Client,
  { productId }: Prize,
  work: () => Promise<T>,
): Promise<{ result: T; looks: number; wrong: unknown[] }> {
  const wrong: unknown[] = [];
  let looks = 0;
  let running = true;
  const watcher = (async () => {
    while (running) {
      const answer = await admin.send(q.STOCK, { id: productId });
      const stock = answer.data?.product?.variants.nodes[0].stock;
      // A shop under load may be too busy for a look; what it shows must be right.
      if (stock) {
        looks++;
        const { onHand, reserved, available } = stock;
        if (onHand < 0 || reserved < 0 || available < 0 || onHand - reserved !== available)
          wrong.push({ onHand, reserved, available });
      }
      await setTimeout(LOOK_EVERY_MS);
    }
  })();
  try {
    return { result: await work(), looks, wrong };
  } finally {
    running = false;
    await watcher;
  }
}
