import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ada, orderLife, type PlacedOrder } from '../order-life.fixture.js';
import { RETURN, startOrders } from '../orders.fixture.js';
import { query } from '../tables.js';

let t: TestSubgraph<unknown>;
let life: ReturnType<typeof orderLife>;
beforeAll(async () => {
  const started = await startOrders();
  t = started.t;
  life = orderLife(t, started.shop);
});
afterAll(() => t.close());

const ANSWER = `return { id status version declineReason allowedTransitions
    lines { quantity receivedQuantity restockedQuantity refundedQuantity restocked } order { id } }
  order { lines { returnedQuantity refunded { minor } } refunds { reason returnId amount { minor } shipping { minor } } }
  userErrors { ... on UserError { code message path } ... on InvalidReturnTransitionError { from to allowed } }`;
const step = (name: string) =>
  `mutation ($id: ID!, $v: Int!) { ${name}(id: $id, expectedVersion: $v) { ${ANSWER} } }`;
const APPROVE = step('returnApprove');
const CLOSE = step('returnClose');
const DECLINE = `mutation ($id: ID!, $v: Int!, $reason: String!) {
  returnDecline(id: $id, reason: $reason, expectedVersion: $v) { ${ANSWER} } }`;
const RECEIVE = `mutation ($id: ID!, $lines: [ReturnReceivedLineInput!], $key: ID!) {
  returnReceive(id: $id, lines: $lines, idempotencyKey: $key) { ${ANSWER} } }`;
const REFUND = `mutation ($id: ID!, $lines: [ReturnRefundLineInput!], $shipping: MoneyInput, $key: ID!) {
  returnRefund(id: $id, lines: $lines, shipping: $shipping, idempotencyKey: $key) { ${ANSWER} } }`;

interface Answer {
  // oxlint-disable-next-line typescript/no-explicit-any
  return: any;
  // oxlint-disable-next-line typescript/no-explicit-any
  order: any;
  // oxlint-disable-next-line typescript/no-explicit-any
  userErrors: any[];
}
const send = (document: string, variables: object): Promise<Answer> =>
  life.send(document, variables);
const euros = (minor: number, currency = 'EUR') => ({ minor, currency });

/** Asks for units of a delivered order to go back; the id of the return. */
async function ask(order: PlacedOrder, ...quantities: number[]): Promise<string> {
  const lines = quantities.flatMap((quantity, n) =>
    quantity > 0 ? [{ orderLineId: order.lines[n]!.id, quantity }] : [],
  );
  const { data } = await t.execute(RETURN, {
    as: ada,
    variables: { id: order.id, lines, key: `${order.id}-${quantities.join('-')}` },
  });
  expect(data?.orderReturnRequest.userErrors).toEqual([]);
  const row = await query(t.ctx())
    .selectFrom('Return')
    .select('id')
    .where('orderId', '=', order.id)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  return row.id;
}
async function delivered(units: Record<string, number> = { var_shirt: 2, var_sock: 3 }) {
  const order = await life.paid(units);
  await life.delivered(order.id);
  return order;
}

