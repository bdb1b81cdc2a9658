// First, because it loads reflect-metadata, which the decorators of the others need.
import {
  challengeOf,
  enrolTotp,
  logInWith,
  startFactorsShop,
  verifyMfa,
  type FactorsShop,
} from './factors.fixture.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { CHALLENGE_ATTEMPTS } from '../session/challenge-login.js';
import { PASSWORD, register, tryLogIn } from '../test/people.js';

let shop: FactorsShop;
beforeAll(async () => {
  shop = await startFactorsShop();
});
afterAll(() => shop.t.close());

const codesOf = async (answer: ReturnType<typeof verifyMfa>) =>
  ((await answer).data.userMfaVerify.userErrors as { code: string }[]).map(({ code }) => code);

test('a challenge ends after five attempts, also with the right code', async () => {
  const person = await register(shop.t);
  const { secret } = await enrolTotp(shop, person);
  shop.pass(30);
  const { mfaChallenge } = await challengeOf(shop, person.email);
  for (let attempt = 0; attempt < CHALLENGE_ATTEMPTS; attempt += 1)
    expect(await codesOf(verifyMfa(shop, mfaChallenge, '000000'))).toEqual(['FACTOR_INVALID']);
  const code = shop.code(secret);
  expect(await codesOf(verifyMfa(shop, mfaChallenge, code))).toEqual(['CHALLENGE_INVALID']);
  expect(await logInWith(shop, person.email, code)).toEqual([]);
});

test('a challenge ends after five minutes, and with the password it was given for', async () => {
  const person = await register(shop.t);
  const { secret } = await enrolTotp(shop, person);
  shop.pass(30);
  const old = await challengeOf(shop, person.email);
  await query(shop.t.ctx())
    .updateTable('LoginChallenge')
    .set({ expiresAt: sql<Date>`now()` })
    .where('userId', '=', person.id)
    .execute();
  const before = await challengeOf(shop, person.email);
  const change = await shop.t.execute(
    `mutation { userPasswordChange(currentPassword: "${PASSWORD}", newPassword: "four plain words here") { accessToken } }`,
    { as: person.as },
  );
  expect(change.data.userPasswordChange.accessToken).toBeTruthy();
  const code = shop.code(secret);
  for (const { mfaChallenge } of [old, before, { mfaChallenge: 'nonsense' }])
    expect(await codesOf(verifyMfa(shop, mfaChallenge, code))).toEqual(['CHALLENGE_INVALID']);
  const { mfaChallenge } = await challengeOf(shop, person.email, 'four plain words here');
  expect(await codesOf(verifyMfa(shop, mfaChallenge, code))).toEqual([]);
});

test('a blocked account completes no log-in that has begun', async () => {
  const person = await register(shop.t);
  const { secret } = await enrolTotp(shop, person);
  shop.pass(30);
  const { mfaChallenge } = await challengeOf(shop, person.email);
  await query(shop.t.ctx())
    .updateTable('User')
    .set({ status: sql`'BLOCKED'` })
    .where('id', '=', person.id)
    .execute();
  expect(await codesOf(verifyMfa(shop, mfaChallenge, shop.code(secret)))).toEqual([
    'CHALLENGE_INVALID',
  ]);
});

test('who guesses codes is locked out, and the owner is not', async () => {
  const person = await register(shop.t);
  const home = '203.0.113.5';
  await tryLogIn(shop.t, person.email, PASSWORD, home);
  const { secret } = await enrolTotp(shop, person);
  shop.pass(30);
  const codes: string[] = [];
  for (let attempt = 0; attempt < 12; attempt += 1)
    codes.push(...(await logInWith(shop, person.email, '000000', '198.51.100.44')));
  expect(codes.slice(0, 10)).toEqual(Array(10).fill('FACTOR_INVALID'));
  expect(codes.slice(10)).toEqual(['ACCOUNT_LOCKED', 'ACCOUNT_LOCKED']);
  expect(await logInWith(shop, person.email, shop.code(secret), '198.51.100.44')).toEqual([
    'ACCOUNT_LOCKED',
  ]);
  expect(await logInWith(shop, person.email, shop.code(secret), home)).toEqual([]);
});
