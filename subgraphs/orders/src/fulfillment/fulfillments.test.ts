import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ada, orderLife, type PlacedOrder } from '../order-life.fixture.js';
import { startOrders } from '../orders.fixture.js';
import { query } from '../tables.js';

let t: TestSubgraph<unknown>;
let life: ReturnType<typeof orderLife>;
beforeAll(async () => {
  const started = await startOrders();
  t = started.t;
  life = orderLife(t, started.shop);
});
afterAll(() => t.close());

const ANSWER = `fulfillment { id version carrier trackingNumber trackingUrl deliveredAt cancelledAt lines { orderLineId quantity } }
  order { id status version fulfillmentStatus allowedTransitions lines { quantity fulfilledQuantity } fulfillments { id } }
  userErrors { ... on UserError { code message path } ... on VersionConflictError { currentVersion } }`;
const SEND = `mutation ($id: ID!, $lines: [OrderLineUnitsInput!], $carrier: String, $url: URL, $key: ID!) {
  fulfillmentCreate(orderId: $id, lines: $lines, carrier: $carrier, trackingUrl: $url, idempotencyKey: $key) { ${ANSWER} } }`;
const UPDATE = `mutation ($id: ID!, $v: Int!, $carrier: String, $number: String) {
  fulfillmentUpdate(id: $id, expectedVersion: $v, carrier: $carrier, trackingNumber: $number) { ${ANSWER} } }`;
const step = (name: string) =>
  `mutation ($id: ID!, $v: Int!) { ${name}(id: $id, expectedVersion: $v) { ${ANSWER} } }`;
const DELIVER = step('fulfillmentDeliver');
const CANCEL = step('fulfillmentCancel');

interface Answer {
  fulfillment: { id: string; version: number } & Record<string, unknown>;
  order: { status: string; version: number } & Record<string, unknown>;
  userErrors: { code: string; message: string; path: string[] }[];
}
const send = (document: string, variables: object, as?: never): Promise<Answer> =>
  life.send(document, variables, as);
const units = (order: PlacedOrder, ...quantities: number[]) =>
  quantities.flatMap((quantity, n) =>
    quantity > 0 ? [{ orderLineId: order.lines[n]!.id, quantity }] : [],
  );

test('an order that leaves in two parcels is PROCESSING, then SHIPPED, and DELIVERED with the last', async () => {
  const order = await life.paid({ var_shirt: 2, var_sock: 3 });
  const { id } = order;
  const first = await send(SEND, { id, lines: units(order, 1, 3), carrier: 'Post' });
  expect(first).toMatchObject({
    fulfillment: { version: 1, carrier: 'Post', lines: [{ quantity: 1 }, { quantity: 3 }] },
    order: {
      status: 'PROCESSING',
      fulfillmentStatus: 'PARTIALLY_FULFILLED',
      allowedTransitions: ['SHIPPED'],
      lines: [
        { quantity: 2, fulfilledQuantity: 1 },
        { quantity: 3, fulfilledQuantity: 3 },
      ],
    },
    userErrors: [],
  });
  const second = await send(SEND, { id });
  expect(second).toMatchObject({
    fulfillment: { lines: [{ quantity: 1 }] },
    order: { status: 'SHIPPED', fulfillmentStatus: 'FULFILLED' },
  });
  const arrived = await send(DELIVER, { id: first.fulfillment.id, v: 1 });
  expect(arrived).toMatchObject({ fulfillment: { version: 2 }, order: { status: 'SHIPPED' } });
  expect(await send(DELIVER, { id: first.fulfillment.id, v: 2 })).toMatchObject({
    order: null,
    userErrors: [{ code: 'INVALID_INPUT', path: ['id'] }],
  });
  const last = await send(DELIVER, { id: second.fulfillment.id, v: 1 });
  expect(last.order).toMatchObject({ status: 'DELIVERED', version: 5 });
  expect((await life.eventsOf(id)).map((e) => [e.aggregateversion, e.type])).toEqual([
    [1, 'ORDER_CREATED'],
    [2, 'ORDER_PAID'],
    [3, 'ORDER_STATUS_CHANGED'],
    [4, 'ORDER_STATUS_CHANGED'],
    [5, 'ORDER_STATUS_CHANGED'],
  ]);
  const told = await life.eventsOf(first.fulfillment.id);
  expect(told.map((e) => [e.aggregateversion, e.data])).toMatchObject([
    [
      1,
      {
        change: 'CREATED',
        orderId: id,
        lines: [
          { variantId: 'var_shirt', quantity: 1 },
          { variantId: 'var_sock', quantity: 3 },
        ],
      },
    ],
    [2, { change: 'DELIVERED' }],
  ]);
});

test('carrier and tracking are corrected later, by whoever read the last version', async () => {
  const { id } = await life.paid();
  const made = await send(SEND, { id, carrier: 'Post', url: 'https://carrier.test/1' });
  const parcel = made.fulfillment.id;
  expect(await send(UPDATE, { id: parcel, v: 1, number: ' T2 ' })).toMatchObject({
    fulfillment: {
      version: 2,
      carrier: 'Post',
      trackingNumber: 'T2',
      trackingUrl: 'https://carrier.test/1',
    },
  });
  expect(await send(UPDATE, { id: parcel, v: 1, carrier: 'Bike' })).toMatchObject({
    fulfillment: null,
    userErrors: [{ code: 'VERSION_CONFLICT', currentVersion: 2 }],
  });
  expect(await send(UPDATE, { id: parcel, v: 2, carrier: null })).toMatchObject({
    fulfillment: { carrier: null, trackingNumber: 'T2' },
  });
  expect(await send(UPDATE, { id: 'ful_none', v: 1 })).toMatchObject({
    userErrors: [{ code: 'NOT_FOUND', path: ['id'] }],
  });
});

