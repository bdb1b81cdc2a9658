import { admin, anonymous } from '@emporium/testing/principals';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsersServices } from '../context.js';
import { users } from '../subgraph.js';
import { query } from '../tables.js';
import {
  freshEmail,
  isAccepted,
  PASSWORD,
  register,
  tryLogIn,
  type Person,
} from '../test/people.js';
import {
  ASK_RESET,
  CHANGE_EMAIL,
  codesOf,
  mailOf,
  newestMail,
  requested,
  RESEND,
  RESET,
  UNDO,
  VERIFY,
} from './links.fixture.js';

let t: TestSubgraph<UsersServices>;
beforeAll(async () => {
  t = await startTestSubgraph(users);
});
afterAll(() => t.close());

const NEW_PASSWORD = 'four plain words here';
const refusals = (length: number) => Array.from({ length }, () => ['TOKEN_INVALID']);
const isVerified = async ({ as }: Person) =>
  (await t.execute('{ me { emailVerified } }', { as })).data.me.emailVerified as boolean;
const verified = async (): Promise<Person> => {
  const person = await register(t);
  const { token } = await newestMail(t, 'VERIFY_EMAIL', person.email);
  expect(await codesOf(t, VERIFY, { token })).toEqual([]);
  return person;
};
const resetTokenOf = async ({ email }: { email: string }) => {
  expect(await codesOf(t, ASK_RESET, { email })).toEqual([]);
  return (await newestMail(t, 'RESET_PASSWORD', email)).token;
};
const logInCodes = async (email: string, password: string) =>
  (await tryLogIn(t, email, password)).data.userLogin.userErrors.map(
    (error: { code: string }) => error.code,
  );

test('who registers gets a link that verifies the address, in whatever browser, once', async () => {
  const person = await register(t);
  expect(await isVerified(person)).toBe(false);
  const { token } = await newestMail(t, 'VERIFY_EMAIL', person.email);
  const uses = await Promise.all(Array.from({ length: 8 }, () => codesOf(t, VERIFY, { token })));
  expect(uses.toSorted()).toEqual([[], ...refusals(7)]);
  expect(await isVerified(person)).toBe(true);
});

test('a new link voids the one before, whose mail is not sent any more', async () => {
  const person = await register(t);
  const first = await newestMail(t, 'VERIFY_EMAIL', person.email);
  const [firstId] = (await requested(t)).slice(-1);
  const asks = Array.from({ length: 3 }, () => codesOf(t, RESEND, {}, { as: person.as }));
  expect(await Promise.all(asks)).toEqual([[], [], []]);
  expect(await mailOf(t, firstId!)).toBeNull();
  expect(await codesOf(t, VERIFY, { token: first.token })).toEqual(['TOKEN_INVALID']);
  const ids = (await requested(t)).slice(-3);
  const usable = (await Promise.all(ids.map((id) => mailOf(t, id)))).filter((mail) => mail);
  expect(usable).toHaveLength(1);
  expect(await codesOf(t, VERIFY, { token: usable[0]!.token })).toEqual([]);
});

test('what a link does not open for says what to do, and changes nothing', async () => {
  const [one, other] = [await register(t), await register(t)];
  const { token } = await newestMail(t, 'VERIFY_EMAIL', one.email);
  const [head, tail] = [token.slice(0, -2), token.slice(-2)];
  const tampered = head + (tail === 'AA' ? 'BB' : 'AA');
  for (const wrong of ['', tampered, `${token}=`, "' or 1=1 --", 'x'.repeat(1_000_000)])
    for (const field of [VERIFY, UNDO, RESET]) {
      const { data } = await t.execute(field, {
        variables: { token: wrong, newPassword: NEW_PASSWORD },
      });
      expect(data.answer).toEqual({
        ok: false,
        userErrors: [
          {
            code: 'TOKEN_INVALID',
            path: ['token'],
            message: expect.stringContaining('ask for a new link'),
          },
        ],
      });
    }
  // A link is for its purpose alone.
  expect(await codesOf(t, RESET, { token, newPassword: NEW_PASSWORD })).toEqual(['TOKEN_INVALID']);
  expect(await codesOf(t, UNDO, { token })).toEqual(['TOKEN_INVALID']);
  // It verifies its own account, whoever is logged in.
  expect(await codesOf(t, VERIFY, { token }, { as: other.as })).toEqual([]);
  expect([await isVerified(one), await isVerified(other)]).toEqual([true, false]);
});

