import { guest, supervisor } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderLife } from '../order-life.fixture.js';
import { address, startOrders, type FakeShop } from '../orders.fixture.js';
import { query } from '../tables.js';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
let life: ReturnType<typeof orderLife>;
beforeAll(async () => {
  ({ t, shop } = await startOrders({ UNPAID_ORDERS_MAX: '1' }));
  life = orderLife(t, shop);
});
afterAll(() => t.close());

const ERRORS = `userErrors { __typename ... on UserError { code message path } }`;
const DRAFT = `draftOrder { id version status expiresAt lines { quantity unitPriceMinor } totals { total { minor } ${ERRORS} }
  order { id status total { minor } expiresAt contact { email } lines { unitPrice { minor } } history { nodes { type actor } } } }`;
const CREATE = `mutation ($input: DraftOrderInput!, $key: ID!) { draftOrderCreate(input: $input, idempotencyKey: $key) { ${DRAFT} ${ERRORS} } }`;
const UPDATE = `mutation ($id: ID!, $v: Int!, $input: DraftOrderInput!) { draftOrderUpdate(id: $id, expectedVersion: $v, input: $input) { ${DRAFT} ${ERRORS} } }`;
const SEND = `mutation ($id: ID!, $v: Int!, $total: MoneyInput!, $key: ID!) { draftOrderSend(id: $id, expectedVersion: $v, expectedTotal: $total, idempotencyKey: $key) { guestToken ${DRAFT} ${ERRORS} } }`;
const CANCEL = `mutation ($id: ID!, $v: Int!) { draftOrderCancel(id: $id, expectedVersion: $v) { ${DRAFT} ${ERRORS} } }`;
const LIST = `query ($where: DraftOrderWhere, $first: Int!, $after: String) { draftOrders(where: $where, first: $first, after: $after) {
  nodes { id status } totalCount pageInfo { hasNextPage endCursor } } }`;

interface Answer {
  // oxlint-disable-next-line typescript/no-explicit-any
  draftOrder: any;
  guestToken?: string;
  userErrors: { code: string; message: string; path: string[] }[];
}
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const shirts = (quantity: number, more: object = {}) => ({
  guestEmail: 'grace@example.test',
  lines: [{ variantId: 'var_shirt', quantity, ...more }],
  shippingAddress: address,
});
const create = (input: object): Promise<Answer> => life.send(CREATE, { input });
const send = (id: string, v: number, minor: number, key?: string): Promise<Answer> =>
  life.send(SEND, { id, v, total: eur(minor), ...(key ? { key } : {}) });

test('a draft is priced, sent once per key, paid by its link, and then an order as every other', async () => {
  const own = { unitPrice: eur(1_500), reason: 'a friend' };
  const { draftOrder: draft } = await create(shirts(2, own));
  expect(draft).toMatchObject({
    status: 'OPEN',
    version: 1,
    totals: { total: { minor: 3_000 }, userErrors: [] },
    order: null,
  });
  const available = shop.variants.get('var_shirt')!.available;
  const sent = await send(draft.id, 1, 3_000, 'send');
  expect(sent.userErrors).toEqual([]);
  expect(await send(draft.id, 1, 3_000, 'send')).toEqual(sent);
  expect(shop.variants.get('var_shirt')!.available).toBe(available - 2);
  const { order } = sent.draftOrder;
  expect(sent.draftOrder).toMatchObject({
    status: 'SENT',
    order: {
      status: 'PENDING',
      total: { minor: 3_000 },
      contact: { email: 'grace@example.test' },
      lines: [{ unitPrice: { minor: 1_500 } }],
      history: { nodes: [{ type: 'PLACED', actor: 'staff:usr_supervisor' }] },
    },
  });
  // It waits for hours, as drafts do, not for the minutes of a checkout.
  expect(Date.parse(order.expiresAt) - Date.now()).toBeGreaterThan(3_600_000);
  const opened = await t.execute(
    'query ($token: String!) { orderByToken(token: $token) { id status } }',
    { as: guest('nobody'), variables: { token: sent.guestToken! } },
  );
  expect(opened.data?.orderByToken).toEqual({ id: order.id, status: 'PENDING' });
  await life.pay(order.id, 3_000);
  const accepted = await life.send(UPDATE, { id: draft.id, v: 1, input: shirts(1) });
  expect((accepted as Answer).userErrors[0]!.message).toContain('paid');
  expect(await t.verify()).toEqual([]);
});

