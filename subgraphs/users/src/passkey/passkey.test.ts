// First, because it loads reflect-metadata, which the decorators of the others need.
import {
  challengeOf,
  ERRORS,
  startFactorsShop,
  type FactorsShop,
} from '../factor/factors.fixture.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../tables.js';
import { IN_BODY, isAccepted, register, type Person } from '../test/people.js';
import { SoftwareAuthenticator, type Behaviour } from './authenticator.fixture.js';

let shop: FactorsShop;
beforeAll(async () => {
  shop = await startFactorsShop();
});
afterAll(() => shop.t.close());

async function send(mutation: string, as?: Person, passkey?: string) {
  const text =
    passkey === undefined
      ? `mutation { answer: ${mutation} }`
      : `mutation ($passkey: String!) { answer: ${mutation} }`;
  const { data, errors } = await shop.t.execute(text, {
    headers: IN_BODY,
    ...(as ? { as: as.as } : {}),
    ...(passkey === undefined ? {} : { variables: { passkey } }),
  });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.answer;
}
const codesOf = ({ userErrors }: { userErrors: { code: string }[] }) =>
  userErrors.map(({ code }) => code);
const optionsOf = async (mutation: string, as?: Person) =>
  (await send(`${mutation} { options ${ERRORS} }`, as)).options as string;
const confirm = (person: Person, passkey: string) =>
  send(
    `factorPasskeyConfirm(passkey: $passkey, name: "Laptop") { factor { kind name } recoveryCodes ${ERRORS} }`,
    person,
    passkey,
  );
const logIn = (passkey: string) =>
  send(`passkeyLogin(passkey: $passkey) { user { id } accessToken ${ERRORS} }`, undefined, passkey);
const verifyMfa = (challenge: string, passkey: string) =>
  send(
    `userMfaVerify(challenge: "${challenge}", passkey: $passkey) { accessToken ${ERRORS} }`,
    undefined,
    passkey,
  );

/** Somebody with a passkey. */
async function withPasskey() {
  const person = await register(shop.t);
  const passkey = new SoftwareAuthenticator();
  const made = await confirm(person, passkey.create(await optionsOf('factorPasskeyBegin', person)));
  return { person, passkey, made };
}

test('a passkey is enrolled, completes a log-in, and proves a session again', async () => {
  const { person, passkey, made } = await withPasskey();
  expect(made).toMatchObject({ factor: { kind: 'PASSKEY', name: 'Laptop' }, userErrors: [] });
  expect(made.recoveryCodes).toHaveLength(10);
  const { mfaChallenge, userErrors } = await challengeOf(shop, person.email);
  expect(userErrors[0]!.methods).toEqual(['PASSKEY', 'RECOVERY_CODE']);
  const options = await optionsOf(`passkeyMfaBegin(challenge: "${mfaChallenge}")`);
  expect(JSON.parse(options)).toMatchObject({
    rpId: 'shop.test',
    allowCredentials: [{ id: passkey.credentialId.toString('base64url') }],
  });
  // As a second factor it need not know whose finger it is.
  const { accessToken } = await verifyMfa(
    mfaChallenge,
    passkey.get(options, { isUserVerified: false }),
  );
  expect(await isAccepted(shop.t, accessToken)).toBe(true);
  const proof = passkey.get(await optionsOf('passkeyProofBegin', person));
  const stepUp = () => send(`sessionStepUp(passkey: $passkey) { ok ${ERRORS} }`, person, proof);
  expect(await stepUp()).toEqual({ ok: true, userErrors: [] });
  expect(codesOf(await stepUp())).toEqual(['FACTOR_INVALID']);
  expect(await shop.t.verify()).toEqual([]);
});

test('a passkey logs in by itself, once per challenge, and only when it knows its user', async () => {
  const { person, passkey } = await withPasskey();
  const options = await optionsOf('passkeyLoginBegin');
  expect(JSON.parse(options).allowCredentials ?? []).toEqual([]);
  expect(codesOf(await logIn(passkey.get(options, { isUserVerified: false })))).toEqual([
    'FACTOR_INVALID',
  ]);
  const answer = passkey.get(options);
  const loggedIn = await logIn(answer);
  expect(loggedIn.user).toEqual({ id: person.id });
  expect(codesOf(await logIn(answer))).toEqual(['FACTOR_INVALID']);
  expect(codesOf(await logIn(passkey.get(options)))).toEqual(['FACTOR_INVALID']);
  const session = await query(shop.t.ctx())
    .selectFrom('Session')
    .select(['passwordAt', 'factorAt'])
    .where('userId', '=', person.id)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  expect([session.passwordAt, session.factorAt]).toEqual([null, expect.any(Date)]);
});

