import type { Principal } from '@emporium/auth/principal';
import type { Shop } from '../start-shop.js';
import { callSubgraph, UserErrorsReturned } from './call-subgraph.js';

const ERRORS = 'userErrors { ... on UserError { code message } }';
const PRODUCTS = `query { products(first: 20, where: { skus: ["harbour-t-shirt", "market-tote", "breakfast-mug", "reading-lamp"] }) { nodes { variants(first: 2) { nodes { id availability { inStock } } } } } }`;
const ADD = `mutation ($lines: [CartLineInput!]!, $to: CartDestinationInput) { cartLinesAdd(lines: $lines) { cart { shippingMethods(destination: $to) { methodId } } ${ERRORS} } }`;
const DELIVER = `mutation ($to: CartDestinationInput, $method: ID) { cartDeliveryUpdate(destination: $to, shippingMethodId: $method) { cart { cost { total { minor currency } } } ${ERRORS} } }`;
const PLACE = `mutation ($input: OrderPlaceInput!, $key: ID!) { orderPlace(input: $input, idempotencyKey: $key) { order { id } ${ERRORS} } }`;
const PAY = `mutation ($id: ID!, $key: ID!) { paymentCreate(orderId: $id, method: "tok_ok", idempotencyKey: $key) { payment { id } ${ERRORS} } }`;
const STATE = `query ($id: ID!) { order(id: $id) { status version } }`;
const MOVE = `mutation ($id: ID!, $to: OrderStatus!, $version: Int!) { orderTransition(id: $id, to: $to, expectedVersion: $version) { order { id } ${ERRORS} } }`;
const ADDRESS = {
  name: 'Cleo Customer',
  line1: 'Lindenallee 12',
  city: 'Berlin',
  postalCode: '10437',
  country: 'DE',
};

/** How far each demo order has come. */
const ORDERS: { quantity: number; from: number; steps: string[] }[] = [
  { quantity: 1, from: 0, steps: ['PROCESSING', 'SHIPPED', 'DELIVERED'] },
  { quantity: 2, from: 1, steps: ['PROCESSING', 'SHIPPED'] },
  { quantity: 1, from: 2, steps: [] },
];

interface OrderState {
  status: string;
  version: number;
}

/**
 * Buys a few things for the demo customer the way a shopper would: cart, order, payment; then staff
 * moves the orders on. With a real provider nobody pays: the first order stays unpaid, and expires.
 */
export async function seedOrders(shop: Shop, customer: Principal, staff: Principal): Promise<void> {
  const found = await callSubgraph<{
    nodes: { variants: { nodes: { id: string; availability: { inStock: boolean } }[] } }[];
  }>(shop, 'catalog', staff, PRODUCTS);
  const variants = found.nodes.flatMap((node) =>
    node.variants.nodes.filter((variant) => variant.availability.inStock).slice(0, 1),
  );
  for (const [index, { quantity, from, steps }] of ORDERS.entries()) {
    const lines = variants.slice(from, from + 2).map(({ id }) => ({ variantId: id, quantity }));
    if (lines.length === 0) return;
    const expectedTotal = await fillCart(shop, customer, lines);
    const input = { shippingAddress: ADDRESS, expectedTotal };
    const { order } = await callSubgraph<{ order: { id: string } }>(
      shop,
      'orders',
      customer,
      PLACE,
      { input, key: `seed-order-${index}` },
    );
    // The next cart begins without a choice, as a shopper's first one.
    await callSubgraph(shop, 'cart', customer, DELIVER, {});
    if (!(await paid(shop, customer, order.id, `seed-payment-${index}`))) return;
    let state = await untilPaid(shop, staff, order.id);
    await untilCartEmpty(shop, customer);
    for (const to of steps) {
      await callSubgraph(shop, 'orders', staff, MOVE, { id: order.id, to, version: state.version });
      state = await callSubgraph<OrderState>(shop, 'orders', staff, STATE, { id: order.id });
    }
  }
}

/** Puts the lines into the customer's cart with the first way of delivery; gives the total. */
async function fillCart(shop: Shop, customer: Principal, lines: object[]): Promise<unknown> {
  const to = { country: ADDRESS.country, postalCode: ADDRESS.postalCode };
  const { cart } = await callSubgraph<{ cart: { shippingMethods: { methodId: string }[] } }>(
    shop,
    'cart',
    customer,
    ADD,
    { lines, to },
  );
  const told = await callSubgraph<{ cart: { cost: { total: unknown } } }>(
    shop,
    'cart',
    customer,
    DELIVER,
    { to, method: cart.shippingMethods[0]?.methodId },
  );
  return told.cart.cost.total;
}

/** False when the provider of this shop knows no test card. */
async function paid(shop: Shop, customer: Principal, id: string, key: string): Promise<boolean> {
  try {
    await callSubgraph(shop, 'payments', customer, PAY, { id, key });
    return true;
  } catch (error) {
    if (error instanceof UserErrorsReturned && error.code === 'INVALID_INPUT') return false;
    throw error;
  }
}

const WAIT_MS = 10_000;

async function poll<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${WAIT_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

function untilPaid(shop: Shop, staff: Principal, id: string): Promise<OrderState> {
  return poll(async () => {
    const state = await callSubgraph<OrderState>(shop, 'orders', staff, STATE, { id });
    return state.status === 'PAID' ? state : undefined;
  }, 'the payment of a demo order');
}

/** The next demo order starts from an empty cart: paid lines leave it by an event. */
function untilCartEmpty(shop: Shop, customer: Principal): Promise<true> {
  return poll(async () => {
    const cart = await callSubgraph<{ totalQuantity: number } | null>(
      shop,
      'cart',
      customer,
      '{ cart { totalQuantity } }',
    );
    return !cart || cart.totalQuantity === 0 ? true : undefined;
  }, 'the emptying of the demo cart');
}