test('a return is approved, received in good and bad condition, refunded in part and closed', async () => {
  const order = await delivered();
  const id = await ask(order, 2, 1);
  expect(await send(APPROVE, { id, v: 1 })).toMatchObject({
    return: { status: 'APPROVED', version: 2, allowedTransitions: ['RECEIVED', 'CLOSED'] },
  });
  const [shirt, sock] = order.lines.map((line) => line.id);
  const received = await send(RECEIVE, {
    id,
    lines: [
      { orderLineId: shirt, quantity: 1, condition: 'RESTOCK' },
      { orderLineId: shirt, quantity: 1, condition: 'SCRAP' },
      { orderLineId: sock, quantity: 1, condition: 'RESTOCK' },
    ],
  });
  expect(received).toMatchObject({
    return: { status: 'RECEIVED', order: { id: order.id } },
    order: { lines: [{ returnedQuantity: 2 }, { returnedQuantity: 1 }] },
  });
  expect(received.return.lines).toEqual(
    expect.arrayContaining([
      {
        quantity: 2,
        receivedQuantity: 2,
        restockedQuantity: 1,
        refundedQuantity: 0,
        restocked: true,
      },
    ]),
  );
  const restocks = await life.eventsOf(order.id, 'ORDER_RESTOCK_REQUESTED');
  expect(restocks.map((e) => e.data)).toMatchObject([
    {
      cause: 'RETURNED',
      lines: [
        { variantId: 'var_shirt', quantity: 1 },
        { variantId: 'var_sock', quantity: 1 },
      ],
    },
  ]);
  const refunded = await send(REFUND, { id });
  expect(refunded.order).toMatchObject({
    lines: [{ refunded: { minor: 3_998 } }, { refunded: { minor: 450 } }],
    refunds: [{ reason: 'RETURNED', returnId: id, amount: { minor: 4_448 } }],
  });
  expect(await send(CLOSE, { id, v: refunded.return.version })).toMatchObject({
    return: { status: 'CLOSED', allowedTransitions: [] },
  });
  const told = (await life.eventsOf(id)).map((e) => [
    e.aggregateversion,
    (e.data as { change: string }).change,
  ]);
  expect(told).toEqual([
    [1, 'REQUESTED'],
    [2, 'APPROVED'],
    [3, 'RECEIVED'],
    [4, 'REFUNDED'],
    [5, 'CLOSED'],
  ]);
  const { data } = await t.execute(
    `query ($id: ID!) { order(id: $id) { returns { status } history { nodes { type actor } } } }`,
    { as: ada, variables: { id: order.id } },
  );
  expect(data?.order.returns).toEqual([{ status: 'CLOSED' }]);
  expect(data?.order.history.nodes.slice(-6)).toMatchObject([
    { type: 'RETURN_REQUESTED', actor: 'user' },
    { type: 'RETURN_APPROVED', actor: 'staff' },
    { type: 'RETURN_RECEIVED' },
    { type: 'REFUND_REQUESTED' },
    { type: 'RETURN_REFUNDED' },
    { type: 'RETURN_CLOSED' },
  ]);
  expect(await t.verify()).toEqual([]);
});

test('goods and money go back once, whoever repeats or does it at the same time', async () => {
  const order = await delivered();
  const id = await ask(order, 1);
  await send(APPROVE, { id, v: 1 });
  const receipts = await Promise.all(['a', 'b', 'a'].map((key) => send(RECEIVE, { id, key })));
  expect(receipts.filter((answer) => answer.userErrors.length > 0)).toMatchObject([
    { userErrors: [{ code: 'INVALID_INPUT', message: expect.stringContaining('has come back') }] },
  ]);
  expect(await life.eventsOf(order.id, 'ORDER_RESTOCK_REQUESTED')).toHaveLength(1);
  const refunds = await Promise.all(['a', 'b', 'a'].map((key) => send(REFUND, { id, key })));
  expect(refunds.filter((answer) => answer.userErrors.length > 0)).toMatchObject([
    { userErrors: [{ code: 'INVALID_INPUT', message: expect.stringContaining('refunded') }] },
  ]);
  expect(await life.eventsOf(order.id, 'ORDER_REFUND_REQUESTED')).toHaveLength(1);
});

