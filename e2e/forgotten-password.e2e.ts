import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@emporium/testing/eventually';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const PASSWORD = 'correct horse battery';
const NEW_PASSWORD = 'four plain words here';
const ERRORS = 'userErrors { ... on UserError { code } }';
const ME = '{ me { emailVerified } }';

let under: ShopUnderTest;
beforeAll(async () => {
  under = await shopUnderTest({ ACCOUNT_URL: 'https://shop.example/account/{action}#{token}' });
});
afterAll(() => under?.close());

/** The token of the newest mail to an address that links to a page. */
const tokenOf = (address: string, action: string) =>
  eventually(() => {
    const folder = join(under.shop!.config.dataDir, 'mail');
    const mails = existsSync(folder)
      ? readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
      : [];
    const link = new RegExp(`https://shop\\.example/account/${action}#([\\w-]+)`);
    const token = mails
      .filter((mail) => mail.includes(`To: ${address}`))
      .map((mail) => link.exec(mail.replace(/=\r?\n/g, ''))?.[1])
      .find((found) => found !== undefined);
    if (!token) throw new Error(`no mail ${action} yet`);
    return token;
  });

test('sign up, verify, forget the password, set a new one: the sessions of before are out', async (context) => {
  if (deploymentUrl())
    return context.skip('E2E_URL is set: mails are read in the folder of a shop of its own');
  const email = 'forgetful@shop.test';
  const one = under.client();
  const { userRegister } = await one.get(
    `mutation ($email: String!, $password: String!) { userRegister(email: $email, password: $password) { accessToken ${ERRORS} } }`,
    { email, password: PASSWORD },
  );
  one.token = userRegister.accessToken;
  expect((await one.get(ME)).me).toEqual({ emailVerified: false });

  const nobody = under.client();
  const verify = `mutation ($token: String!) { userEmailVerify(token: $token) { ok ${ERRORS} } }`;
  const token = await tokenOf(email, 'verify-email');
  expect((await nobody.get(verify, { token })).userEmailVerify.ok).toBe(true);
  expect((await one.get(ME)).me).toEqual({ emailVerified: true });
  expect((await nobody.get(verify, { token })).userEmailVerify.userErrors).toEqual([
    { code: 'TOKEN_INVALID' },
  ]);

  const ask = `mutation ($email: String!) { userPasswordResetRequest(email: $email) { ok ${ERRORS} } }`;
  const answers = [
    await nobody.get(ask, { email: 'unknown@shop.test' }),
    await nobody.get(ask, { email }),
  ];
  expect(answers[0]).toEqual(answers[1]);
  const reset = `mutation ($token: String!, $newPassword: String!) { userPasswordReset(token: $token, newPassword: $newPassword) { ok ${ERRORS} } }`;
  const variables = {
    token: await tokenOf(email, 'reset-password'),
    newPassword: NEW_PASSWORD,
  };
  expect((await nobody.get(reset, variables)).userPasswordReset).toEqual({
    ok: true,
    userErrors: [],
  });
  expect((await nobody.get(reset, variables)).userPasswordReset.ok).toBe(false);
  await eventually(async () => expect((await one.send(ME)).status).toBe(401));
  await expect(under.client().logIn(email, PASSWORD)).rejects.toThrow('INVALID_CREDENTIALS');
  const again = await under.client().logIn(email, NEW_PASSWORD);
  expect((await again.get(ME)).me).toEqual({ emailVerified: true });
});
