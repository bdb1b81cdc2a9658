import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsersServices } from '../context.js';
import { users } from '../subgraph.js';
import { query } from '../tables.js';
import { freshEmail, PASSWORD, register, tryLogIn } from '../test/people.js';

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

test('twenty simultaneous registrations of one address make one user', async () => {
  const spellings = ['Race@shop.test', ' race@shop.test', 'race@SHOP.TEST', '\uFF52ace@shop.test'];
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, index) => tryRegister(spellings[index % 4]!)),
  );
  expect(results.filter((result) => result.data.userRegister.user)).toHaveLength(1);
  const codes = results.flatMap((result) =>
    result.data.userRegister.userErrors.map((error: { code: string }) => error.code),
  );
  expect(codes).toEqual(Array(19).fill('EMAIL_TAKEN'));
  const rows = await query(t.ctx())
    .selectFrom('User')
    .select('email')
    .where('email', 'like', '%ace@shop.test')
    .execute();
  expect(rows).toEqual([{ email: 'race@shop.test' }]);
  expect((await t.published()).filter((event) => event.type === 'USER_CREATED')).toHaveLength(1);
});

test('passwords and addresses have limits, and a megabyte is refused without hashing', async () => {
  const long = 'p'.repeat(1_000_000);
  for (const password of ['1234567', 'x'.repeat(257), long, '']) {
    const { data } = await tryRegister(freshEmail(), password);
    expect(data.userRegister.userErrors[0]).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['password'],
    });
  }
  for (const password of ['password', '        ', 'Qwerty123!', 'iloveyou2', 'guessme@shop.test']) {
    const { data } = await t.execute(
      `mutation ($p: String!) { userRegister(email: "guessme@shop.test", password: $p) { userErrors { ... on UserError { code path message } } } }`,
      { variables: { p: password } },
    );
    const message = expect.stringContaining('several words') as string;
    expect(data.userRegister.userErrors).toEqual([
      { code: 'INVALID_INPUT', path: ['password'], message },
    ]);
  }
  for (const email of [
    '',
    'a',
    '@b.c',
    'a@',
    'a b@c.de',
    'a@b..c',
    'a@-b.c',
    `a@${'a.'.repeat(50_000)}b`,
    `${'a'.repeat(65)}@b.c`,
  ]) {
    const { data } = await tryRegister(email);
    expect(data.userRegister.userErrors[0]).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['email'],
    });
  }
});

test('the same password typed as NFC and NFD opens the account', async () => {
  const email = freshEmail();
  await tryRegister(email, 'pässwörter\u{1F511}'.normalize('NFC'));
  expect(
    (await tryLogIn(t, email, 'pässwörter\u{1F511}'.normalize('NFD'))).data.userLogin.userErrors,
  ).toEqual([]);
});

test('a profile takes only its own fields, tells others, and a stale version changes nothing', async () => {
  const person = await register(t);
  const update = (input: object, expectedVersion?: number) =>
    t.execute(
      `mutation($input: UserProfileInput!, $v: Int) { userProfileUpdate(input: $input, expectedVersion: $v) { user { firstName lastName displayName phone email version } userErrors { __typename ... on UserError { code path } ... on VersionConflictError { currentVersion } } } }`,
      { as: person.as, variables: { input, ...(expectedVersion ? { v: expectedVersion } : {}) } },
    );
  const done = (await update({ firstName: ' Ada ', lastName: null, phone: '+49 40 1' }, 1)).data
    .userProfileUpdate;
  expect(done).toEqual({
    user: {
      firstName: 'Ada',
      lastName: null,
      displayName: 'Ada',
      phone: '+49 40 1',
      email: person.email,
      version: 2,
    },
    userErrors: [],
  });
  expect((await update({ firstName: 'Eve' }, 1)).data.userProfileUpdate.userErrors).toEqual([
    {
      __typename: 'VersionConflictError',
      code: 'VERSION_CONFLICT',
      path: ['expectedVersion'],
      currentVersion: 2,
    },
  ]);
  for (const input of [
    { role: 'ADMIN' },
    { email: 'x@y.z' },
    { version: 9 },
    { userId: 'usr_1' },
  ]) {
    expect((await update(input)).errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  }
  expect(
    (await update({ firstName: 'x\u0001y' })).data.userProfileUpdate.userErrors[0],
  ).toMatchObject({ path: ['input', 'firstName'] });
  expect(
    (await update({ avatarId: 'javascript:1' })).data.userProfileUpdate.userErrors[0],
  ).toMatchObject({ path: ['input', 'avatarId'] });
  const events = (await t.published()).filter((event) => event.subject === person.id);
  expect(events.map((event) => [event.type, event.aggregateversion])).toEqual([
    ['USER_CREATED', 1],
    ['USER_UPDATED', 2],
  ]);
});

test('simultaneous changes of one user make one event per version, in order', async () => {
  const person = await register(t);
  const names = Array.from({ length: 10 }, (_, index) => `Name ${index}`);
  await Promise.all(
    names.map((firstName) =>
      t.execute(
        'mutation($i: UserProfileInput!) { userProfileUpdate(input: $i) { user { id } } }',
        {
          as: person.as,
          variables: { i: { firstName } },
        },
      ),
    ),
  );
  const events = (await t.published()).filter((event) => event.subject === person.id);
  expect(events.map((event) => event.aggregateversion)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
  ]);
  const me = await t.execute('{ me { firstName version } }', { as: person.as });
  expect(me.data.me).toEqual({ firstName: expect.stringMatching(/^Name \d$/), version: 11 });
});

test('a changed address needs the password and a free address', async () => {
  const one = await register(t);
  const two = await register(t);
  const change = (email: string, password: string) =>
    t.execute(
      `mutation($e: String!, $p: String!) { userEmailChange(email: $e, password: $p) { user { email emailVerified } ${ERRORS} } }`,
      {
        as: one.as,
        variables: { e: email, p: password },
      },
    );
  expect((await change(freshEmail(), 'wrong wrong')).data.userEmailChange.userErrors[0].code).toBe(
    'INVALID_CREDENTIALS',
  );
  expect(
    (await change(two.email.toUpperCase(), PASSWORD)).data.userEmailChange.userErrors[0].code,
  ).toBe('EMAIL_TAKEN');
  const email = freshEmail();
  expect((await change(email, PASSWORD)).data.userEmailChange.user).toEqual({
    email,
    emailVerified: false,
  });
  expect((await tryLogIn(t, email, PASSWORD)).data.userLogin.userErrors).toEqual([]);
});
