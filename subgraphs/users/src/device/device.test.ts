// First, because it loads reflect-metadata, which the decorators of the others need.
import {
  challengeOf,
  enrolTotp,
  ERRORS,
  startFactorsShop,
  type Enrolled,
  type FactorsShop,
} from '../factor/factors.fixture.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { IN_BODY, PASSWORD, principalOf, register, type Person } from '../test/people.js';

let shop: FactorsShop;
beforeAll(async () => {
  shop = await startFactorsShop();
});
afterAll(() => shop.t.close());

/** Logs in with a code and has the device remembered; returns what it keeps. */
async function remember(person: Person, { secret }: Enrolled, headers = IN_BODY) {
  shop.pass(30);
  const { mfaChallenge } = await challengeOf(shop, person.email);
  const { data, extensions } = await shop.t.execute(
    'mutation ($challenge: String!, $code: String!) { userMfaVerify(challenge: $challenge, code: $code, rememberDevice: true) { accessToken deviceToken } }',
    { variables: { challenge: mfaChallenge, code: shop.code(secret) }, headers },
  );
  const { accessToken, deviceToken } = data.userMfaVerify;
  return { as: principalOf(shop.t, accessToken), deviceToken, extensions };
}

async function logIn(email: string, deviceToken?: string, headers: Record<string, string> = {}) {
  const { data } = await shop.t.execute(
    'mutation ($email: String!, $password: String!, $deviceToken: String) { userLogin(email: $email, password: $password, deviceToken: $deviceToken) { accessToken mfaChallenge } }',
    {
      variables: { email, password: PASSWORD, ...(deviceToken ? { deviceToken } : {}) },
      headers: { ...IN_BODY, ...headers },
    },
  );
  return data.userLogin as { accessToken: string | null; mfaChallenge: string | null };
}

test('a remembered device needs the password and no factor; its session has no fresh proof', async () => {
  const person = await register(shop.t);
  const enrolled = await enrolTotp(shop, person);
  const { deviceToken } = await remember(person, enrolled);
  expect((await logIn(person.email)).accessToken).toBeNull();
  expect((await logIn(person.email, 'nonsense')).accessToken).toBeNull();
  await query(shop.t.ctx())
    .updateTable('RememberedDevice')
    .set({ createdAt: sql<Date>`now() - interval '11 minutes'` })
    .where('userId', '=', person.id)
    .execute();
  const { accessToken } = await logIn(person.email, deviceToken);
  const as = principalOf(shop.t, accessToken!);
  const begin = await shop.t.execute(`mutation { factorTotpBegin { ${ERRORS} } }`, { as });
  expect(begin.data.factorTotpBegin.userErrors).toMatchObject([{ code: 'STEP_UP_REQUIRED' }]);
  const stored = JSON.stringify(
    await query(shop.t.ctx()).selectFrom('RememberedDevice').selectAll().execute(),
  );
  expect(stored).not.toContain(deviceToken);
});

test('a browser keeps the device in an HttpOnly cookie, which the gateway hands to users', async () => {
  const person = await register(shop.t);
  const enrolled = await enrolTotp(shop, person);
  const { deviceToken, extensions } = await remember(person, enrolled, {} as typeof IN_BODY);
  expect(deviceToken).toBeNull();
  const cookie = (extensions.setCookies as string[]).find((one) => one.startsWith('device_token='));
  expect(cookie).toMatch(
    /^device_token=[\w-]{43}; Max-Age=2592000; Path=\/graphql; HttpOnly; SameSite=Lax$/,
  );
  const kept = /^device_token=([\w-]+)/.exec(cookie!)![1]!;
  expect(
    (await logIn(person.email, undefined, { 'x-device-token': kept })).accessToken,
  ).toBeTruthy();
});

test('a device is remembered for its user alone, for 30 days, and until it is forgotten', async () => {
  const [one, two] = [await register(shop.t), await register(shop.t)];
  const first = await enrolTotp(shop, one);
  await enrolTotp(shop, two);
  const a = await remember(one, first);
  expect((await logIn(two.email, a.deviceToken)).accessToken).toBeNull();
  const list = '{ me { rememberedDevices { id } } }';
  const { data } = await shop.t.execute(list, { as: a.as });
  const [{ id }] = data.me.rememberedDevices;
  const forget = async (as: Person['as']) =>
    (await shop.t.execute(`mutation { rememberedDeviceForget(id: "${id}") { ok } }`, { as })).data
      .rememberedDeviceForget.ok;
  expect(await forget(two.as)).toBe(false);
  expect((await logIn(one.email, a.deviceToken)).accessToken).toBeTruthy();
  expect(await forget(one.as)).toBe(true);
  expect((await logIn(one.email, a.deviceToken)).accessToken).toBeNull();
  const b = await remember(one, first);
  await query(shop.t.ctx())
    .updateTable('RememberedDevice')
    .set({ expiresAt: sql<Date>`now()` })
    .where('userId', '=', one.id)
    .execute();
  expect((await logIn(one.email, b.deviceToken)).accessToken).toBeNull();
});

test('a new password, signing out everywhere and a removed factor forget all devices', async () => {
  const changes = (factorId: string) => [
    `userPasswordChange(currentPassword: "${PASSWORD}", newPassword: "${PASSWORD}") { ${ERRORS} }`,
    'sessionRevokeAll { ok }',
    `factorRemove(id: "${factorId}") { deletedId }`,
  ];
  for (const which of [0, 1, 2]) {
    const person = await register(shop.t);
    const enrolled = await enrolTotp(shop, person);
    const { as } = await remember(person, enrolled);
    const of = query(shop.t.ctx()).selectFrom('RememberedDevice').selectAll();
    expect(await of.where('userId', '=', person.id).execute()).toHaveLength(1);
    const { errors } = await shop.t.execute(`mutation { ${changes(enrolled.factorId)[which]} }`, {
      as,
    });
    expect(errors).toBeUndefined();
    expect(await of.where('userId', '=', person.id).execute()).toEqual([]);
  }
  expect(await shop.t.verify()).toEqual([]);
});
