import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { Client } from './client.js';

const ERRORS = 'userErrors { __typename ... on UserError { code path message } }';

export const SEARCH = `query ($query: String!, $filters: [FacetFilter!]) { search(query: $query, first: 5, filters: $filters) { totalCount
  nodes { card { name inStock price { min { decimal } } } product { id slug variants(first: 5) { nodes { id sku availability { inStock maxOrderable } } } } }
  facets { name values { value count selected } } didYouMean } }`;
export const STOCK = `query ($id: ID!) { product(id: $id) { variants(first: 5) { nodes { id stock { onHand reserved available
  movements(first: 20) { nodes { type change reservedChange balanceAfter reservedAfter orderId } } } } } } }`;
export const STOCK_ADJUST = `mutation ($id: ID!, $change: Int!, $key: ID!) { stockAdjust(variantId: $id, change: $change, type: ADJUSTMENT, reason: "count", idempotencyKey: $key) {
  variant { stock { available } } ${ERRORS} } }`;
export const CART_CREATE = `mutation { cartCreate { cart { id } ${ERRORS} } }`;
export const CART_ADD = `mutation ($cart: ID, $lines: [CartLineInput!]!) { cartLinesAdd(cartId: $cart, lines: $lines) { cart { id version totalQuantity cost { total { minor currency } } } ${ERRORS} } }`;
export const CART_MERGE = `mutation ($cart: ID!) { cartMerge(guestCartId: $cart) { cart { id totalQuantity cost { total { minor currency } } problems { __typename } } ${ERRORS} } }`;
export const CART = `query ($id: ID) { cart(id: $id) { id totalQuantity lines { quantity variant { id name } snapshot { name } } cost { total { minor currency } } } }`;
export const REGISTER = `mutation ($email: String!, $password: String!) { userRegister(email: $email, password: $password, firstName: "Jo", lastName: "Doe") { user { id } accessToken ${ERRORS} } }`;
export const ORDER_PLACE = `mutation ($input: OrderPlaceInput!, $key: ID!) { orderPlace(input: $input, idempotencyKey: $key) { order { id number status total { minor currency } } guestToken ${ERRORS} } }`;
export const PAY = `mutation ($id: ID!, $method: String!, $key: ID!) { paymentCreate(orderId: $id, method: $method, idempotencyKey: $key) { payment { id status amount { minor } } ${ERRORS} } }`;
export const ORDER = `query ($id: ID!) { order(id: $id) { id number status version total { minor currency } balanceDue { minor } payments { status amount { minor } refunded { minor } }
  lines { productName sku quantity unitPrice { minor } variant { id } } history(first: 20) { nodes { type from to actor } } } }`;
export const ORDER_BY_TOKEN = `query ($token: String!) { orderByToken(token: $token) { id status lines { productName quantity } payments { status refunded { minor } } history(first: 20) { nodes { type to } } } }`;
export const ORDER_CANCEL = `mutation ($id: ID!, $key: ID!) { orderCancel(id: $id, idempotencyKey: $key) { order { status } ${ERRORS} } }`;

export const ADDRESS = {
  name: 'Jo Doe',
  line1: 'Quay 1',
  city: 'Hamburg',
  postalCode: '20457',
  country: 'DE',
};

/** A text that no other test uses. */
export const unique = (prefix: string): string =>
  `${prefix}-${Math.random().toString(36).slice(2)}${Date.now().toString(36)}`;

/**
 * Subscribes over WebSocket and collects what arrives. Resolves when the server has accepted the
 * connection.
 */
export async function subscribe(
  client: Client,
  query: string,
): Promise<{ events: unknown[]; stop(): void }> {
  const events: unknown[] = [];
  let connected!: () => void;
  const open = new Promise<void>((resolve) => (connected = resolve));
  const socket = createClient({
    url: client.url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    lazy: false,
    retryAttempts: 0,
    connectionParams: client.token ? { authorization: `Bearer ${client.token}` } : {},
    on: { connected: () => connected() },
  });
  await open;
  socket.subscribe(
    { query },
    {
      next: (value) => events.push(value.data),
      error: (error) => events.push({ error }),
      complete: () => undefined,
    },
  );
  return { events, stop: () => void socket.dispose() };
}
/** Staff send whatever is left of an order. */
export const FULFILL = `mutation ($id: ID!, $key: ID!) {
  fulfillmentCreate(orderId: $id, idempotencyKey: $key) { order { status } fulfillment { id } userErrors { ... on UserError { code message } } } }`;
