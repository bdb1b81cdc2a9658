// First, because it loads reflect-metadata, which the decorators of the others need.
import {
  enrolTotp,
  ERRORS,
  logInWith,
  passwordIsEnough,
  startFactorsShop,
  type FactorsShop,
} from './factors.fixture.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@emporium/db/new-id';
import { query } from '../tables.js';
import { PASSWORD, register, type Person } from '../test/people.js';
import { FactorKind } from './factor.entity.js';

let shop: FactorsShop;
beforeAll(async () => {
  shop = await startFactorsShop();
});
afterAll(() => shop.t.close());

const ME = '{ me { mfaEnabled recoveryCodesLeft factors { id kind lastUsedAt } } }';
const meOf = async (person: Person) => (await shop.t.execute(ME, { as: person.as })).data.me;
const renew = async (person: Person) =>
  (
    await shop.t.execute(`mutation { factorRecoveryCodesRenew { recoveryCodes ${ERRORS} } }`, {
      as: person.as,
    })
  ).data.factorRecoveryCodesRenew;

test('each recovery code logs in once, however it is typed, and is stored nowhere', async () => {
  const person = await register(shop.t);
  const { recoveryCodes } = await enrolTotp(shop, person);
  expect(new Set(recoveryCodes).size).toBe(10);
  const [first, second] = recoveryCodes as [string, string];
  expect(await logInWith(shop, person.email, first)).toEqual([]);
  expect(await logInWith(shop, person.email, first)).toEqual(['FACTOR_INVALID']);
  const typed = second.toUpperCase().replaceAll('-', ' ');
  expect(await logInWith(shop, person.email, typed)).toEqual([]);
  expect(await meOf(person)).toMatchObject({ mfaEnabled: true, recoveryCodesLeft: 8 });
  const ctx = shop.t.ctx();
  const dump = JSON.stringify([
    await query(ctx).selectFrom('RecoveryCode').selectAll().execute(),
    await query(ctx).selectFrom('SecurityEvent').selectAll().execute(),
    await query(ctx).selectFrom('OutboxRow').selectAll().execute(),
  ]);
  for (const code of recoveryCodes)
    for (const text of [code, code.replaceAll('-', '')]) expect(dump).not.toContain(text);
});

test("somebody else's recovery code opens nothing", async () => {
  const [one, two] = [await register(shop.t), await register(shop.t)];
  const { recoveryCodes } = await enrolTotp(shop, one);
  await enrolTotp(shop, two);
  expect(await logInWith(shop, two.email, recoveryCodes[0]!)).toEqual(['FACTOR_INVALID']);
  expect(await logInWith(shop, one.email, recoveryCodes[0]!)).toEqual([]);
});

test('new recovery codes make those of before void, and need a factor to stand in for', async () => {
  const person = await register(shop.t);
  expect((await renew(person)).userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
  const { recoveryCodes } = await enrolTotp(shop, person);
  const renewed = await renew(person);
  expect(renewed).toMatchObject({ userErrors: [] });
  expect(await logInWith(shop, person.email, recoveryCodes[0]!)).toEqual(['FACTOR_INVALID']);
  expect(await logInWith(shop, person.email, renewed.recoveryCodes[0])).toEqual([]);
});

test('with the last factor the recovery codes go, and the password is enough again', async () => {
  const person = await register(shop.t);
  const { factorId } = await enrolTotp(shop, person);
  const remove = async (as: Person) =>
    (
      await shop.t.execute(`mutation { factorRemove(id: "${factorId}") { deletedId ${ERRORS} } }`, {
        as: as.as,
      })
    ).data.factorRemove;
  const stranger = await register(shop.t);
  expect((await remove(stranger)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect(await remove(person)).toEqual({ deletedId: factorId, userErrors: [] });
  expect(await meOf(person)).toEqual({ mfaEnabled: false, recoveryCodesLeft: 0, factors: [] });
  expect(await passwordIsEnough(shop, person.email)).toBe(true);
  expect(await shop.t.verify()).toEqual([]);
});

test("nobody sees another's factors, and nobody how many recovery codes are left", async () => {
  const person = await register(shop.t);
  await enrolTotp(shop, person);
  const staff = {
    kind: 'user' as const,
    sub: newId('usr'),
    sid: newId('ses'),
    permissions: ['read:user'],
  };
  const read = `{ user(id: "${person.id}") { mfaEnabled recoveryCodesLeft factors { kind } } }`;
  expect((await shop.t.execute(read, { as: staff })).data.user).toEqual({
    mfaEnabled: true,
    recoveryCodesLeft: null,
    factors: [{ kind: 'TOTP' }],
  });
});

test('of an erased person no factor is left; verify finds what is', async () => {
  const person = await register(shop.t);
  const { recoveryCodes } = await enrolTotp(shop, person);
  expect(await logInWith(shop, person.email, recoveryCodes[0]!)).toEqual([]);
  const erase = `mutation { userErase(confirm: true, password: "${PASSWORD}") { ok } }`;
  expect((await shop.t.execute(erase, { as: person.as })).data.userErase.ok).toBe(true);
  expect(await shop.t.verify()).toEqual([]);
  const ctx = shop.t.ctx();
  const of = { userId: person.id };
  const left = [`I15: ${person.id} is erased, but personal data is left`];
  await query(ctx)
    .insertInto('Factor')
    .values({ ...of, id: newId('fac'), kind: FactorKind.TOTP, name: 'left' })
    .execute();
  expect(await shop.t.verify()).toEqual(left);
  await query(ctx).deleteFrom('Factor').where('userId', '=', person.id).execute();
  await query(ctx)
    .insertInto('RecoveryCode')
    .values({ ...of, codeHash: 'left' })
    .execute();
  expect(await shop.t.verify()).toContain(left[0]);
  await query(ctx).deleteFrom('RecoveryCode').where('userId', '=', person.id).execute();
});

test('verify finds codes without a factor, factors without a secret, and log-ins that wait too long', async () => {
  const person = await register(shop.t);
  const of = { userId: person.id };
  const ctx = shop.t.ctx();
  const id = newId('fac');
  await query(ctx)
    .insertInto('RecoveryCode')
    .values({ ...of, codeHash: 'alone' })
    .execute();
  expect(await shop.t.verify()).toEqual([
    `I19: ${person.id} has recovery codes and no second factor`,
  ]);
  await query(ctx)
    .insertInto('Factor')
    .values({ ...of, id, kind: FactorKind.TOTP, name: 'hollow', confirmedAt: new Date() })
    .execute();
  expect(await shop.t.verify()).toEqual([
    `I19: ${id} is confirmed, but has neither a secret nor a key`,
  ]);
  await query(ctx).deleteFrom('Factor').where('id', '=', id).execute();
  await query(ctx).deleteFrom('RecoveryCode').where('userId', '=', person.id).execute();
  const challenge = { id: newId('lch'), tokenHash: 'endless', credentialHash: 'any' };
  await query(ctx)
    .insertInto('LoginChallenge')
    .values({ ...of, ...challenge, expiresAt: new Date(Date.now() + 3_600_000) })
    .execute();
  expect(await shop.t.verify()).toEqual([
    `I19: ${challenge.id} waits too long or took too many attempts`,
  ]);
});
