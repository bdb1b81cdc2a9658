import { supervisor } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderLife } from '../order-life.fixture.js';
import { startOrders } from '../orders.fixture.js';
import { query } from '../tables.js';

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

/** Makes the next step of an order fail in the database, as damage or a busy server would. */
const failWith = async (orderId: string, state: string) => {
  const name = sql.id(`fail_${orderId.toLowerCase()}`);
  const db = query(t.ctx());
  await sql`create function ${name}() returns trigger language plpgsql as
    ${sql.raw(`$$ begin raise exception using errcode = '${state}', message = 'planted'; end $$`)}`.execute(
    db,
  );
  await sql`create trigger ${name} before insert on ${sql.table('OrderHistoryRow')} for each row
    when (new.order_id = ${sql.lit(orderId)}) execute function ${name}()`.execute(db);
  return async () => void (await sql`drop function ${name} cascade`.execute(db));
};

test('an order that cannot be changed fails with its reason in the log, and those behind it are changed', async () => {
  const [broken, next] = [await life.paid(), await life.paid()];
  const mend = await failWith(broken.id, '23514');
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
  const mend = await failWith(busy.id, '40P01');
  const id = await start([busy.id, next.id]);
  await t.runJob('run-bulk');
  expect(await find(id)).toEqual({ id, doneCount: 1, isFinished: false, failures: [] });
  await mend();
  await t.runJob('run-bulk');
  expect(await find(id)).toEqual({ id, doneCount: 2, isFinished: true, failures: [] });
  expect(await life.eventsOf(busy.id, 'ORDER_STATUS_CHANGED')).toHaveLength(1);
});
