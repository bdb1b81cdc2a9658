import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Attacker, codesOf as codes } from './attacker.js';
import * as q from './purchase.js';
import { prize, shopper, type Prize } from './race.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const ERRORS = 'userErrors { ... on UserError { code path } }';
const ADD = `mutation ($cart: ID!, $lines: [CartLineInput!]!) { cartLinesAdd(cartId: $cart, lines: $lines) { cart { id } ${ERRORS} } }`;
const PRODUCT =
  'query ($id: ID!) { product(id: $id) { version variants(first: 1) { nodes { version } } } }';
const UPDATE = `mutation ($input: ProductUpdateInput!) { productUpdate(input: $input) { product { id } userErrors { ... on UserError { code } ... on VersionConflictError { currentVersion } } } }`;
const REPRICE = `mutation ($input: ProductVariantUpdateInput!) { productVariantUpdate(input: $input) { variant { id } ${ERRORS} } }`;
const TRANSITION = `mutation ($id: ID!, $version: Int!) { orderTransition(id: $id, to: PAID, expectedVersion: $version) { order { id } ${ERRORS} } }`;
let shop: ShopUnderTest;
let product: Prize;
let attacker: Attacker;
let admin: Attacker;
/** Somebody else's order and cart. */
let victim: { orderId: string; cartId: string; guestToken: string };

beforeAll(async () => {
  shop = await shopUnderTest();
  admin = new Attacker(shop.url);
  await admin.logIn('admin@emporium.test', 'emporium-demo');
  attacker = new Attacker(shop.url);
  await attacker.logIn('customer@emporium.test', 'emporium-demo');
  product = await prize(shop, 50);
  const { client, variables } = await shopper(shop, product, 1);
  const { orderPlace } = await client.get(q.ORDER_PLACE, variables);
  const other = shop.client();
  other.token = (
    await other.get(q.REGISTER, {
      email: `${q.unique('victim')}@example.com`,
      password: 'a-long-password',
    })
  ).userRegister.accessToken;
  const { cartLinesAdd } = await other.get(q.CART_ADD, {
    lines: [{ variantId: product.variantId, quantity: 1 }],
  });
  victim = {
    orderId: orderPlace.order.id,
    guestToken: orderPlace.guestToken,
    cartId: cartLinesAdd.cart.id,
  };
});
afterAll(() => shop?.close());

afterEach(() => {
  attacker.expectNoLeak();
  admin.expectNoLeak();
});

describe('numbers', () => {
  const ownCart = async () =>
    (await attacker.send(q.CART_CREATE)).data.cartCreate.cart.id as string;

  test.each([-1, 0, 1_000_000_000, 2_147_483_647])(
    'quantity %s makes no sense: INVALID_INPUT with its path',
    async (quantity) => {
      const answer = await attacker.send(ADD, {
        cart: await ownCart(),
        lines: [{ variantId: product.variantId, quantity }],
      });
      expect(answer.status).toBe(200);
      expect(answer.data.cartLinesAdd.userErrors).toEqual([
        { code: 'INVALID_INPUT', path: ['lines', '0', 'quantity'] },
      ]);
    },
  );

  test.each([2_147_483_648, 1.5, '1e3', '1', 'NaN', true, null, [1]])(
    'quantity %j is no Int: BAD_USER_INPUT',
    async (quantity) => {
      const answer = await attacker.send(ADD, {
        cart: await ownCart(),
        lines: [{ variantId: product.variantId, quantity }],
      });
      expect([answer.status, ...codes(answer)]).toEqual([400, 'BAD_USER_INPUT']);
    },
  );

  test.each([-1, '12', 1.5, 2 ** 53, 'NaN'])('price %j is refused', async (minor) => {
    const { version } = (await admin.send(PRODUCT, { id: product.productId })).data.product.variants
      .nodes[0];
    const answer = await admin.send(REPRICE, {
      input: { id: product.variantId, expectedVersion: version, price: { minor, currency: 'EUR' } },
    });
    expect(codes(answer)).toEqual([minor === -1 ? 'INVALID_INPUT' : 'BAD_USER_INPUT']);
  });

  test('stock cannot be adjusted below what is there, nor by nothing', async () => {
    const adjust = (change: number) =>
      admin.send(q.STOCK_ADJUST, { id: product.variantId, change, key: q.unique('bad') });
    expect(codes(await adjust(-1_000))).toEqual(['INSUFFICIENT_STOCK']);
    expect(codes(await adjust(0))).toEqual(['INVALID_INPUT']);
    expect(codes(await adjust(-2_147_483_649))).toEqual(['BAD_USER_INPUT']);
  });

  test.each([0, -1, 101, 1_000_000])('a page of %s is refused', async (first) => {
    for (const list of ['products', 'orders', 'users']) {
      expect(
        codes(
          await admin.send(`query ($first: Int) { ${list}(first: $first) { nodes { id } } }`, {
            first,
          }),
        ),
      ).toEqual(['BAD_USER_INPUT']);
    }
  });

  test('what the server decides cannot be sent along', async () => {
    const { variables } = await shopper(shop, product, 1);
    for (const extra of [
      { price: 1 },
      { total: 1 },
      { status: 'PAID' },
      { userId: 'usr_x' },
      { currency: 'EUR' },
    ]) {
      const answer = await attacker.send(q.ORDER_PLACE, {
        ...variables,
        input: { ...(variables['input'] as object), ...extra },
      });
      expect([answer.status, ...codes(answer)]).toEqual([400, 'BAD_USER_INPUT']);
    }
  });
});

