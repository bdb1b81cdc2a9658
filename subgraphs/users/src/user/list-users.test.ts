import { admin, supervisor } from '@emporium/testing/principals';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsersServices } from '../context.js';
import { users } from '../subgraph.js';
import { register, type Person } from '../test/people.js';

let t: TestSubgraph<UsersServices>;
const people: Person[] = [];
beforeAll(async () => {
  t = await startTestSubgraph(users);
  for (const name of ['ann', 'bob_1', 'bobx1', 'cyd', 'dan%x'])
    people.push(await register(t, `${name}@shop.test`));
});
afterAll(() => t.close());

const list = (args: string, as = supervisor) =>
  t.execute(
    `{ users(${args}) { nodes { id email } totalCount pageInfo { hasNextPage endCursor } } }`,
    { as },
  );

test('pages walk through all users, newest first, each once', async () => {
  const seen: string[] = [];
  let after = '';
  for (;;) {
    const { data } = await list(`first: 2${after}`);
    seen.push(...data.users.nodes.map((user: Person) => user.email));
    expect(data.users.totalCount).toBe(5);
    if (!data.users.pageInfo.hasNextPage) break;
    after = `, after: "${data.users.pageInfo.endCursor}"`;
  }
  expect(seen).toEqual(people.map((person) => person.email).toReversed());
});

test('filters take every character literally', async () => {
  const emails = async (where: string) =>
    (await list(`first: 10, where: { ${where} }`)).data.users.nodes.map(
      (user: Person) => user.email,
    );
  expect(await emails('email: "bob_1"')).toEqual(['bob_1@shop.test']);
  expect(await emails('email: "%"')).toEqual(['dan%x@shop.test']);
  expect(await emails('email: "SHOP.test"')).toHaveLength(5);
  expect(await emails(`email: "' OR 1=1--"`)).toEqual([]);
  expect(await emails('email: "?"')).toEqual([]);
  expect(await emails('status: BLOCKED')).toEqual([]);
  expect(await emails('role: "nonsense"')).toEqual([]);
  expect(await emails('createdBefore: "2020-01-01T00:00:00Z"')).toEqual([]);
  expect(await emails('createdAfter: "2020-01-01T00:00:00Z"')).toHaveLength(5);
});

test('bad page arguments are refused', async () => {
  for (const args of ['first: 0', 'first: 101', 'where: {}', 'first: 1, after: "x"']) {
    expect((await list(args)).errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  }
});

test('a list of users with roles, addresses and sessions takes five statements, however long it is', async () => {
  const query =
    '{ users(first: 100) { nodes { id roles { name } permissions addresses { nodes { id } } sessions { id } } totalCount } }';
  const { result, statements } = await t.countQueries(() => t.execute(query, { as: admin }));
  expect(result.errors).toBeUndefined();
  expect(result.data.users.nodes).toHaveLength(5);
  expect(statements.length).toBeLessThanOrEqual(5);
});
