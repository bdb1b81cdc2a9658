// First, because it loads reflect-metadata, which the decorators of the others need.
import { type RolesShop, startRolesShop } from '../role/roles-shop.fixture.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../tables.js';
import { register, type Person } from '../test/people.js';
import { createKey, identityOf, isToldVoid, revokeKey, rotateKey } from './keys.fixture.js';

let shop: RolesShop;
let t: RolesShop['t'];
let clerk: Person;
beforeAll(async () => {
  shop = await startRolesShop();
  ({ t } = shop);
  await shop.createRole('CLERK', ['read:order', 'update:order']);
  clerk = await shop.staffWith('CLERK');
});
afterAll(() => t.close());
const DAY_MS = 24 * 3_600_000;

test('a key shows its secret once, and the database holds its hash alone', async () => {
  const { apiKey, secret } = await createKey(t, clerk.as);
  expect(secret).toMatch(/^emk_[\w-]{43}$/);
  expect(secret.startsWith(apiKey.prefix)).toBe(true);
  expect(apiKey).toMatchObject({ name: 'warehouse', scopes: ['read:order'], version: 1 });
  expect(Math.round((Date.parse(apiKey.expiresAt) - Date.now()) / DAY_MS)).toBe(90);
  const rows = [
    await query(t.ctx()).selectFrom('MachineSecret').selectAll().execute(),
    await query(t.ctx()).selectFrom('ApiKey').selectAll().execute(),
    await query(t.ctx()).selectFrom('SecurityEvent').selectAll().execute(),
    await query(t.ctx()).selectFrom('IdempotencyRecord').selectAll().execute(),
  ];
  expect(JSON.stringify(rows)).not.toContain(secret.slice(apiKey.prefix.length));
  expect(await identityOf(t, secret)).toMatchObject({
    id: apiKey.id,
    ownerId: clerk.id,
    scopes: ['read:order'],
  });
  expect(await identityOf(t, `${secret.slice(0, -1)}_`)).toBeNull();
});

test('repeating a call with one idempotency key makes one key and shows no second secret', async () => {
  const first = await createKey(t, clerk.as, { name: 'once' }, 'k-1');
  const again = await createKey(t, clerk.as, { name: 'once' }, 'k-1');
  expect([again.apiKey.id, again.secret]).toEqual([first.apiKey.id, null]);
  const other = await createKey(t, clerk.as, { name: 'twice' }, 'k-1');
  expect(other.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
});

test('nobody gives a key what he does not hold, and bad input is told by its path', async () => {
  expect((await createKey(t, clerk.as, { scopes: ['read:order', 'read:user'] })).code).toBe(
    'FORBIDDEN',
  );
  const customer = await register(t);
  expect((await createKey(t, customer.as)).code).toBe('FORBIDDEN');
  const pathOf = async (input: Record<string, unknown>) =>
    (await createKey(t, clerk.as, input)).userErrors.map(({ code, path }: never) => [code, path]);
  const at = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
  for (const [field, input] of [
    ['name', { name: ' ' }],
    ['scopes', { scopes: [] }],
    ['expiresAt', { expiresAt: at(-1) }],
    ['expiresAt', { expiresAt: at(366) }],
    ['costPerMinute', { costPerMinute: 0 }],
  ] as const)
    expect(await pathOf(input)).toEqual([['INVALID_INPUT', ['input', field]]]);
  expect(await pathOf({ scopes: ['root'] })).toEqual([['INVALID_INPUT', ['input', 'scopes', '0']]]);
});

test('after a rotation the secret of before works for the overlap, and never more than two do', async () => {
  const made = await createKey(t, clerk.as);
  const { secretId } = await identityOf(t, made.secret);
  const second = await rotateKey(t, clerk.as, made.apiKey);
  expect([second.apiKey.version, second.secret === made.secret]).toEqual([2, false]);
  expect((await identityOf(t, made.secret)).endSecond * 1_000).toBeLessThan(
    Date.now() + DAY_MS + 1,
  );
  expect(await identityOf(t, second.secret)).toMatchObject({ id: made.apiKey.id });
  expect((await rotateKey(t, clerk.as, made.apiKey)).userErrors).toMatchObject([
    { code: 'VERSION_CONFLICT' },
  ]);

  const third = await rotateKey(t, clerk.as, second.apiKey);
  expect(await identityOf(t, made.secret)).toBeNull();
  expect(await isToldVoid(t, secretId)).toBe(true);
  expect(await identityOf(t, second.secret)).not.toBeNull();
  const last = await rotateKey(t, clerk.as, third.apiKey, 0);
  expect(await identityOf(t, second.secret)).toBeNull();
  expect(await identityOf(t, third.secret)).toBeNull();
  expect(await identityOf(t, last.secret)).not.toBeNull();
  expect(await t.verify()).toEqual([]);
});

test('a revoked key opens nothing, its gateways are told, and it cannot be rotated back to life', async () => {
  const { apiKey, secret } = await createKey(t, clerk.as);
  const { secretId } = await identityOf(t, secret);
  const revoked = await revokeKey(t, clerk.as, apiKey.id);
  expect(revoked.apiKey.revokedAt).not.toBeNull();
  expect(await identityOf(t, secret)).toBeNull();
  expect(await isToldVoid(t, secretId)).toBe(true);
  expect((await revokeKey(t, clerk.as, apiKey.id)).userErrors).toEqual([]);
  expect((await rotateKey(t, clerk.as, revoked.apiKey)).userErrors).toMatchObject([
    { code: 'NOT_FOUND' },
  ]);
});

test('its use is noted at most once a minute', async () => {
  const { apiKey, secret } = await createKey(t, clerk.as);
  const lastUse = async () => {
    const key = await query(t.ctx())
      .selectFrom('ApiKey')
      .select('lastUsedAt')
      .where('id', '=', apiKey.id)
      .executeTakeFirstOrThrow();
    return key.lastUsedAt?.getTime();
  };
  expect(await lastUse()).toBeUndefined();
  await identityOf(t, secret);
  const first = await lastUse();
  await identityOf(t, secret);
  expect(await lastUse()).toBe(first);
  const earlier = new Date(first! - 61_000);
  await query(t.ctx())
    .updateTable('ApiKey')
    .set({ lastUsedAt: earlier })
    .where('id', '=', apiKey.id)
    .execute();
  await identityOf(t, secret);
  expect(await lastUse()).toBeGreaterThan(earlier.getTime());
});

test('making or rotating a key asks for a fresh proof of who sits there', async () => {
  const { apiKey } = await createKey(t, clerk.as);
  await query(t.ctx())
    .updateTable('Session')
    .set({ passwordAt: new Date(Date.now() - 11 * 60_000) })
    .where('id', '=', clerk.as.sid!)
    .execute();
  for (const answer of [await createKey(t, clerk.as), await rotateKey(t, clerk.as, apiKey)]) {
    expect(answer.userErrors).toMatchObject([{ code: 'STEP_UP_REQUIRED' }]);
    expect(answer.secret).toBeNull();
  }
  expect((await revokeKey(t, clerk.as, apiKey.id)).userErrors).toEqual([]);
});