test('a draft that was sent is called back by a change: its order is cancelled, the next one is another', async () => {
  const { draftOrder: draft } = await create(shirts(1));
  const first = await send(draft.id, 1, 1_999);
  const changed: Answer = await life.send(UPDATE, { id: draft.id, v: 1, input: shirts(3) });
  expect(changed.draftOrder).toMatchObject({ status: 'OPEN', version: 2, order: null });
  const was = first.draftOrder.order.id;
  expect((await life.eventsOf(was)).map(({ type }) => type)).toEqual([
    'ORDER_CREATED',
    'ORDER_CANCELLED',
  ]);
  const second = await send(draft.id, 2, 5_997);
  expect(second.draftOrder.order).toMatchObject({ status: 'PENDING', total: { minor: 5_997 } });
  expect(second.draftOrder.order.id).not.toBe(was);
  const given: Answer = await life.send(CANCEL, { id: draft.id, v: 2 });
  expect(given.draftOrder).toMatchObject({ status: 'CANCELLED', order: { status: 'CANCELLED' } });
  expect(await t.verify()).toEqual([]);
});

test('what cannot be ordered is said at the draft, and sending refuses it with its reason', async () => {
  const { draftOrder: many } = await create(shirts(5_000));
  expect(many.totals).toMatchObject({ total: null, userErrors: [{ code: 'INSUFFICIENT_STOCK' }] });
  expect((await send(many.id, 1, 1)).userErrors).toMatchObject([{ code: 'INSUFFICIENT_STOCK' }]);
  const { draftOrder: draft } = await create(shirts(1));
  expect((await send(draft.id, 1, 1_998)).userErrors).toMatchObject([
    { code: 'PRICE_CHANGED', path: ['expectedTotal'] },
  ]);
  expect((await send(draft.id, 2, 1_999)).userErrors).toMatchObject([{ code: 'VERSION_CONFLICT' }]);
  const bad: [object, string][] = [
    [{ ...shirts(1), customerId: 'usr_ada' }, 'Name either a user'],
    [{ ...shirts(1), lines: [] }, 'at least one variant'],
    [shirts(0), 'At least one unit'],
    [shirts(1, { unitPrice: eur(1) }), 'Say why'],
    [shirts(1, { unitPrice: { minor: 1, currency: 'USD' }, reason: 'r' }), 'The shop sells in EUR'],
  ];
  for (const [input, message] of bad)
    expect((await create(input)).userErrors[0]!.message).toContain(message);
  expect(await t.verify()).toEqual([]);
});

test('drafts expire, and so do those that were sent and not paid; a change opens them again', async () => {
  const { draftOrder: draft } = await create(shirts(1));
  await query(t.ctx())
    .updateTable('DraftOrderRow')
    .set({ expiresAt: sql<Date>`now() - interval '1 second'` })
    .where('id', '=', draft.id)
    .execute();
  await t.runJob('expire-drafts');
  expect((await send(draft.id, 2, 1_999)).userErrors[0]!.message).toContain('EXPIRED');
  await life.send(UPDATE, { id: draft.id, v: 2, input: shirts(1) });
  const sent = await send(draft.id, 3, 1_999);
  await query(t.ctx())
    .updateTable('OrderRow')
    .set({ expiresAt: sql<Date>`now() - interval '1 second'` })
    .where('id', '=', sent.draftOrder.order.id)
    .execute();
  await t.runJob('expire-orders');
  const again: Answer = await life.send(UPDATE, { id: draft.id, v: 3, input: shirts(1) });
  expect(again.draftOrder).toMatchObject({ status: 'OPEN', version: 4 });
});

test('staff find drafts by status, buyer and page', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 3; n++)
    ids.unshift((await create({ ...shirts(1), guestEmail: 'List@example.test' })).draftOrder.id);
  const where = { guestEmail: 'list@EXAMPLE.test', status: ['OPEN'] };
  const list = async (variables: object) =>
    (await t.execute(LIST, { as: supervisor, variables: { where, ...variables } as never })).data
      ?.draftOrders;
  const first = await list({ first: 2 });
  expect(first).toMatchObject({ nodes: [{ id: ids[0] }, { id: ids[1] }], totalCount: 3 });
  const rest = await list({ first: 2, after: first.pageInfo.endCursor });
  expect(rest).toMatchObject({ nodes: [{ id: ids[2] }], pageInfo: { hasNextPage: false } });
  expect((await list({ first: 5, where: { ...where, status: ['SENT'] } })).nodes).toEqual([]);
});
