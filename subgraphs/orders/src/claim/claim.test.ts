import { OrderClaimed } from '@emporium/orders-events';
import { customer, guest } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { UserDeleted, UserUpdated } from '@emporium/users-events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderLife } from '../order-life.fixture.js';
import { ORDER, PLACE, placeVariables, startOrders, type FakeShop } from '../orders.fixture.js';
import { query } from '../tables.js';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
let life: ReturnType<typeof orderLife>;
beforeAll(async () => {
  ({ t, shop } = await startOrders());
  life = orderLife(t, shop);
});
afterAll(() => t.close());

const CLAIM = 'mutation { ordersClaim { claimedOrders userErrors { ... on UserError { code } } } }';
const BY_ID = `query ($id: ID!) { order(id: $id) { ${ORDER} } }`;

/** What users says of an account from now on. */
const account = (id: string, email: string, emailVerified: boolean, version = 1) =>
  shop.users.set(id, {
    ...{ id, email, emailVerified, version },
    ...{ firstName: 'Ada', lastName: null, displayName: 'Ada' },
  });
/** The event that follows when the account has changed. */
const told = (id: string, version: number, emailVerified?: true) =>
  t.deliver(UserUpdated, {
    key: id,
    version,
    data: { id, status: 'ACTIVE', version, ...(emailVerified ? { emailVerified } : {}) },
  });
/** A guest order with an address, and the token that opens it. */
async function guestOrder(guestEmail: string) {
  const cart = shop.cart({ var_sock: 1 });
  const variables = placeVariables(cart, undefined, { guestEmail });
  const { order, guestToken } = (await t.execute(PLACE, { variables })).data.orderPlace;
  return { id: order.id as string, token: guestToken as string };
}
const seenBy = async (id: string, as: Parameters<typeof t.execute>[1]) =>
  (await t.execute(BY_ID, { ...as, variables: { id } })).data.order;
const claimsOf = async (id: string) =>
  (await t.published()).filter((e) => e.type === OrderClaimed.type && e.subject === id);

test('a verified address claims the guest orders placed with it, each once, and no others', async () => {
  const mine = await guestOrder('Claim@Example.test');
  const others = await guestOrder('other@example.test');
  account('usr_claim', 'claim@example.test', true);
  await told('usr_claim', 1, true);
  const as = customer('usr_claim');
  expect(await seenBy(mine.id, { as })).toMatchObject({
    version: 2,
    customer: { id: 'usr_claim' },
    history: { nodes: expect.arrayContaining([expect.objectContaining({ type: 'CLAIMED' })]) },
  });
  expect(await seenBy(others.id, { as })).toBeNull();
  await told('usr_claim', 1, true);
  expect((await t.execute(CLAIM, { as })).data.ordersClaim).toEqual({
    claimedOrders: 0,
    userErrors: [],
  });
  const events = await claimsOf(mine.id);
  expect(events.map(({ data }) => data)).toEqual([
    expect.objectContaining({
      orderId: mine.id,
      userId: 'usr_claim',
      version: 2,
      status: 'PENDING',
    }),
  ]);
  expect(JSON.stringify(events)).not.toContain('@');
  expect(await t.verify()).toEqual([]);
});

test('the guest token opens a claimed order no more, neither to read nor to cancel', async () => {
  const { id, token } = await guestOrder('token@example.test');
  const byToken = () =>
    t.execute('query ($token: String!) { orderByToken(token: $token) { id } }', {
      variables: { token },
    });
  expect((await byToken()).data.orderByToken).toEqual({ id });
  expect(await seenBy(id, { as: guest(id) })).toMatchObject({ id });
  account('usr_token', 'token@example.test', true);
  await told('usr_token', 1, true);
  expect((await byToken()).data.orderByToken).toBeNull();
  expect(await seenBy(id, { as: guest(id) })).toBeNull();
  expect((await life.cancel(id, 'key', guest(id))).userErrors[0].code).toBe('NOT_FOUND');
  expect((await life.cancel(id, 'key', customer('usr_token'))).order.status).toBe('CANCELLED');
});

test('an address that is not verified claims nothing, whatever an event says', async () => {
  const { id } = await guestOrder('open@example.test');
  account('usr_open', 'open@example.test', false);
  await told('usr_open', 1, true);
  const as = customer('usr_open');
  expect(await seenBy(id, { as })).toBeNull();
  expect((await t.execute(CLAIM, { as })).data.ordersClaim).toEqual({
    claimedOrders: null,
    userErrors: [{ code: 'EMAIL_NOT_VERIFIED' }],
  });
});

test('orders placed as a guest after the verification are claimed on request', async () => {
  account('usr_later', 'later@example.test', true);
  await told('usr_later', 1, true);
  const { id } = await guestOrder('later@example.test');
  const as = customer('usr_later');
  const both = await Promise.all([t.execute(CLAIM, { as }), t.execute(CLAIM, { as })]);
  const claimed = both.map(({ data }) => data.ordersClaim.claimedOrders);
  expect(claimed.toSorted()).toEqual([0, 1]);
  expect(await claimsOf(id)).toHaveLength(1);
});

test('an account that was erased meanwhile claims nothing, and its claimed orders are erased', async () => {
  const claimed = await guestOrder('gone@example.test');
  account('usr_gone', 'gone@example.test', true);
  await told('usr_gone', 1, true);
  await t.deliver(UserDeleted, {
    key: 'usr_gone',
    version: 2,
    data: { id: 'usr_gone', version: 2 },
  });
  const late = await guestOrder('gone@example.test');
  // Users answers as before: the tombstone here decides.
  await told('usr_gone', 1, true);
  const rows = await query(t.ctx())
    .selectFrom('OrderRow')
    .select(['id', 'userId', 'contactEmail', 'isGuest'])
    .where('id', 'in', [claimed.id, late.id])
    .orderBy('id')
    .execute();
  expect(rows).toEqual([
    { id: claimed.id, userId: null, contactEmail: null, isGuest: false },
    { id: late.id, userId: null, contactEmail: 'gone@example.test', isGuest: true },
  ]);
  expect(await seenBy(claimed.id, { as: guest(claimed.id) })).toBeNull();
});

test('I40: an order that is open to its guest after the claim, or claimed twice, is reported', async () => {
  const { id } = await guestOrder('planted@example.test');
  account('usr_planted', 'planted@example.test', true);
  await told('usr_planted', 1, true);
  const set = (isGuest: boolean) =>
    query(t.ctx()).updateTable('OrderRow').set({ isGuest }).where('id', '=', id).execute();
  await set(true);
  expect(await t.verify()).toEqual([
    `I40: order ${id} belongs to a user and to a guest`,
    `I40: order ${id} was claimed and its guest token still opens it`,
  ]);
  await set(false);
  const seqs = { orderId: id, type: 'CLAIMED', actor: 'user:usr_planted' };
  await query(t.ctx())
    .insertInto('OrderHistoryRow')
    .values({ ...seqs, seq: 3, fromStatus: 'PENDING', toStatus: 'PENDING', note: null })
    .execute();
  expect(await t.verify()).toContain(`I40: order ${id} was claimed 2 times`);
  await query(t.ctx())
    .deleteFrom('OrderHistoryRow')
    .where('orderId', '=', id)
    .where('seq', '=', 3)
    .execute();
});
