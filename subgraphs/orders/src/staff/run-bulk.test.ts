import { supervisor } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failInserts } from '../failing-insert.fixture.js';
import { orderLife } from '../order-life.fixture.js';
import { startOrders } from '../orders.fixture.js';

let t: TestSubgraph<unknown>;
let life: ReturnType<typeof orderLife>;
beforeAll(async () => {
  const { t: started, shop } = await startOrders();
  t = started;
  life = orderLife(t, shop);
});
afterAll(() => t.close());

const FIELDS = 'id doneCount isFinished failures { orderId code }';
const START = `mutation ($ids: [ID!]!, $key: ID!) { orderBulkTransition(ids: $ids, to: PROCESSING, idempotencyKey: $key) { job { ${FIELDS} } } }`;
const start = async (ids: string[]): Promise<string> => {
  const { job }: { job: { id: string } } = await life.send(START, { ids });
  return job.id;
};
const find = async (id: string) =>
  (
    await t.execute(`query ($id: ID!) { orderBulkJob(id: $id) { ${FIELDS} } }`, {
      as: supervisor,
      variables: { id },
    })
  ).data.orderBulkJob;

test('an order that cannot be changed fails with its reason in the log, and those behind it are changed', async () => {
  const [broken, next] = [await life.paid(), await life.paid()];
  const mend = await failInserts(t, 'OrderHistoryRow', broken.id, '23514');
  const id = await start([broken.id, next.id]);
  await t.runJob('run-bulk');
  expect(await find(id)).toEqual({
    id,
    doneCount: 1,
    isFinished: true,
    failures: [{ orderId: broken.id, code: 'INTERNAL_SERVER_ERROR' }],
  });
  expect(await life.eventsOf(broken.id, 'ORDER_STATUS_CHANGED')).toEqual([]);
  await mend();
  expect(await t.verify()).toEqual([]);
});

test('an order that fails for what passes by itself waits, does not hold up those behind it, and is changed later', async () => {
  const [busy, next] = [await life.paid(), await life.paid()];
  const mend = await failInserts(t, 'OrderHistoryRow', busy.id, '40P01');
  const id = await start([busy.id, next.id]);
  await t.runJob('run-bulk');
  expect(await find(id)).toEqual({ id, doneCount: 1, isFinished: false, failures: [] });
  await mend();
  await t.runJob('run-bulk');
  expect(await find(id)).toEqual({ id, doneCount: 2, isFinished: true, failures: [] });
  expect(await life.eventsOf(busy.id, 'ORDER_STATUS_CHANGED')).toHaveLength(1);
});
