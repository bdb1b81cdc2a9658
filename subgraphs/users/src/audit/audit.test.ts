import { OrderCancelled } from '@emporium/orders-events';
import { admin, supervisor } from '@emporium/testing/principals';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { UsersServices } from '../context.js';
import { users } from '../subgraph.js';
import { query } from '../tables.js';
import { register } from '../test/people.js';

let t: TestSubgraph<UsersServices>;
beforeAll(async () => void (t = await startTestSubgraph(users)));
afterAll(() => t.close());
beforeEach(async () => {
  await query(t.ctx()).deleteFrom('SecurityEvent').execute();
  const start = { firstSeq: 0, firstHash: '', lastSeq: 0, lastHash: '' };
  await query(t.ctx()).updateTable('AuditChain').set(start).execute();
});

const LIST = `query ($where: AuditWhere, $first: Int!, $after: String) { auditEntries(where: $where, first: $first, after: $after) {
  nodes { id kind type userId subject actor onBehalfOf network requestId details { name value } } pageInfo { hasNextPage endCursor } } }`;
const list = async (where: object = {}, variables: object = {}) =>
  (await t.execute(LIST, { as: admin, variables: { where, first: 50, ...variables } })).data
    .auditEntries;
const cancelled = (orderId: string, id = `evt_${orderId}`) =>
  t.deliver(OrderCancelled, {
    ...{ key: orderId, version: 2, id },
    data: {
      ...{ orderId, number: 'N-7', userId: 'usr_buyer', version: 2, lines: [], discounts: [] },
      ...{ reason: 'STAFF', wasPaid: true },
    },
  });
const seal = () => t.runJob('seal-audit');
const seqs = async () =>
  (await query(t.ctx()).selectFrom('SecurityEvent').select('seq').orderBy('seq').execute()).map(
    ({ seq }) => seq,
  );
/** Five sealed lines about orders. */
async function fiveLines(): Promise<void> {
  for (let n = 1; n <= 5; n++) await cancelled(`ord_${n}`);
  await seal();
  expect(await t.verify()).toEqual([]);
}

test('what happens to accounts and to orders is one log, by kind, person, object and request', async () => {
  const { id } = await register(t);
  await cancelled('ord_a');
  await cancelled('ord_a');
  const about = await list({ userId: id });
  expect(about.nodes).toMatchObject([{ kind: 'SECURITY', type: 'REGISTERED', requestId: 'test' }]);
  expect((await list({ subject: 'ord_a' })).nodes).toEqual([
    {
      ...{ id: expect.stringMatching(/^aud_\d+$/), kind: 'BUSINESS', type: 'ORDER_CANCELLED' },
      ...{ userId: 'usr_buyer', subject: 'ord_a', actor: null, onBehalfOf: null },
      ...{ network: null, requestId: null },
      details: expect.arrayContaining([
        { name: 'number', value: 'N-7' },
        { name: 'reason', value: 'STAFF' },
        { name: 'wasPaid', value: 'true' },
      ]),
    },
  ]);
  expect((await list({ kind: 'BUSINESS', type: 'REGISTERED' })).nodes).toEqual([]);
  expect((await list({ recordedBefore: '2020-01-01T00:00:00.000Z' })).nodes).toEqual([]);
});

test('the log is read page by page, newest first, by those alone who may', async () => {
  for (let n = 1; n <= 5; n++) await cancelled(`ord_p${n}`);
  const subjects: string[] = [];
  for (let after: string | null = null; ;) {
    const page = await list({ kind: 'BUSINESS' }, { first: 2, after });
    subjects.push(...page.nodes.map(({ subject }: { subject: string }) => subject));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(subjects).toEqual(['ord_p5', 'ord_p4', 'ord_p3', 'ord_p2', 'ord_p1']);
  const refused = await t.execute(LIST, { as: supervisor, variables: { first: 1 } });
  expect(refused.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
});

test('an event says who did it, and for whom', async () => {
  const { as, id } = await register(t);
  await t.execute('mutation { userProfileUpdate(input: { firstName: "G" }) { user { id } } }', {
    as,
  });
  const events = (await t.published()).filter(({ subject }) => subject === id);
  expect(events.map(({ type, actor }) => [type, actor])).toEqual([
    ['USER_CREATED', undefined],
    ['USER_UPDATED', id],
  ]);
});

test('lines are sealed in one chain without gaps, also by two at once', async () => {
  for (let n = 1; n <= 5; n++) await cancelled(`ord_${n}`);
  await Promise.all([seal(), seal()]);
  expect(await seqs()).toEqual([1, 2, 3, 4, 5]);
  expect(await t.verify()).toEqual([]);
});

const line = (seq: number) =>
  query(t.ctx()).updateTable('SecurityEvent').where('kind', '=', 'BUSINESS').where('seq', '=', seq);
const remove = (...removed: number[]) =>
  query(t.ctx())
    .deleteFrom('SecurityEvent')
    .where('kind', '=', 'BUSINESS')
    .where('seq', 'in', removed)
    .execute();

test('I43: a changed line is reported, whatever of it was changed', async () => {
  await fiveLines();
  await line(2).set({ actorId: 'usr_somebody' }).execute();
  await line(4)
    .set({ detail: { reason: 'CUSTOMER' } })
    .execute();
  expect(await t.verify()).toEqual([
    'I43: line 2 of BUSINESS (ORDER_CANCELLED) is not what was written',
    'I43: line 4 of BUSINESS (ORDER_CANCELLED) is not what was written',
  ]);
});

test('I43: removed lines are reported in the middle, at the beginning and at the end', async () => {
  await fiveLines();
  await remove(3);
  expect(await t.verify()).toEqual(['I43: line 3 of BUSINESS was removed']);
  await remove(1, 5);
  expect(await t.verify()).toEqual([
    'I43: line 1 of BUSINESS was removed',
    'I43: line 3 of BUSINESS was removed',
    'I43: line 5 of BUSINESS was removed',
  ]);
});

test('the erasure of an address of a client breaks no chain', async () => {
  await register(t);
  await seal();
  await query(t.ctx()).updateTable('SecurityEvent').set({ ip: null }).execute();
  expect(await t.verify()).toEqual([]);
});

test('retention takes the beginning of a chain, by kind, and the rest still holds', async () => {
  await fiveLines();
  await register(t);
  await seal();
  const aged = (days: number) =>
    query(t.ctx())
      .updateTable('SecurityEvent')
      .set({ at: sql<Date>`now() - ${days} * interval '1 day'` });
  // Written that long ago: the chain is made anew, as it would have been then.
  const reseal = async () => {
    await query(t.ctx()).updateTable('SecurityEvent').set({ seq: null, hash: null }).execute();
    const start = { firstSeq: 0, firstHash: '', lastSeq: 0, lastHash: '' };
    await query(t.ctx()).updateTable('AuditChain').set(start).execute();
    await seal();
  };
  await aged(500).where('kind', '=', 'SECURITY').execute();
  await aged(4_000).where('subject', 'in', ['ord_1', 'ord_2']).execute();
  await aged(500).where('subject', '=', 'ord_3').execute();
  await reseal();
  await t.runJob('prune-expired');
  expect(await seqs()).toEqual([3, 4, 5]);
  expect(await t.verify()).toEqual([]);
  await cancelled('ord_6');
  await seal();
  expect(await seqs()).toEqual([3, 4, 5, 6]);
  expect(await t.verify()).toEqual([]);
});
