import { createHmac } from 'node:crypto';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './client.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const PASSWORD = 'correct horse battery';
const NEW_PASSWORD = 'four plain words here';
const ERRORS = 'userErrors { ... on UserError { code } }';
const TOKENS = `accessToken refreshToken mfaChallenge ${ERRORS}`;

let under: ShopUnderTest;
beforeAll(async () => {
  under = await shopUnderTest();
});
afterAll(() => under?.close());

/** The code of RFC 6238 that an authenticator app shows, so many steps from now. */
function appCode(secret: string, steps: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = mac.at(-1)! & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function logIn(client: Client, email: string, password: string) {
  const query = `mutation ($email: String!, $password: String!) { userLogin(email: $email, password: $password) { ${TOKENS} } }`;
  return (await client.get(query, { email, password })).userLogin;
}

async function verify(client: Client, challenge: string, code: string) {
  const query = `mutation ($challenge: String!, $code: String!) { userMfaVerify(challenge: $challenge, code: $code) { ${TOKENS} } }`;
  return (await client.get(query, { challenge, code })).userMfaVerify;
}

test('enrol an app, log in by its code, change the password by a fresh one, and get back in by a recovery code', async () => {
  const email = `careful-${deploymentUrl() ? Date.now() : 1}@shop.test`;
  const one = under.client();
  const { userRegister } = await one.get(
    `mutation ($email: String!, $password: String!) { userRegister(email: $email, password: $password) { ${TOKENS} } }`,
    { email, password: PASSWORD },
  );
  one.token = userRegister.accessToken;
  const { factorTotpBegin } = await one.get(
    `mutation { factorTotpBegin(name: "My phone") { enrolment { factorId secret uri } ${ERRORS} } }`,
  );
  const { factorId, secret } = factorTotpBegin.enrolment;
  const { factorTotpConfirm } = await one.get(
    `mutation ($id: ID!, $code: String!) { factorTotpConfirm(factorId: $id, code: $code) { factor { name } recoveryCodes ${ERRORS} } }`,
    // The step before, so that the present and the next one are left for what follows.
    { id: factorId, code: appCode(secret, -1) },
  );
  expect(factorTotpConfirm).toMatchObject({ factor: { name: 'My phone' }, userErrors: [] });
  const [recoveryCode] = factorTotpConfirm.recoveryCodes as [string];

  const two = under.client();
  const challenged = await logIn(two, email, PASSWORD);
  expect(challenged).toMatchObject({
    accessToken: null,
    refreshToken: null,
    userErrors: [{ code: 'FACTOR_REQUIRED' }],
  });
  expect((await verify(two, challenged.mfaChallenge, '000000')).userErrors).toEqual([
    { code: 'FACTOR_INVALID' },
  ]);
  two.token = (await verify(two, challenged.mfaChallenge, appCode(secret, 0))).accessToken;
  expect((await two.get('{ me { mfaEnabled recoveryCodesLeft } }')).me).toEqual({
    mfaEnabled: true,
    recoveryCodesLeft: 10,
  });

  const change = `mutation ($a: String!, $b: String!) { userPasswordChange(currentPassword: $a, newPassword: $b) { ${TOKENS} } }`;
  const changed = await two.get(change, { a: PASSWORD, b: NEW_PASSWORD });
  expect(changed.userPasswordChange.userErrors).toEqual([]);
  two.token = changed.userPasswordChange.accessToken;
  expect((await one.send('{ me { id } }')).status).toBe(401);

  const three = under.client();
  const again = await logIn(three, email, NEW_PASSWORD);
  three.token = (await verify(three, again.mfaChallenge, recoveryCode)).accessToken;
  const removed = await three.get(
    `mutation ($id: ID!) { factorRemove(id: $id) { deletedId ${ERRORS} } }`,
    { id: factorId },
  );
  expect(removed.factorRemove).toEqual({ deletedId: factorId, userErrors: [] });
  expect((await logIn(under.client(), email, NEW_PASSWORD)).accessToken).toBeTruthy();
});
