import type { SubgraphRequest } from '@emporium/platform/subgraph-client';
import type { Principal } from '@emporium/auth/principal';
import type { Envelope } from '@emporium/bus/envelope';
import { OrderCancelled, OrderPaid } from '@emporium/orders-events';
import { admin, service } from '@emporium/testing/principals';
import {
  startTestSubgraph,
  type TestSubgraph,
  type TestSubgraphOptions,
} from '@emporium/testing/test-subgraph';
import { catalog } from './subgraph.js';

const ERRORS = 'userErrors { __typename ... on UserError { code message path } }';
const CREATE = `mutation ($input: ProductCreateInput!, $key: ID) { productCreate(input: $input, idempotencyKey: $key) {
  product { id sku slug version variants(first: 50) { nodes { id sku version } } } ${ERRORS} } }`;
const ADJUST = `mutation ($variantId: ID!, $change: Int!, $type: StockMovementType!, $key: ID!) {
  stockAdjust(variantId: $variantId, change: $change, type: $type, idempotencyKey: $key) { movement { id balanceAfter } variant { id stock { onHand reserved available } }
  userErrors { ... on UserError { code message path } ... on InsufficientStockError { variantId requested available } } } }`;
const RESERVE = `mutation ($orderId: ID!, $lines: [ReservationLine!]!, $expiresAt: DateTime!) { _stockReserve(orderId: $orderId, lines: $lines, expiresAt: $expiresAt) {
  reservation { id orderId state expiresAt lines { variantId quantity unitPrice { minor currency } productName variantName sku imageAssetId } }
  userErrors { ... on UserError { code message path } ... on InsufficientStockError { variantId requested available } } } }`;

let counter = 0;
const unique = (prefix: string) => `${prefix}-${++counter}`;

/** A catalog at work, with short ways to do what tests do often. */
export type TestCatalog = Awaited<ReturnType<typeof startCatalog>>;

/** Media that has every asset but `med_gone`. */
const media = ({ variables }: SubgraphRequest) => ({
  _entities: (variables!['of'] as { id: string }[]).map(({ id }) =>
    id === 'med_gone' ? null : { id },
  ),
});

/**
 * Starts catalog for tests; unless a test says otherwise, orders knows no order and media has every
 * asset but `med_gone`.
 */
export async function startCatalog(options: TestSubgraphOptions = {}) {
  const calls = { orders: () => ({ _order: null }), media, ...options.calls };
  const t: TestSubgraph<unknown> = await startTestSubgraph(catalog, { ...options, calls });

  /** Executes as admin and fails the test on GraphQL errors. */
  const ask = async (
    query: string,
    variables: Record<string, unknown> = {},
    as: Principal = admin,
  ) => {
    const { data, errors } = await t.execute(query, { variables, as });
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  const createProduct = async (input: Record<string, unknown> = {}, key?: string) => {
    const sku = unique('p');
    return (await ask(CREATE, { input: { sku, name: `Product ${sku}`, ...input }, key }))
      .productCreate;
  };
  /** A product with one variant in stock; its ids. */
  const stocked = async (quantity: number, input: Record<string, unknown> = {}) => {
    const sku = unique('v');
    const variants = [{ sku, price: { minor: 1000, currency: 'EUR' }, initialStock: quantity }];
    const { product } = await createProduct({ variants, ...input });
    return {
      productId: product.id as string,
      variantId: product.variants.nodes[0].id as string,
      sku,
    };
  };
  const adjust = async (
    variantId: string,
    change: number,
    type = 'ADJUSTMENT',
    key = unique('key'),
  ) => (await ask(ADJUST, { variantId, change, type, key })).stockAdjust;
  const reserve = async (
    orderId: string,
    lines: { variantId: string; quantity: number }[],
    expiresAt = new Date(Date.now() + 1_800_000),
  ) =>
    (await ask(RESERVE, { orderId, lines, expiresAt: expiresAt.toISOString() }, service('orders')))
      ._stockReserve;
  const stock = async (variantId: string) => {
    const { _entities } = await ask(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ProductVariant { stock { onHand reserved available movements(first: 50) { nodes { type change reservedChange orderId } } } } } }`,
      { r: [{ __typename: 'ProductVariant', id: variantId }] },
    );
    return _entities[0].stock as {
      onHand: number;
      reserved: number;
      available: number;
      movements: {
        nodes: { type: string; change: number; reservedChange: number; orderId: string | null }[];
      };
    };
  };
  const about = (orderId: string, version: number) => ({
    orderId,
    number: '1',
    userId: null,
    version,
    lines: [],
  });
  const paid = (orderId: string) =>
    t.deliver(OrderPaid, {
      key: orderId,
      version: 2,
      data: {
        ...about(orderId, 2),
        cartIdHash: 'x',
        cartVersion: 1,
        total: { minor: 1, currency: 'EUR' },
        currency: 'EUR',
      },
    });
  const cancelled = (orderId: string, wasPaid = false) =>
    t.deliver(OrderCancelled, {
      key: orderId,
      version: 3,
      data: { ...about(orderId, 3), reason: 'CUSTOMER', wasPaid },
    });
  /** Events about one aggregate in the order in which they leave, as the bus delivered them. */
  const eventsOf = async (id: string) => {
    const events = await t.published();
    // oxlint-disable-next-line typescript/no-explicit-any
    return events.filter((event) => event.subject === id) as Envelope<any>[];
  };
  /** Runs a command to its end. */
  const command = async (name: string, args: Record<string, unknown> = {}) => {
    // oxlint-disable-next-line typescript/no-explicit-any
    const lines: Record<string, any>[] = [];
    const found = catalog.commands!.find((candidate) => candidate.name === name)!;
    for await (const line of found.run(t.running.systemCtx(), args)) lines.push(line);
    return lines;
  };
  return {
    ...t,
    ask,
    createProduct,
    stocked,
    adjust,
    reserve,
    stock,
    paid,
    cancelled,
    eventsOf,
    command,
    unique,
  };
}
