// First, because it loads reflect-metadata, which the decorators of the others need.
import { codeOf, type RolesShop, startRolesShop } from '../role/roles-shop.fixture.js';
import { newApiKey } from '@emporium/auth/api-key';
import { newId } from '@emporium/db/new-id';
import { readRevocation } from '@emporium/auth/revocation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../tables.js';
import { logInAs, PASSWORD, type Person } from '../test/people.js';
import {
  createKey,
  identityOf,
  isToldVoid,
  machineOf,
  revokeKey,
  rotateKey,
} from './keys.fixture.js';

let shop: RolesShop;
let t: RolesShop['t'];
let admin: Person;
beforeAll(async () => {
  shop = await startRolesShop();
  ({ t, admin } = shop);
  await shop.createRole('CLERK', ['read:order', 'update:order']);
  await shop.createRole('PACKER', ['fulfill:order']);
});
afterAll(() => t.close());

test('a key never does more than its owner may now: a role that is lost is lost for the key, too', async () => {
  const clerk = await shop.staffWith('CLERK');
  const { secret } = await createKey(t, clerk.as, { scopes: ['read:order', 'update:order'] });
  // No session of the owner is in use, so the key alone is the reason to tell the gateways.
  await query(t.ctx()).deleteFrom('Session').where('userId', '=', clerk.id).execute();
  const before = await identityOf(t, secret);
  await shop.assign(admin, clerk.id, 'PACKER');
  expect((await identityOf(t, secret)).scopes).toEqual([]);
  const { entries } = await t.runtime.kv.readFeed('revocations');
  const told = entries
    .map(readRevocation)
    .findLast((one) => one && 'sub' in one && one.sub === clerk.id);
  expect(told).toMatchObject({ issuedUpTo: expect.any(Number) });
  expect((told as { issuedUpTo: number }).issuedUpTo).toBeGreaterThanOrEqual(before.asOfSecond);
});

test('a key dies with the account: by block for good, and by erasure without a trace', async () => {
  const clerk = await shop.staffWith('CLERK');
  const { apiKey, secret } = await createKey(t, clerk.as);
  const { secretId } = await identityOf(t, secret);
  const block = (field: string) =>
    t.execute(`mutation { ${field}(id: "${clerk.id}") { user { id } } }`, { as: admin.as });
  await block('userBlock');
  expect(await identityOf(t, secret)).toBeNull();
  expect(await isToldVoid(t, secretId)).toBe(true);
  await block('userUnblock');
  expect(await identityOf(t, secret)).toBeNull();
  expect(await t.verify()).toEqual([]);

  const again = await logInAs(t, clerk.email, PASSWORD);
  const other = await createKey(t, again.as);
  const erased = await t.execute(
    `mutation { userErase(confirm: true, password: "${PASSWORD}") { ok } }`,
    { as: again.as },
  );
  expect(erased.data.userErase.ok).toBe(true);
  expect(await identityOf(t, other.secret)).toBeNull();
  const left = await query(t.ctx())
    .selectFrom('ApiKey')
    .select('id')
    .where('id', 'in', [apiKey.id, other.apiKey.id])
    .execute();
  expect(left).toEqual([]);
  expect(await t.verify()).toEqual([]);
});

test('a key makes no keys, rotates none, sees none, and changes nothing that belongs to a person', async () => {
  const { apiKey, secret } = await createKey(t, admin.as, {
    scopes: ['read:user', 'update:user', 'delete:user', 'read:api_key', 'delete:api_key'],
  });
  const as = await machineOf(t, secret);
  expect((await createKey(t, as, { scopes: ['read:user'] })).code).toBe('FORBIDDEN');
  expect((await rotateKey(t, as, apiKey)).code).toBe('FORBIDDEN');
  expect((await revokeKey(t, as, apiKey.id)).code).toBe('FORBIDDEN');
  for (const operation of [
    '{ apiKeys(first: 1) { nodes { id } } }',
    'mutation { userErase(confirm: true) { ok } }',
    `mutation { userErase(userId: "${admin.id}", confirm: true) { ok } }`,
    'mutation { userPasswordChange(currentPassword: "a", newPassword: "b") { accessToken } }',
    'mutation { userEmailChange(email: "a@shop.test", password: "b") { user { id } } }',
    'mutation { userProfileUpdate(input: { firstName: "X" }) { user { id } } }',
    'mutation { sessionRevokeAll { ok } }',
    'mutation { userVerificationRequest { ok } }',
  ])
    expect(codeOf(await t.execute(operation, { as })), operation).toBe('FORBIDDEN');
  expect((await t.execute('{ me { id } }', { as })).data).toEqual({ me: null });
  const seen = await t.execute(`{ user(id: "${admin.id}") { email } }`, { as });
  expect(seen.data.user.email).toBe('admin@emporium.test');
});