test('a link is too old by the clock of the database', async () => {
  const person = await register(t);
  const { token } = await newestMail(t, 'VERIFY_EMAIL', person.email);
  await query(t.ctx())
    .updateTable('AccountLink')
    .set({ expiresAt: sql<Date>`now() - interval '1 second'` })
    .where('userId', '=', person.id)
    .execute();
  const { data } = await t.execute(VERIFY, { variables: { token } });
  expect(data.answer.userErrors[0].message).toBe('This link is too old: ask for a new link.');
  expect(await isVerified(person)).toBe(false);
});

test('after a change of address links to the one before verify and reset nothing', async () => {
  const person = await register(t);
  const verify = await newestMail(t, 'VERIFY_EMAIL', person.email);
  const reset = await resetTokenOf(person);
  const email = freshEmail();
  const change = { email, password: PASSWORD };
  expect(await codesOf(t, CHANGE_EMAIL, change, { as: person.as })).toEqual([]);
  expect(await codesOf(t, VERIFY, { token: verify.token })).toEqual(['TOKEN_INVALID']);
  expect(await codesOf(t, RESET, { token: reset, newPassword: NEW_PASSWORD })).toEqual([
    'TOKEN_INVALID',
  ]);
  // An address that nobody has verified may be a stranger's: it gets no way into the account.
  await expect(newestMail(t, 'UNDO_EMAIL_CHANGE', person.email)).rejects.toThrow('no mail');
  const { token } = await newestMail(t, 'VERIFY_EMAIL', email);
  expect(await codesOf(t, VERIFY, { token })).toEqual([]);
});

test('a reset sets the password once, verifies the address and ends every session', async () => {
  const person = await register(t);
  const token = await resetTokenOf(person);
  // A refused password costs nothing.
  expect(await codesOf(t, RESET, { token, newPassword: 'password' })).toEqual(['INVALID_INPUT']);
  const passwords = Array.from({ length: 4 }, (_none, index) => `${NEW_PASSWORD} ${index}`);
  const codes = await Promise.all(
    passwords.map((newPassword) => codesOf(t, RESET, { token, newPassword })),
  );
  const winner = codes.findIndex((all) => all.length === 0);
  expect(codes.toSorted()).toEqual([[], ...refusals(3)]);
  expect(await isAccepted(t, person.accessToken)).toBe(false);
  expect(await logInCodes(person.email, PASSWORD)).toEqual(['INVALID_CREDENTIALS']);
  expect(await logInCodes(person.email, passwords[winner]!)).toEqual([]);
  expect(await isVerified(person)).toBe(true);
});

test('the owner takes back what somebody with the password has changed, however often', async () => {
  const person = await verified();
  const [thief, second] = [freshEmail(), freshEmail()];
  const change = (email: string) =>
    codesOf(t, CHANGE_EMAIL, { email, password: PASSWORD }, { as: person.as });
  expect(await change(thief)).toEqual([]);
  const { token: verify } = await newestMail(t, 'VERIFY_EMAIL', thief);
  expect(await codesOf(t, VERIFY, { token: verify })).toEqual([]);
  expect(await change(second)).toEqual([]);
  const [mine, theirs] = [
    await newestMail(t, 'UNDO_EMAIL_CHANGE', person.email),
    await newestMail(t, 'UNDO_EMAIL_CHANGE', thief),
  ];
  expect(await codesOf(t, UNDO, { token: mine.token })).toEqual([]);
  // The thief's links, sessions and password are void.
  expect(await codesOf(t, UNDO, { token: theirs.token })).toEqual(['TOKEN_INVALID']);
  expect(await isAccepted(t, person.accessToken)).toBe(false);
  for (const email of [person.email, thief, second])
    expect(await logInCodes(email, PASSWORD)).toEqual(['INVALID_CREDENTIALS']);
  const { token } = await newestMail(t, 'RESET_PASSWORD', person.email);
  expect(await codesOf(t, RESET, { token, newPassword: NEW_PASSWORD })).toEqual([]);
  expect(await logInCodes(person.email, NEW_PASSWORD)).toEqual([]);
});

test('links are for notifications alone, and no event names an address or a token', async () => {
  const { email } = await register(t);
  const { token } = await newestMail(t, 'VERIFY_EMAIL', email);
  const [id] = (await requested(t)).slice(-1);
  for (const as of [anonymous, admin]) {
    const { data, errors } = await t.execute(`{ _userMail(requestId: "${id}") { token } }`, { as });
    expect(errors?.length).toBeGreaterThan(0);
    expect(data?._userMail ?? null).toBeNull();
  }
  const events = JSON.stringify(await t.published());
  expect(events).not.toContain(token);
  expect(events).not.toContain(email);
});