test('named amounts stay within what is left of each line, and shipping within the shipping', async () => {
  const order = await delivered();
  const id = await ask(order, 1, 1);
  await send(APPROVE, { id, v: 1 });
  const [shirt, sock] = order.lines.map((line) => line.id);
  const early = await send(REFUND, { id });
  expect(early.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['id'] }]);
  await send(RECEIVE, { id, lines: [{ orderLineId: shirt, quantity: 1, condition: 'SCRAP' }] });
  const paths = async (lines: object[], shipping?: object) =>
    (await send(REFUND, { id, lines, ...(shipping ? { shipping } : {}) })).userErrors.map((error) =>
      error.path.join('.'),
    );
  const of = (orderLineId: string | undefined, amount: object) => [{ orderLineId, amount }];
  expect(await paths(of(shirt, euros(3_999)))).toEqual(['lines.0.amount.minor']);
  expect(await paths(of(shirt, euros(1, 'USD')))).toEqual(['lines.0.amount.currency']);
  expect(await paths(of(sock, euros(1)))).toEqual(['lines.0.orderLineId']);
  expect(await paths(of('oli_none', euros(1)))).toEqual(['lines.0.orderLineId']);
  expect(await paths(of(shirt, euros(-1)))).toEqual(['lines.0.amount.minor']);
  expect(await paths([], euros(1))).toEqual(['shipping.minor']);
  expect(await paths([])).toEqual(['lines']);
  const part = await send(REFUND, { id, lines: of(shirt, euros(1_500)) });
  expect(part.order).toMatchObject({ lines: [{ refunded: { minor: 1_500 } }, {}] });
  expect(await paths(of(shirt, euros(2_499)))).toEqual(['lines.0.amount.minor']);
  expect((await send(REFUND, { id })).userErrors).toMatchObject([{ path: ['id'] }]);
});

test('a declined return tells why and frees its units; steps out of order are refused', async () => {
  const order = await delivered({ var_shirt: 1 });
  const id = await ask(order, 1);
  expect((await send(DECLINE, { id, v: 1, reason: '  ' })).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['reason'] },
  ]);
  expect((await send(RECEIVE, { id })).userErrors).toMatchObject([
    { code: 'INVALID_RETURN_TRANSITION', from: 'REQUESTED', to: 'RECEIVED' },
  ]);
  expect((await send(APPROVE, { id, v: 7 })).userErrors).toMatchObject([
    { code: 'VERSION_CONFLICT' },
  ]);
  expect(await send(DECLINE, { id, v: 1, reason: 'worn' })).toMatchObject({
    return: { status: 'DECLINED', declineReason: 'worn' },
  });
  expect((await send(APPROVE, { id, v: 2 })).userErrors).toMatchObject([
    { code: 'INVALID_RETURN_TRANSITION', from: 'DECLINED', allowed: [] },
  ]);
  const again = await t.execute(RETURN, {
    as: ada,
    variables: {
      id: order.id,
      key: 'again',
      lines: [{ orderLineId: order.lines[0]!.id, quantity: 1 }],
    },
  });
  expect(again.data?.orderReturnRequest.userErrors).toEqual([]);
  expect((await send(APPROVE, { id: 'ret_none', v: 1 })).userErrors).toMatchObject([
    { code: 'NOT_FOUND', path: ['id'] },
  ]);
});

test('what was cancelled and never sent is not returned', async () => {
  const order = await life.paid({ var_shirt: 2 });
  const unit = [{ orderLineId: order.lines[0]!.id, quantity: 1 }];
  await send(
    `mutation ($id: ID!, $lines: [OrderLineUnitsInput!], $key: ID!) { orderLinesCancel(orderId: $id, lines: $lines, idempotencyKey: $key) { userErrors { ... on UserError { code } } } }`,
    { id: order.id, lines: unit },
  );
  const { order: sent } = await send(
    `mutation ($id: ID!, $key: ID!) { fulfillmentCreate(orderId: $id, idempotencyKey: $key) { order { version } } }`,
    { id: order.id },
  );
  await life.move(order.id, 'DELIVERED', sent.version);
  const back = (quantity: number) =>
    t.execute(RETURN, {
      as: ada,
      variables: { id: order.id, key: `q${quantity}`, lines: [{ ...unit[0], quantity }] },
    });
  expect((await back(2)).data?.orderReturnRequest.userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['lines', '0', 'quantity'] },
  ]);
  expect((await back(1)).data?.orderReturnRequest.userErrors).toEqual([]);
});
