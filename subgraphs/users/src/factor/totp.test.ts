// First, because it loads reflect-metadata, which the decorators of the others need.
import {
  beginTotp,
  challengeOf,
  confirmTotp,
  enrolTotp,
  logInWith,
  passwordIsEnough,
  startFactorsShop,
  verifyMfa,
  type FactorsShop,
} from './factors.fixture.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../tables.js';
import { isAccepted, register } from '../test/people.js';
import { openSecret, sealSecret } from './factor-secret.js';
import { resealSecrets } from './reseal-secrets.job.js';

let shop: FactorsShop;
beforeAll(async () => {
  shop = await startFactorsShop();
});
afterAll(() => shop.t.close());

test('an authenticator app counts once it has shown a code, and not before', async () => {
  const person = await register(shop.t);
  const { enrolment, userErrors } = await beginTotp(shop, person);
  expect(userErrors).toEqual([]);
  expect(enrolment.uri).toContain(`secret=${enrolment.secret}`);
  expect(enrolment.qrCode).toMatch(/^data:image\/png;base64,/);
  expect(await passwordIsEnough(shop, person.email)).toBe(true);

  const wrong = await confirmTotp(shop, person, enrolment.factorId, '000000');
  expect(wrong).toMatchObject({ factor: null, userErrors: [{ code: 'FACTOR_INVALID' }] });
  const stranger = await register(shop.t);
  const code = shop.code(enrolment.secret);
  expect(await confirmTotp(shop, stranger, enrolment.factorId, code)).toMatchObject({
    userErrors: [{ code: 'CHALLENGE_INVALID' }],
  });
  const confirmed = await confirmTotp(shop, person, enrolment.factorId, code);
  expect(confirmed).toMatchObject({ factor: { kind: 'TOTP', name: 'Authenticator app' } });
  expect(confirmed.recoveryCodes).toHaveLength(10);
  expect(await passwordIsEnough(shop, person.email)).toBe(false);
});

test('logging in asks for a code, gives no token before it, and each code works once', async () => {
  const person = await register(shop.t);
  const { secret } = await enrolTotp(shop, person);
  const challenged = await challengeOf(shop, person.email);
  expect(challenged).toMatchObject({
    accessToken: null,
    refreshToken: null,
    userErrors: [{ code: 'FACTOR_REQUIRED', methods: ['TOTP', 'RECOVERY_CODE'] }],
  });
  const { mfaChallenge } = challenged;
  // The code that confirmed the enrolment was seen, too.
  const replayed = await verifyMfa(shop, mfaChallenge, shop.code(secret));
  expect(replayed.data.userMfaVerify.userErrors).toMatchObject([{ code: 'FACTOR_INVALID' }]);
  shop.pass(30);
  const code = shop.code(secret);
  const { data } = await verifyMfa(shop, mfaChallenge, `${code.slice(0, 3)} ${code.slice(3)}`);
  expect(data.userMfaVerify.user).toEqual({ id: person.id });
  expect(await isAccepted(shop.t, data.userMfaVerify.accessToken)).toBe(true);
  expect(await logInWith(shop, person.email, code)).toEqual(['FACTOR_INVALID']);
  expect(await logInWith(shop, person.email, shop.code(secret, -1))).toEqual(['FACTOR_INVALID']);
  const again = await verifyMfa(shop, mfaChallenge, shop.code(secret, 1));
  expect(again.data.userMfaVerify.userErrors).toMatchObject([{ code: 'CHALLENGE_INVALID' }]);
  expect(await shop.t.verify()).toEqual([]);
});

test('the clock of a phone may be one step off, not two', async () => {
  const person = await register(shop.t);
  const { secret } = await enrolTotp(shop, person);
  shop.pass(300);
  expect(await logInWith(shop, person.email, shop.code(secret, -2))).toEqual(['FACTOR_INVALID']);
  expect(await logInWith(shop, person.email, shop.code(secret, 2))).toEqual(['FACTOR_INVALID']);
  expect(await logInWith(shop, person.email, shop.code(secret, -1))).toEqual([]);
  expect(await logInWith(shop, person.email, shop.code(secret, 1))).toEqual([]);
});

test('of simultaneous uses of one code one logs in', async () => {
  const person = await register(shop.t);
  const { secret } = await enrolTotp(shop, person);
  shop.pass(30);
  const challenges = await Promise.all([1, 2].map(() => challengeOf(shop, person.email)));
  const code = shop.code(secret);
  const answers = await Promise.all(
    challenges.map(({ mfaChallenge }) => verifyMfa(shop, mfaChallenge, code)),
  );
  expect(answers.filter(({ data }) => data.userMfaVerify.accessToken)).toHaveLength(1);
});

test('secrets are encrypted, for one factor, and open after a change of INTERNAL_SECRET', async () => {
  const person = await register(shop.t);
  const { factorId, secret } = await enrolTotp(shop, person);
  const stored = await query(shop.t.ctx())
    .selectFrom('Totp')
    .select('secret')
    .where('factorId', '=', factorId)
    .executeTakeFirstOrThrow();
  expect(stored.secret).not.toContain(secret);
  const { config } = shop.t;
  expect(openSecret({ config }, factorId, stored.secret)).toBe(secret);
  expect(openSecret({ config }, 'fac_other', stored.secret)).toBeUndefined();
  const fresh = 'another secret of at least 32 bytes';
  const rotated = { ...config, internalSecret: fresh };
  const both = { ...rotated, internalSecrets: [fresh, ...config.internalSecrets] };
  expect(openSecret({ config: both }, factorId, stored.secret)).toBe(secret);
  expect(
    openSecret({ config: { ...rotated, internalSecrets: [fresh] } }, factorId, stored.secret),
  ).toBeUndefined();
  const resealed = sealSecret({ config: both }, factorId, secret);
  expect(openSecret({ config: { ...both, internalSecrets: [fresh] } }, factorId, resealed)).toBe(
    secret,
  );
});

test('after a change of INTERNAL_SECRET secrets are sealed anew, and the old one may go', async () => {
  const person = await register(shop.t);
  const { factorId, secret } = await enrolTotp(shop, person);
  const ctx = shop.t.ctx();
  const { config } = shop.t;
  const old = 'an older secret of at least 32 bytes';
  const before = { ...config, internalSecret: old, internalSecrets: [old] };
  const set = (text: string) =>
    query(ctx).updateTable('Totp').set({ secret: text }).where('factorId', '=', factorId).execute();
  const now = async () =>
    (
      await query(ctx)
        .selectFrom('Totp')
        .select('secret')
        .where('factorId', '=', factorId)
        .executeTakeFirstOrThrow()
    ).secret;
  const sealed = sealSecret({ config: before }, factorId, secret);
  await set(sealed);
  await resealSecrets.run(ctx);
  // A secret that no configured one opens stays as it is: the old one may come back.
  expect(await now()).toBe(sealed);
  const both = { ...config, internalSecrets: [...config.internalSecrets, old] };
  await resealSecrets.run({ ...ctx, config: both });
  expect(openSecret({ config }, factorId, await now())).toBe(secret);
  const anew = await now();
  await resealSecrets.run({ ...ctx, config: both });
  expect(await now()).toBe(anew);
});
