import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SubgraphUnavailableError, type SubgraphRequest } from '@emporium/platform/subgraph-client';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { orders } from './subgraph.js';

/** A cart as the cart subgraph would answer it. */
export interface FakeCart {
  id: string;
  version: number;
  owner: { id: string } | null;
  lines: {
    quantity: number;
    variant: { id: string };
    unitPrice: { minor: number; currency: string };
  }[];
  cost: { total: { minor: number; currency: string } };
  discountCodes?: { code: string }[];
}

/** What catalog says of the goods besides price and words. */
const facts = (variantId: string) => ({
  productId: `prod_${variantId}`,
  categoryIds: ['cat_all'],
  taxCategory: null,
  weightGrams: 100,
});

const answerOf = (cart: FakeCart | undefined) =>
  cart
    ? {
        discountCodes: [],
        currency: cart.cost.total.currency,
        delivery: { shippingMethodId: null, vatNumber: null },
        ...cart,
        lines: cart.lines.map((line) => ({
          ...line,
          _goods: { ...facts(line.variant.id), price: line.unitPrice },
        })),
      }
    : null;

/** Stand-ins for cart, catalog and users with the promises that orders relies on. */
export class FakeShop {
  carts = new Map<string, FakeCart>();
  /** Variant → price in minor units and units. */
  variants = new Map<string, { price: number; available: number }>();
  reservations = new Map<
    string,
    { state: string; lines: { variantId: string; quantity: number }[] }
  >();
  reserveCalls = 0;
  /** What catalog says of the stock that is left. */
  isScarce = false;
  /** Called before catalog answers; may hang or throw. */
  beforeReserve: () => Promise<void> = async () => undefined;
  users = new Map<string, object>();
  userCalls = 0;
  /** Called before users answers; may hang or throw. */
  beforeUser: () => Promise<void> = async () => undefined;

  readonly calls = {
    cart: (request: SubgraphRequest) => ({
      _cart: answerOf(this.carts.get(String(request.variables?.['id']))),
    }),
    users: async (request: SubgraphRequest) => {
      this.userCalls++;
      await this.beforeUser();
      return { _user: this.users.get(String(request.variables?.['id'])) ?? null };
    },
    catalog: async (request: SubgraphRequest) => {
      if (request.query.includes('_stockReserve')) {
        const timeout = sleep(request.timeoutMs, undefined, { ref: false }).then(() => {
          throw new SubgraphUnavailableError('catalog', 'timeout');
        });
        return {
          _stockReserve: await Promise.race([this.reserve(request.variables as never), timeout]),
        };
      }
      if (request.query.includes('_stockQuote'))
        return { _stockQuote: this.quote(request.variables!['lines'] as never) };
      if (request.query.includes('_reservation(')) {
        const hold = this.reservations.get(String(request.variables!['orderId']));
        return { _reservation: hold ? { lines: hold.lines.map((line) => this.held(line)) } : null };
      }
      return Object.fromEntries(
        Object.entries(request.variables ?? {}).map(([name, id]) => [
          name.replace('o', 'r'),
          this.reservations.get(String(id)) ?? null,
        ]),
      );
    },
  };

  private async reserve({
    orderId,
    lines,
  }: {
    orderId: string;
    lines: { variantId: string; quantity: number }[];
  }) {
    this.reserveCalls++;
    await this.beforeReserve();
    if (!this.reservations.has(orderId)) {
      const refused = this.refusal(lines);
      if (refused) return { reservation: null, userErrors: [refused] };
      for (const { variantId, quantity } of lines)
        this.variants.get(variantId)!.available -= quantity;
      this.reservations.set(orderId, { state: 'HELD', lines });
    }
    const { state } = this.reservations.get(orderId)!;
    const held = lines.map((line) => this.held(line));
    return { reservation: { state, isScarce: this.isScarce, lines: held }, userErrors: [] };
  }

  private refusal(lines: { variantId: string; quantity: number }[]): object | undefined {
    for (const { variantId, quantity } of lines) {
      const variant = this.variants.get(variantId);
      if (!variant) return { code: 'NOT_FOUND', message: 'no such variant' };
      if (variant.available < quantity)
        return {
          code: 'INSUFFICIENT_STOCK',
          message: 'too few',
          variantId,
          requested: quantity,
          available: variant.available,
        };
    }
    return undefined;
  }

  private quote(lines: { variantId: string; quantity: number }[]) {
    const refused = this.refusal(lines);
    return refused
      ? { lines: null, userErrors: [refused] }
      : { lines: lines.map((line) => this.held(line)), userErrors: [] };
  }