test('a parcel that was a mistake is called off: its units are sent again', async () => {
  const { id } = await life.paid();
  const made = await send(SEND, { id });
  expect(made.order.status).toBe('SHIPPED');
  const off = await send(CANCEL, { id: made.fulfillment.id, v: 1 });
  expect(off).toMatchObject({
    fulfillment: { cancelledAt: expect.any(String) },
    order: {
      status: 'PROCESSING',
      fulfillmentStatus: 'UNFULFILLED',
      fulfillments: [],
      allowedTransitions: ['SHIPPED', 'CANCELLED'],
    },
  });
  expect(await send(CANCEL, { id: made.fulfillment.id, v: 2 })).toMatchObject({
    userErrors: [{ code: 'INVALID_INPUT', path: ['id'] }],
  });
  const again = await send(SEND, { id });
  expect(again.order).toMatchObject({ status: 'SHIPPED', fulfillmentStatus: 'FULFILLED' });
  await send(DELIVER, { id: again.fulfillment.id, v: 1 });
  expect(await send(CANCEL, { id: again.fulfillment.id, v: 2 })).toMatchObject({
    userErrors: [{ code: 'INVALID_INPUT', message: expect.stringContaining('arrived') }],
  });
});

test('two who send the same units at once send them once, and a repeated key sends nothing more', async () => {
  const order = await life.paid();
  const { id } = order;
  const lines = units(order, 2);
  const both = await Promise.all(['a', 'b'].map((key) => send(SEND, { id, lines, key })));
  expect(both.map((answer) => answer.userErrors.length).sort()).toEqual([0, 1]);
  const done = both.find((answer) => answer.fulfillment)!;
  const key = both[0] === done ? 'a' : 'b';
  expect((await send(SEND, { id, lines, key })).fulfillment).toEqual(done.fulfillment);
  expect(await send(SEND, { id, key })).toMatchObject({
    userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
  });
  const parcels = await query(t.ctx())
    .selectFrom('FulfillmentLine as f')
    .innerJoin('OrderLineRow as l', 'l.id', 'f.orderLineId')
    .where('l.orderId', '=', id)
    .select(['f.quantity', 'l.fulfilledQuantity'])
    .execute();
  expect(parcels).toEqual([{ quantity: 2, fulfilledQuantity: 2 }]);
});

test('more units than are left, foreign lines, doubled lines and unpaid orders are refused by name', async () => {
  const unpaid = await life.placed();
  expect(await send(SEND, { id: unpaid.id })).toMatchObject({
    userErrors: [{ code: 'INVALID_INPUT', path: ['orderId'] }],
  });
  const order = await life.paid();
  const { id } = order;
  const paths = async (lines: object[]) =>
    (await send(SEND, { id, lines })).userErrors.map((error) => error.path.join('.'));
  expect(await paths(units(order, 3))).toEqual(['lines.0.quantity']);
  expect(await paths(units(unpaid, 1))).toEqual(['lines.0.orderLineId']);
  expect(await paths([...units(order, 1), ...units(order, 1)])).toEqual(['lines']);
  expect(await paths([])).toEqual(['lines']);
  expect(await paths([{ orderLineId: order.lines[0]!.id, quantity: 0 }])).toEqual([
    'lines.0.quantity',
  ]);
  expect(await send(SEND, { id: 'ord_none' })).toMatchObject({
    userErrors: [{ code: 'NOT_FOUND', path: ['orderId'] }],
  });
  await send(SEND, { id });
  expect(await send(SEND, { id })).toMatchObject({
    userErrors: [{ code: 'INVALID_INPUT', path: ['orderId'] }],
  });
});

test('an order of which a part is on its way is not cancelled as a whole, and is shipped by its rest', async () => {
  const order = await life.paid();
  const { id } = order;
  const first = await send(SEND, { id, lines: units(order, 1) });
  expect((await life.cancel(id, 'c')).userErrors).toMatchObject([
    { code: 'INVALID_TRANSITION', allowed: ['SHIPPED'] },
  ]);
  expect((await life.move(id, 'CANCELLED', first.order.version)).userErrors).toMatchObject([
    { code: 'INVALID_TRANSITION' },
  ]);
  const moved = await life.move(id, 'SHIPPED', first.order.version);
  expect(moved.order).toMatchObject({ status: 'SHIPPED', fulfillments: [{}, {}] });
  const whole = await life.move(id, 'DELIVERED', moved.order.version);
  expect(whole.order.fulfillments.every((f: { deliveredAt: string | null }) => f.deliveredAt)).toBe(
    true,
  );
});

test('who may only change orders sends none, and buyers see their parcels', async () => {
  const { id } = await life.paid();
  const clerk = { ...ada, sub: 'usr_clerk', permissions: ['update:order', 'read:order'] };
  const denied = await t.execute(SEND, { as: clerk as never, variables: { id, key: 'k' } });
  expect(denied.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  await send(SEND, { id, carrier: 'Post' });
  const { data } = await t.execute(
    `query ($id: ID!) { order(id: $id) { fulfillments { carrier lines { quantity } } lines { fulfilledQuantity } } }`,
    { as: ada, variables: { id } },
  );
  expect(data?.order).toEqual({
    fulfillments: [{ carrier: 'Post', lines: [{ quantity: 2 }] }],
    lines: [{ fulfilledQuantity: 2 }],
  });
});
