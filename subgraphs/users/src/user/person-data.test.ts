import type { Principal } from '@emporium/auth/principal';
import { admin, customer, service } from '@emporium/testing/principals';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsersServices } from '../context.js';
import { users } from '../subgraph.js';
import { freshEmail, isAccepted, PASSWORD, refresh, register, tryLogIn } from '../test/people.js';

let t: TestSubgraph<UsersServices>;
beforeAll(async () => {
  t = await startTestSubgraph(users);
});
afterAll(() => t.close());

const ERRORS = 'userErrors { __typename ... on UserError { code path } }';
const tryRegister = (email: string, password = PASSWORD) =>
  t.execute(
    `mutation($email: String!, $password: String!) { userRegister(email: $email, password: $password) { user { id } ${ERRORS} } }`,
    {
      variables: { email, password },
    },
  );

test("other people's references and ids answer like missing ones", async () => {
  const one = await register(t);
  const two = await register(t);
  const references = (as = two.as) =>
    t.execute(
      `query($r: [_Any!]!) { _entities(representations: $r) { ... on User { id displayName email firstName } ... on Session { id } } }`,
      {
        as,
        variables: {
          r: [
            { __typename: 'User', id: one.id },
            { __typename: 'User', id: two.id },
            { __typename: 'Session', id: one.as.sid },
            { __typename: 'User', id: 'usr_%' },
          ],
        },
      },
    );
  expect((await references()).data._entities).toEqual([
    null,
    { id: two.id, displayName: 'Grace H.', email: two.email, firstName: 'Grace' },
    null,
    null,
  ]);
  expect((await references(admin)).data._entities[0]).toMatchObject({
    id: one.id,
    email: one.email,
  });
  expect((await t.execute('{ me { id } }')).data).toEqual({ me: null });
  const denied = await t.execute(`{ user(id: "${one.id}") { id } }`, { as: two.as });
  expect(denied.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
});

test('only other subgraphs may ask for users internally', async () => {
  const person = await register(t);
  const query = `{ _user(id: "${person.id}") { id email displayName version } }`;
  expect((await t.execute(query, { as: admin })).errors?.[0]?.extensions?.['code']).toBe(
    'FORBIDDEN',
  );
  expect((await t.execute(query, { as: service('orders', customer()) })).data._user).toEqual({
    id: person.id,
    email: person.email,
    displayName: 'Grace H.',
    version: 1,
  });
});

test('what the log keeps about a person are id, status and version', async () => {
  const { as, id, email } = await register(t);
  const input = { firstName: 'Hildegard', lastName: 'Unmistakable', phone: '+49 40 99' };
  await t.execute(
    'mutation($input: UserProfileInput!) { userProfileUpdate(input: $input) { user { id } } }',
    { as, variables: { input } },
  );
  const events = (await t.published()).filter((event) => event.subject === id);
  expect(events.map(({ type, schemaversion, data }) => [type, schemaversion, data])).toEqual([
    ['USER_CREATED', 2, { id, status: 'ACTIVE', version: 1 }],
    ['USER_UPDATED', 2, { id, status: 'ACTIVE', version: 2 }],
  ]);
  for (const trace of [email, 'Hildegard', 'Unmistakable', '+49'])
    expect(JSON.stringify(events)).not.toContain(trace);
});

test('an erased person leaves a tombstone and nothing else', async () => {
  const person = await register(t);
  const other = await register(t);
  const address = {
    name: 'Grace Hopper',
    line1: 'Secret Street 1',
    city: 'Bremen',
    postalCode: '28195',
    country: 'DE',
  };
  await t.execute(
    'mutation($a: AddressInput!) { userAddressCreate(address: $a) { address { id } } }',
    {
      as: person.as,
      variables: { a: address },
    },
  );
  const erase = (as = person.as, args = `confirm: true, password: "${PASSWORD}"`) =>
    t.execute(`mutation { userErase(${args}) { ok ${ERRORS} } }`, { as });
  expect((await erase(person.as, 'confirm: false')).data.userErase.userErrors[0].code).toBe(
    'INVALID_INPUT',
  );
  expect(
    (await erase(other.as, `userId: "${person.id}", confirm: true`)).errors?.[0]?.extensions?.[
      'code'
    ],
  ).toBe('FORBIDDEN');
  expect((await erase(person.as, 'confirm: true')).data.userErase).toMatchObject({
    ok: false,
    userErrors: [{ code: 'INVALID_INPUT' }],
  });
  const wrong = 'confirm: true, password: "not the right one"';
  expect((await erase(person.as, wrong)).data.userErase).toMatchObject({
    ok: false,
    userErrors: [{ code: 'INVALID_CREDENTIALS' }],
  });
  expect(await isAccepted(t, person.accessToken)).toBe(true);
  expect((await erase()).data.userErase.ok).toBe(true);

  expect(await isAccepted(t, person.accessToken)).toBe(false);
  expect((await refresh(t, person.refreshToken)).errors?.[0]?.extensions?.['code']).toBe(
    'UNAUTHENTICATED',
  );
  expect((await tryLogIn(t, person.email, PASSWORD)).data.userLogin.userErrors[0].code).toBe(
    'INVALID_CREDENTIALS',
  );
  const seen = await t.execute(
    `{ user(id: "${person.id}") { email firstName displayName status addresses { nodes { id } } sessions { id } } }`,
    { as: admin },
  );
  expect(seen.data.user).toEqual({
    email: null,
    firstName: null,
    displayName: 'Former customer',
    status: 'ERASED',
    addresses: { nodes: [] },
    sessions: [],
  });
  const events = (await t.published()).filter((event) => event.subject === person.id);
  expect(events.at(-1)).toMatchObject({
    type: 'USER_DELETED',
    aggregateversion: 2,
    data: { id: person.id, version: 2 },
  });
  expect((await tryRegister(person.email)).data.userRegister.user).toBeTruthy();
  expect(await t.verify()).toEqual([]);
});

test('who just registered reads the own e-mail address and roles; roles of others need read:role', async () => {
  const email = freshEmail();
  const query = `mutation($email: String!, $password: String!) { userRegister(email: $email, password: $password) {
    user { email emailVerified version permissions roles { name } } ${ERRORS} } }`;
  const { data, errors } = await t.execute(query, { variables: { email, password: PASSWORD } });
  expect(errors).toBeUndefined();
  expect(data.userRegister.user).toMatchObject({
    email,
    emailVerified: false,
    version: 1,
    roles: [{ name: 'CUSTOMER' }],
  });
  const [one, other] = [await register(t), await register(t)];
  const see = async (id: string, as: Principal) =>
    (
      await t.execute(
        'query($r: [_Any!]!) { _entities(representations: $r) { ... on User { email roles { name } } } }',
        {
          variables: { r: [{ __typename: 'User', id }] },
          as,
        },
      )
    ).data._entities[0];
  expect(await see(one.id, one.as)).toEqual({ email: one.email, roles: [{ name: 'CUSTOMER' }] });
  expect((await see(one.id, other.as)) ?? { email: null, roles: null }).toEqual({
    email: null,
    roles: null,
  });
});