  private held(line: { variantId: string; quantity: number }) {
    return {
      ...line,
      unitPrice: { minor: this.variants.get(line.variantId)!.price, currency: 'EUR' },
      productName: 'Shirt',
      variantName: 'Small',
      sku: `SKU-${line.variantId}`,
      imageAssetId: 'med_1',
      ...facts(line.variantId),
    };
  }

  /** Makes the hold of a change a part of its order's, as catalog does when it hears of it. */
  amend(orderId: string, lines: { variantId: string; quantity: number }[]): void {
    this.reservations.set(orderId, { state: 'CONFIRMED', lines });
  }

  /** A cart with these quantities at today's prices. */
  cart(lines: Record<string, number>, owner: string | null = null, version = 1): FakeCart {
    const id = `crt_${randomUUID()}`;
    const rows = Object.entries(lines).map(([variantId, quantity]) => {
      const price = this.variants.get(variantId)?.price ?? 1_000;
      return { quantity, variant: { id: variantId }, unitPrice: { minor: price, currency: 'EUR' } };
    });
    const total = rows.reduce((sum, row) => sum + row.unitPrice.minor * row.quantity, 0);
    const cart = {
      id,
      version,
      owner: owner ? { id: owner } : null,
      lines: rows,
      cost: { total: { minor: total, currency: 'EUR' } },
    };
    this.carts.set(id, cart);
    if (owner) this.carts.set(`user:${owner}`, cart);
    return cart;
  }
}

/** Orders at work among stand-ins; 100 units each of var_shirt (19.99) and var_sock (4.50). */
export async function startOrders(
  env: Record<string, string> = {},
  now?: () => Date,
): Promise<{ t: TestSubgraph<unknown>; shop: FakeShop }> {
  const shop = new FakeShop();
  shop.variants.set('var_shirt', { price: 1_999, available: 100 });
  shop.variants.set('var_sock', { price: 450, available: 100 });
  // Most tests order as one guest and never pay.
  return {
    t: await startTestSubgraph(orders, {
      calls: shop.calls,
      env: { UNPAID_ORDERS_MAX: '1000', ...env },
      ...(now ? { now } : {}),
    }),
    shop,
  };
}

export const address = {
  name: 'Ada Lovelace',
  line1: 'Main Street 1',
  city: 'London',
  postalCode: 'N1',
  country: 'GB',
};

/** Variables of an orderPlace for the cart. */
export const placeVariables = (cart: FakeCart, key: string = randomUUID(), input: object = {}) => ({
  key,
  input: {
    cartId: cart.id,
    guestEmail: 'ada@example.test',
    shippingAddress: address,
    expectedTotal: cart.cost.total,
    ...input,
  },
});

const ERRORS = `userErrors { __typename ... on UserError { code message path }
  ... on PriceChangedError { expected { minor decimal } actual { minor decimal } } ... on InvalidTransitionError { from to allowed }
  ... on VersionConflictError { currentVersion } ... on InsufficientStockError { variantId requested available } }`;
export const ORDER = `id number status version subtotal { minor } total { minor decimal currency } contact { name email } customer { id }
  shippingAddress { name city } billingAddress { name } placedAt expiresAt lines { id sku productName quantity imageUrl unitPrice { minor } total { minor } variant { id } }
  history { nodes { type from to actor note } totalCount }`;
export const PLACE = `mutation($input: OrderPlaceInput!, $key: ID!) { orderPlace(input: $input, idempotencyKey: $key) { guestToken order { ${ORDER} } ${ERRORS} } }`;
export const CANCEL = `mutation($id: ID!, $key: ID!, $reason: String) { orderCancel(id: $id, reason: $reason, idempotencyKey: $key) { order { ${ORDER} } ${ERRORS} } }`;
export const TRANSITION = `mutation($id: ID!, $to: OrderStatus!, $v: Int!, $s: ShipmentInput) {
  orderTransition(id: $id, to: $to, expectedVersion: $v, shipment: $s) { order { ${ORDER} allowedTransitions fulfillments { trackingNumber shippedAt deliveredAt } } ${ERRORS} } }`;
export const RETURN = `mutation($id: ID!, $lines: [ReturnLineInput!]!, $key: ID!) {
  orderReturnRequest(orderId: $id, lines: $lines, reason: "too small", idempotencyKey: $key) { order { returns { status reason lines { quantity restocked } } } ${ERRORS} } }`;
