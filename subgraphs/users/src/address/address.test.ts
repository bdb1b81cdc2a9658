import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsersServices } from '../context.js';
import { users } from '../subgraph.js';
import { register, type Person } from '../test/people.js';

let t: TestSubgraph<UsersServices>;
beforeAll(async () => {
  t = await startTestSubgraph(users);
});
afterAll(() => t.close());

const FIELDS =
  'address { id version isDefaultShipping isDefaultBilling address { name line1 company } } deletedId userErrors { ... on UserError { code path } }';
const address = (line1: string) => ({
  name: 'Grace Hopper',
  line1,
  city: 'Bremen',
  postalCode: '28195',
  country: 'DE',
});
const create = async (person: Person, line1: string, rest: object = {}) =>
  (
    await t.execute(
      `mutation($a: AddressInput!, $s: Boolean, $b: Boolean, $k: ID) { userAddressCreate(address: $a, isDefaultShipping: $s, isDefaultBilling: $b, idempotencyKey: $k) { ${FIELDS} } }`,
      { as: person.as, variables: { a: { ...address(line1), ...rest }, ...rest } },
    )
  ).data?.userAddressCreate;
const book = async (person: Person, args = '') =>
  (
    await t.execute(
      `{ me { addresses${args} { nodes { id isDefaultShipping isDefaultBilling address { line1 } } totalCount pageInfo { endCursor hasNextPage } } } }`,
      { as: person.as },
    )
  ).data.me.addresses;

test('an address book has one default each, also when two addresses become it at once', async () => {
  const person = await register(t);
  for (const line1 of ['One', 'Two', 'Three']) await create(person, line1);
  const before = await book(person);
  expect(
    before.nodes.map((node: { isDefaultShipping: boolean }) => node.isDefaultShipping),
  ).toEqual([true, false, false]);
  await Promise.all(
    before.nodes.map((node: { id: string }) =>
      t.execute(
        `mutation { userAddressUpdate(id: "${node.id}", isDefaultShipping: true) { ${FIELDS} } }`,
        { as: person.as },
      ),
    ),
  );
  const after = await book(person);
  expect(
    after.nodes.filter((node: { isDefaultShipping: boolean }) => node.isDefaultShipping),
  ).toHaveLength(1);
  expect(after.nodes[0].isDefaultBilling).toBe(true);
});

test('pages walk through the address book in the order of entry', async () => {
  const person = await register(t);
  for (let n = 1; n <= 5; n += 1) await create(person, `Street ${n}`);
  const first = await book(person, '(first: 3)');
  expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } });
  const rest = await book(person, `(first: 3, after: "${first.pageInfo.endCursor}")`);
  expect([...first.nodes, ...rest.nodes].map((node) => node.address.line1)).toEqual(
    [1, 2, 3, 4, 5].map((n) => `Street ${n}`),
  );
});

test("somebody else's address answers like a missing one and stays as it is", async () => {
  const owner = await register(t);
  const thief = await register(t);
  const mine = (await create(owner, 'Mine')).address;
  for (const id of [mine.id, 'adr_00000000-0000-7000-8000-000000000000', 'nonsense']) {
    for (const mutation of [
      `userAddressUpdate(id: "${id}", isDefaultBilling: true)`,
      `userAddressDelete(id: "${id}")`,
    ]) {
      const { data } = await t.execute(`mutation { r: ${mutation} { ${FIELDS} } }`, {
        as: thief.as,
      });
      expect(data.r).toEqual({
        address: null,
        deletedId: null,
        userErrors: [{ code: 'NOT_FOUND', path: ['id'] }],
      });
    }
  }
  expect((await book(owner)).nodes).toHaveLength(1);
  const reference = await t.execute(
    'query($r: [_Any!]!) { _entities(representations: $r) { ... on UserAddress { id } } }',
    {
      as: thief.as,
      variables: { r: [{ __typename: 'UserAddress', id: mine.id }] },
    },
  );
  expect(reference.data._entities).toEqual([null]);
});

test('an address can be changed with the version read, and deleted', async () => {
  const person = await register(t);
  const { id, version } = (await create(person, 'Old')).address;
  const update = (expected: number, line1: string) =>
    t.execute(
      `mutation($a: AddressInput!) { userAddressUpdate(id: "${id}", address: $a, expectedVersion: ${expected}) { ${FIELDS} } }`,
      {
        as: person.as,
        variables: { a: address(line1) },
      },
    );
  expect((await update(version, 'New')).data.userAddressUpdate.address).toMatchObject({
    version: 2,
    address: { line1: 'New', company: null },
  });
  expect((await update(version, 'Newer')).data.userAddressUpdate.userErrors[0].code).toBe(
    'VERSION_CONFLICT',
  );
  expect((await update(2, ' ')).data.userAddressUpdate.userErrors[0]).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['address', 'line1'],
  });
  const { data } = await t.execute(`mutation { userAddressDelete(id: "${id}") { ${FIELDS} } }`, {
    as: person.as,
  });
  expect(data.userAddressDelete).toEqual({ address: null, deletedId: id, userErrors: [] });
  expect((await book(person)).nodes).toEqual([]);
});

test('one key makes one address', async () => {
  const person = await register(t);
  const add = (line1: string) =>
    t.execute(
      `mutation($a: AddressInput!) { userAddressCreate(address: $a, idempotencyKey: "k") { ${FIELDS} } }`,
      {
        as: person.as,
        variables: { a: address(line1) },
      },
    );
  const results = await Promise.all([add('A'), add('A'), add('A')]);
  expect(new Set(results.map((result) => result.data.userAddressCreate.address.id)).size).toBe(1);
  expect((await add('B')).data.userAddressCreate.userErrors[0].code).toBe('IDEMPOTENCY_KEY_REUSED');
  expect((await book(person)).totalCount).toBe(1);
});
