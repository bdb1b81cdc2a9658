import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { customer } from '@emporium/testing/principals';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newCartId } from '../store/cart-id.js';
import { openCartShop } from './cart-shop.fixture.js';

// Accepts connections and never answers: the worst a Redis can do, since nothing fails by itself.
const sockets: Socket[] = [];
let deaf: Server;
let shop: Awaited<ReturnType<typeof openCartShop>>;
beforeAll(async () => {
  deaf = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  shop = await openCartShop({
    KV_URL: `redis://127.0.0.1:${(deaf.address() as AddressInfo).port}`,
    CACHE_URL: 'memory:',
  });
  shop.catalog.reset();
});
afterAll(async () => {
  await shop?.t.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => deaf.close(resolve));
});

test('with a Redis that hangs the subgraph starts, cart fields are SUBGRAPH_UNAVAILABLE and everything else is answered', async () => {
  const unavailable = {
    message: expect.not.stringMatching(/redis|127\.0\.0\.1|timed/i),
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true },
  };
  const read = await shop.t.execute('query ($id: ID) { __typename cart(id: $id) { id } }', {
    variables: { id: newCartId() },
  });
  expect(read).toMatchObject({ data: { __typename: 'Query', cart: null }, errors: [unavailable] });
  const add = await shop.t.execute(
    'mutation { cartLinesAdd(lines: [{ variantId: "var_a" }]) { cart { id } } }',
  );
  expect(add).toMatchObject({ data: { cartLinesAdd: null }, errors: [unavailable] });
  const entity =
    'query ($user: [_Any!]!) { _entities(representations: $user) { ... on User { id cart { id } } } }';
  const own = await shop.t.execute(entity, {
    variables: { user: [{ __typename: 'User', id: 'usr_1' }] },
    as: customer('usr_1'),
  });
  expect(own).toMatchObject({
    data: { _entities: [{ id: 'usr_1', cart: null }] },
    errors: [unavailable],
  });
});

test('readiness tells that the carts cannot be reached', async () => {
  await expect(shop.t.ctx().services.carts.ping()).rejects.toMatchObject({
    name: 'SubgraphUnavailableError',
  });
});