describe('ids', () => {
  test("somebody else's order answers exactly as one that does not exist", async () => {
    for (const query of [q.ORDER, 'query ($id: ID!) { order(id: $id) { contact { email } } }']) {
      const [theirs, none] = [
        await attacker.send(query, { id: victim.orderId }),
        await attacker.send(query, { id: `ord_${randomUUID()}` }),
      ];
      expect(theirs.data).toEqual({ order: null });
      expect([theirs.data, theirs.errors]).toEqual([none.data, none.errors]);
    }
    const pay = (id: string) =>
      attacker.send(q.PAY, { id, method: 'tok_ok', key: q.unique('bad') });
    const cancel = (id: string) => attacker.send(q.ORDER_CANCEL, { id, key: q.unique('bad') });
    for (const act of [pay, cancel]) {
      const [theirs, none] = [await act(victim.orderId), await act(`ord_${randomUUID()}`)];
      expect(codes(theirs)).toEqual(['NOT_FOUND']);
      expect(theirs.data).toEqual(none.data);
    }
    const owner = shop.client();
    expect(
      (await owner.get(q.ORDER_BY_TOKEN, { token: victim.guestToken })).orderByToken.status,
    ).toBe('PENDING');
  });

  test("somebody else's cart, and ids that are no ids, are not there", async () => {
    for (const id of [
      victim.cartId,
      `crt_${randomUUID()}`,
      '*',
      'a\r\nFLUSHALL',
      '{tag}',
      "' or 1=1 --",
      'x'.repeat(10_000),
      '\0',
    ]) {
      const read = await attacker.send('query ($id: ID!) { cart(id: $id) { id } }', { id });
      expect(read.data?.cart ?? null).toBeNull();
      const add = await attacker.send(ADD, {
        cart: id,
        lines: [{ variantId: product.variantId, quantity: 1 }],
      });
      expect(codes(add), JSON.stringify(id).slice(0, 40)).toEqual([
        expect.stringMatching(/^(NOT_FOUND|INVALID_INPUT|BAD_USER_INPUT)$/),
      ]);
    }
  });

  test.each(['', 'nonsense', 'a.b.c', '\0'])('the guest token %j opens nothing', async (token) => {
    expect(
      (await attacker.send(q.ORDER_BY_TOKEN, { token })).data?.orderByToken ?? null,
    ).toBeNull();
  });
});

describe('versions and keys', () => {
  test('a stale version is refused with the one that holds', async () => {
    const { version } = (await admin.send(PRODUCT, { id: product.productId })).data.product;
    const change = (expectedVersion: number) =>
      admin.send(UPDATE, {
        input: { id: product.productId, expectedVersion, description: `seen ${expectedVersion}` },
      });
    expect(codes(await change(version))).toEqual([]);
    expect((await change(version)).data.productUpdate).toEqual({
      product: null,
      userErrors: [{ code: 'VERSION_CONFLICT', currentVersion: version + 1 }],
    });
    expect(codes(await admin.send(TRANSITION, { id: victim.orderId, version: 99 }))).toEqual([
      'VERSION_CONFLICT',
    ]);
  });

  test('a key with another body is refused, with the same body answered again', async () => {
    const adjustKey = q.unique('key');
    const adjust = (change: number) =>
      admin.send(q.STOCK_ADJUST, { id: product.variantId, change, key: adjustKey });
    const first = await adjust(1);
    expect((await adjust(1)).data).toEqual(first.data);
    expect(codes(await adjust(2))).toEqual(['IDEMPOTENCY_KEY_REUSED']);

    const { client, variables } = await shopper(shop, product, 1);
    const { orderPlace } = await client.get(q.ORDER_PLACE, variables);
    const changed = {
      ...variables,
      input: { ...(variables['input'] as object), guestEmail: 'somebody.else@example.com' },
    };
    expect(codes(await client.send(q.ORDER_PLACE, changed))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    client.guestToken = orderPlace.guestToken;
    const key = q.unique('key');
    const pay = (method: string) => client.send(q.PAY, { id: orderPlace.order.id, method, key });
    await pay('tok_declined');
    expect(codes(await pay('tok_ok'))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });
});