test('everybody lists the own keys in pages; staff with the permission see and end those of others', async () => {
  const [one, two] = [await shop.staffWith('CLERK'), await shop.staffWith('CLERK')];
  const made = [];
  for (const name of ['a', 'b', 'c']) made.push((await createKey(t, one.as, { name })).apiKey);
  const list = async (as: Person, args: string) => {
    const { data } = await t.execute(
      `{ apiKeys(${args}) { nodes { name owner { id } } totalCount pageInfo { endCursor hasNextPage } } }`,
      { as: as.as },
    );
    return data.apiKeys;
  };
  const first = await list(one, 'first: 2');
  expect(first.nodes).toEqual(['c', 'b'].map((name) => ({ name, owner: { id: one.id } })));
  const rest = await list(one, `first: 2, after: "${first.pageInfo.endCursor}"`);
  expect([rest.nodes.length, rest.pageInfo.hasNextPage, rest.totalCount]).toEqual([1, false, 3]);
  expect((await list(two, `first: 5, ownerId: "${one.id}"`)).nodes).toEqual([]);
  expect((await list(admin, `first: 5, ownerId: "${one.id}"`)).totalCount).toBe(3);

  expect((await revokeKey(t, two.as, made[0].id)).userErrors).toMatchObject([
    { code: 'NOT_FOUND' },
  ]);
  expect((await rotateKey(t, admin.as, made[0])).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await revokeKey(t, admin.as, made[0].id)).userErrors).toEqual([]);
  expect((await list(one, 'first: 5')).totalCount).toBe(2);
  expect((await list(one, 'first: 5, withEnded: true')).totalCount).toBe(3);
});

test('verify finds a key of an erased person, an open one of a blocked one, and a secret too many', async () => {
  const [erased, blocked] = [await shop.staffWith('CLERK'), await shop.staffWith('CLERK')];
  const [one, two] = [await createKey(t, erased.as), await createKey(t, blocked.as)];
  const expiresAt = new Date(Date.now() + 60_000);
  const plant = (apiKeyId: string) =>
    query(t.ctx())
      .insertInto('MachineSecret')
      .values({ id: newId('mse'), apiKeyId, secretHash: newApiKey().hash, expiresAt })
      .execute();
  await t.execute(`mutation { userErase(userId: "${erased.id}", confirm: true) { ok } }`, {
    as: admin.as,
  });
  const { apiKey } = one;
  await query(t.ctx())
    .insertInto('ApiKey')
    .values({
      ...{ id: apiKey.id, userId: erased.id, name: 'left', prefix: 'emk_left', scopes: [] },
      ...{ expiresAt, createdAt: new Date(), updatedAt: new Date() },
    })
    .execute();
  await t.execute(`mutation { userBlock(id: "${blocked.id}") { user { id } } }`, { as: admin.as });
  for (let i = 0; i < 3; i += 1) await plant(two.apiKey.id);
  const id = two.apiKey.id;
  expect((await t.verify()).toSorted()).toEqual([
    `I15: ${apiKey.id} is a key of an erased user`,
    `I19: ${id} has more than two secrets`,
    `I19: ${id} is open although its owner may not log in`,
    `I19: ${id} is revoked, but has a secret`,
  ]);
});
