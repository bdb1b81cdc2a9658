import { admin } from '@emporium/testing/principals';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsersServices } from '../context.js';
import { users } from '../subgraph.js';
import { PASSWORD, register, type Person } from '../test/people.js';

let t: TestSubgraph<UsersServices>;
beforeAll(async () => void (t = await startTestSubgraph(users)));
afterAll(() => t.close());

const RECORD = `mutation ($kind: ConsentKind!, $version: String!, $granted: Boolean!, $key: ID) {
  answer: consentRecord(kind: $kind, textVersion: $version, isGranted: $granted, idempotencyKey: $key) {
    consent { id kind textVersion isGranted recordedAt } userErrors { ... on UserError { code path } } } }`;
const record = async (
  { as }: Pick<Person, 'as'>,
  granted: boolean,
  {
    kind = 'MARKETING',
    version = '1',
    key,
  }: { kind?: string; version?: string; key?: string } = {},
) =>
  (await t.execute(RECORD, { as, variables: { kind, version, granted, key: key ?? null } })).data
    .answer;
const LIST = `query ($id: ID!, $first: Int, $after: String) { user(id: $id) { consents(first: $first, after: $after) {
  nodes { kind textVersion isGranted } pageInfo { hasNextPage endCursor } } } }`;
const list = async (id: string, variables: object = {}) =>
  (await t.execute(LIST, { as: admin, variables: { id, ...variables } })).data.user.consents;

test('what was agreed to and withdrawn stays in its order, and a repeat adds nothing', async () => {
  const person = await register(t);
  await record(person, true);
  await record(person, true);
  await record(person, false);
  await record(person, true, { version: '2' });
  expect(
    (await list(person.id)).nodes.map(({ textVersion, isGranted }: never) => [
      textVersion,
      isGranted,
    ]),
  ).toEqual([
    ['2', true],
    ['1', false],
    ['1', true],
  ]);
  const first = await list(person.id, { first: 2 });
  expect(first.pageInfo.hasNextPage).toBe(true);
  const rest = await list(person.id, { first: 2, after: first.pageInfo.endCursor });
  expect(rest.nodes).toEqual([{ kind: 'MARKETING', textVersion: '1', isGranted: true }]);
});

test('of calls at once with one key one counts, and another request under it is refused', async () => {
  const person = await register(t);
  const all = await Promise.all(
    Array.from({ length: 5 }, () => record(person, true, { key: 'same' })),
  );
  expect(new Set(all.map(({ consent }) => consent.id)).size).toBe(1);
  expect((await list(person.id)).nodes).toHaveLength(1);
  expect((await record(person, false, { key: 'same' })).userErrors).toMatchObject([
    { code: 'IDEMPOTENCY_KEY_REUSED' },
  ]);
});

test('terms cannot be withdrawn, and a version is a short line', async () => {
  const person = await register(t);
  expect((await record(person, true, { kind: 'TERMS', version: '2026-05' })).userErrors).toEqual(
    [],
  );
  for (const [granted, input] of [
    [false, { kind: 'TERMS' }],
    [true, { version: '' }],
    [true, { version: 'x'.repeat(51) }],
    [true, { version: 'a\nb' }],
  ] as const)
    expect((await record(person, granted, input)).userErrors).toMatchObject([
      { code: 'INVALID_INPUT' },
    ]);
});

test('others do not see them, and they outlive the account as what was agreed to by an id', async () => {
  const person = await register(t);
  const other = await register(t);
  await record(person, true);
  const references = await t.execute(
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { consents { nodes { kind } } } } }',
    { as: other.as, variables: { r: [{ __typename: 'User', id: person.id }] } },
  );
  expect(references.data._entities).toEqual([null]);
  await t.execute(`mutation { userErase(confirm: true, password: "${PASSWORD}") { ok } }`, {
    as: person.as,
  });
  expect((await list(person.id)).nodes).toHaveLength(1);
  expect(await t.verify()).toEqual([]);
});