test('of simultaneous uses of one answer one logs in', async () => {
  const { passkey } = await withPasskey();
  const answer = passkey.get(await optionsOf('passkeyLoginBegin'));
  const answers = await Promise.all(Array.from({ length: 5 }, () => logIn(answer)));
  expect(answers.filter(({ accessToken }) => accessToken)).toHaveLength(1);
});

test('a challenge counts for its purpose and session alone, and for five minutes', async () => {
  const { person, passkey } = await withPasskey();
  const other = await withPasskey();
  const { mfaChallenge } = await challengeOf(shop, person.email);
  const second = await challengeOf(shop, person.email);
  const mfa = await optionsOf(`passkeyMfaBegin(challenge: "${mfaChallenge}")`);
  const login = await optionsOf('passkeyLoginBegin');
  const stepUp = await optionsOf('passkeyProofBegin', person);
  expect(codesOf(await logIn(passkey.get(mfa)))).toEqual(['FACTOR_INVALID']);
  expect(codesOf(await logIn(passkey.get(stepUp)))).toEqual(['FACTOR_INVALID']);
  expect(codesOf(await verifyMfa(mfaChallenge, passkey.get(login)))).toEqual(['FACTOR_INVALID']);
  expect(codesOf(await verifyMfa(second.mfaChallenge, passkey.get(mfa)))).toEqual([
    'FACTOR_INVALID',
  ]);
  expect(codesOf(await verifyMfa(mfaChallenge, other.passkey.get(mfa)))).toEqual([
    'FACTOR_INVALID',
  ]);
  const proveOther = `sessionStepUp(passkey: $passkey) { ok ${ERRORS} }`;
  expect(codesOf(await send(proveOther, other.person, passkey.get(stepUp)))).toEqual([
    'FACTOR_INVALID',
  ]);
  const enrol = await optionsOf('factorPasskeyBegin', person);
  const made = new SoftwareAuthenticator().create(enrol);
  expect(codesOf(await confirm(other.person, made))).toEqual(['CHALLENGE_INVALID']);
  expect(codesOf(await confirm(person, made))).toEqual([]);
  expect(codesOf(await confirm(person, made))).toEqual(['CHALLENGE_INVALID']);
  shop.pass(301);
  expect(codesOf(await logIn(passkey.get(login)))).toEqual(['FACTOR_INVALID']);
});

test.each<[string, Behaviour]>([
  ['of another site', { origin: 'https://shop.evil.test' }],
  ['bound to another domain', { rpId: 'evil.test' }],
  ['signed with another key', { forged: true }],
  ['of a copy whose counter went back', { counter: 1 }],
  ['that says to be of somebody else', { userHandle: 'dXNyX290aGVy' }],
])('an answer %s is refused', async (_what, behaviour) => {
  const { passkey } = await withPasskey();
  for (let used = 0; used < 2; used += 1)
    expect(codesOf(await logIn(passkey.get(await optionsOf('passkeyLoginBegin'))))).toEqual([]);
  const options = await optionsOf('passkeyLoginBegin');
  expect(codesOf(await logIn(passkey.get(options, behaviour)))).toEqual(['FACTOR_INVALID']);
});

test('what is no answer of a passkey is refused like a wrong one', async () => {
  const person = await register(shop.t);
  for (const text of [
    '',
    '{}',
    'null',
    'x'.repeat(30_000),
    '{"id":"a","rawId":"a","type":"public-key"}',
  ]) {
    expect(codesOf(await logIn(text))).toEqual(['FACTOR_INVALID']);
    expect(codesOf(await confirm(person, text))).toEqual(['FACTOR_INVALID']);
  }
});

test('a passkey that is somebody’s already, or was removed, opens nothing', async () => {
  const { person, passkey } = await withPasskey();
  const thief = await register(shop.t);
  const copy = passkey.create(await optionsOf('factorPasskeyBegin', thief));
  expect(codesOf(await confirm(thief, copy))).toEqual(['FACTOR_INVALID']);
  const { data } = await shop.t.execute('{ me { factors { id } } }', { as: person.as });
  const removed = await send(`factorRemove(id: "${data.me.factors[0].id}") { deletedId }`, person);
  expect(removed.deletedId).toBe(data.me.factors[0].id);
  expect(codesOf(await logIn(passkey.get(await optionsOf('passkeyLoginBegin'))))).toEqual([
    'FACTOR_INVALID',
  ]);
});
