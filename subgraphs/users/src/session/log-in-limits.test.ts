import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsersServices } from '../context.js';
import { FAILURES_PER_ACCOUNT } from './login-throttle.js';
import { users } from '../subgraph.js';
import { freshEmail, PASSWORD, register, tryLogIn } from '../test/people.js';

let t: TestSubgraph<UsersServices>;
beforeAll(async () => {
  t = await startTestSubgraph(users);
});
afterAll(() => t.close());

const codeOf = (result: {
  errors?: readonly { extensions?: Record<string, unknown> }[] | undefined;
}) => result.errors?.[0]?.extensions?.['code'];

test('unknown address and wrong password answer alike', async () => {
  const { email } = await register(t);
  const wrong = await tryLogIn(t, email, 'not the password');
  const unknown = await tryLogIn(t, freshEmail(), 'not the password');
  expect(wrong).toEqual(unknown);
  expect(wrong.data.userLogin.userErrors[0].code).toBe('INVALID_CREDENTIALS');
});

test('too many wrong passwords lock the guesser out, but not the owner elsewhere', async () => {
  const { email } = await register(t);
  const codes: string[] = [];
  for (let attempt = 0; attempt < 20; attempt += 1) {
    codes.push(
      (await tryLogIn(t, email, `guess ${attempt}`, '198.51.100.7')).data.userLogin.userErrors[0]
        .code,
    );
  }
  expect(codes.slice(0, 10)).toEqual(Array(10).fill('INVALID_CREDENTIALS'));
  expect(codes.slice(10)).toEqual(Array(10).fill('ACCOUNT_LOCKED'));
  expect(
    (await tryLogIn(t, email, PASSWORD, '198.51.100.7')).data.userLogin.userErrors[0].code,
  ).toBe('ACCOUNT_LOCKED');
  expect((await tryLogIn(t, email, PASSWORD, '203.0.113.9')).data.userLogin.userErrors).toEqual([]);
});

test('a guesser who uses another address of one IPv6 network for each guess is locked out', async () => {
  const { email } = await register(t);
  const codes: string[] = [];
  for (let attempt = 0; attempt < 20; attempt += 1)
    codes.push(
      (await tryLogIn(t, email, `guess ${attempt}`, `2001:db8:7:7::${attempt + 1}`)).data.userLogin
        .userErrors[0].code,
    );
  expect(codes).toEqual([
    ...Array(10).fill('INVALID_CREDENTIALS'),
    ...Array(10).fill('ACCOUNT_LOCKED'),
  ]);
});

test('guesses from everywhere are slowed down for each account, but the devices it knows go on', async () => {
  const { email } = await register(t);
  const home = '203.0.113.77';
  expect((await tryLogIn(t, email, PASSWORD, home)).data.userLogin.userErrors).toEqual([]);
  /** Twenty guesses at a time, each from a network of its own. */
  const guessEverywhere = async (account: string, net: number) => {
    const codes: string[] = [];
    for (let from = 0; from < FAILURES_PER_ACCOUNT + 40; from += 20) {
      const guesses = Array.from({ length: 20 }, (_none, index) =>
        tryLogIn(t, account, 'guess', `198.${net}.${from + index}.1`),
      );
      codes.push(
        ...(await Promise.all(guesses)).map(
          ({ data }) => data.userLogin.userErrors[0].code as string,
        ),
      );
    }
    return codes;
  };
  const codes = await guessEverywhere(email, 51);
  expect(codes.filter((code) => code === 'INVALID_CREDENTIALS').length).toBeLessThan(
    FAILURES_PER_ACCOUNT + 20,
  );
  expect(codes.at(-1)).toBe('ACCOUNT_LOCKED');
  expect(
    (await tryLogIn(t, email, PASSWORD, '198.51.250.1')).data.userLogin.userErrors[0].code,
  ).toBe('ACCOUNT_LOCKED');
  expect((await tryLogIn(t, email, PASSWORD, home)).data.userLogin.userErrors).toEqual([]);
  expect((await guessEverywhere(freshEmail(), 18)).at(-1)).toBe('ACCOUNT_LOCKED');
}, 90_000);

test('a caller who has its password checked all the time keeps nobody else waiting for long', async () => {
  const [greedy, other] = [await register(t), await register(t)];
  const change = () =>
    t.execute(
      `mutation { userEmailChange(email: "${greedy.email}", password: "${PASSWORD}") { userErrors { ... on UserError { code } } } }`,
      {
        as: greedy.as,
      },
    );
  const attacks = Array.from({ length: 90 }, change);
  const logins = await Promise.all(
    Array.from({ length: 30 }, () => tryLogIn(t, other.email, PASSWORD, '203.0.113.30')),
  );
  expect(logins.filter(({ data }) => data?.userLogin?.accessToken).length).toBe(30);
  const refused = (await Promise.all(attacks)).filter(({ errors }) => errors);
  expect(refused.length).toBeGreaterThan(0);
  expect(new Set(refused.map(codeOf))).toEqual(new Set(['RATE_LIMITED']));
});

test('200 simultaneous log-ins: those beyond the queue are told to come back, the rest get in', async () => {
  const { email } = await register(t);
  const results = await Promise.all(
    Array.from({ length: 200 }, () => tryLogIn(t, email, PASSWORD, '203.0.113.20')),
  );
  const refused = results.filter((result) => result.errors);
  expect(new Set(refused.map(codeOf))).toEqual(new Set(['RATE_LIMITED']));
  expect(refused[0]!.errors![0]!.extensions!['retryAfterMs']).toBeGreaterThan(0);
  expect(results.length - refused.length).toBeGreaterThanOrEqual(34);
  expect(
    results.filter((result) => !result.errors).every((result) => result.data.userLogin.accessToken),
  ).toBe(true);
});
