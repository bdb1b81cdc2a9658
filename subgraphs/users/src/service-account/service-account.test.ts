// First, because it loads reflect-metadata, which the decorators of the others need.
import { codeOf, type RolesShop, startRolesShop } from '../role/roles-shop.fixture.js';
import type { Principal } from '@emporium/auth/principal';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../tables.js';
import { isAccepted, type Person } from '../test/people.js';
import { startTokenEndpoint, type TokenEndpoint } from './token-endpoint.fixture.js';

let shop: RolesShop;
let t: RolesShop['t'];
let admin: Person;
let endpoint: TokenEndpoint;
beforeAll(async () => {
  shop = await startRolesShop();
  ({ t, admin } = shop);
  endpoint = await startTokenEndpoint(t);
});
afterAll(async () => {
  await endpoint.close();
  await t.close();
});

const FIELDS =
  'serviceAccount { id name permissions version } secret deletedId userErrors { ... on UserError { code path } }';
let count = 0;
const create = (permissions: string[], as: Principal = admin.as, name = `erp-${(count += 1)}`) =>
  t.execute(
    `mutation ($input: ServiceAccountInput!) { answer: serviceAccountCreate(input: $input) { ${FIELDS} } }`,
    { as, variables: { input: { name, permissions } } },
  );
const created = async (...permissions: string[]) => {
  const { answer } = (await create(permissions)).data;
  return { ...answer.serviceAccount, secret: answer.secret as string };
};
const change = (mutation: string, as: Principal = admin.as) =>
  t.execute(`mutation { answer: ${mutation} { ${FIELDS} } }`, { as });
const tokenOf = async (id: string, secret: string, scope?: string) =>
  endpoint.ask({ client_id: id, client_secret: secret, ...(scope ? { scope } : {}) });

test('a service account shows its secret once, and no row holds it', async () => {
  const { id, secret } = await created('read:order');
  expect(secret).toMatch(/^ems_[\w-]{43}$/);
  const rows = [
    await query(t.ctx()).selectFrom('MachineSecret').selectAll().execute(),
    await query(t.ctx()).selectFrom('ServiceAccount').selectAll().execute(),
    await query(t.ctx()).selectFrom('SecurityEvent').selectAll().execute(),
  ];
  expect(JSON.stringify(rows)).not.toContain(secret);
  const listed = await t.execute('{ serviceAccounts(first: 100) { nodes { id } totalCount } }', {
    as: admin.as,
  });
  expect(listed.data.serviceAccounts.nodes[0]).toEqual({ id });
});

test('nobody makes one that may do more than himself, takes it over, or makes one with a key', async () => {
  await shop.createRole('INTEGRATOR', [
    'create:service_account',
    'update:service_account',
    'delete:service_account',
    'read:order',
  ]);
  const clerk = await shop.staffWith('INTEGRATOR');
  expect(codeOf(await create(['read:user'], clerk.as))).toBe('FORBIDDEN');
  const strong = await created('read:user');
  for (const mutation of [
    `serviceAccountSecretRotate(id: "${strong.id}", expectedVersion: 1)`,
    `serviceAccountUpdate(id: "${strong.id}", expectedVersion: 1, input: { permissions: ["read:order"] })`,
    `serviceAccountDelete(id: "${strong.id}")`,
  ])
    expect(codeOf(await change(mutation, clerk.as)), mutation).toBe('FORBIDDEN');
  const own = (await create(['read:order'], clerk.as)).data.answer.serviceAccount;
  const raise = `serviceAccountUpdate(id: "${own.id}", expectedVersion: 1, input: { permissions: ["read:user"] })`;
  expect(codeOf(await change(raise, clerk.as))).toBe('FORBIDDEN');
  const machine: Principal = { ...clerk.as, kind: 'machine', sub: 'key_1', sid: 'mse_1' };
  expect(codeOf(await create(['read:order'], machine))).toBe('FORBIDDEN');
});

test('names are unique, versions are kept', async () => {
  const one = await created('read:order');
  const same = (await create(['read:order'], admin.as, one.name)).data.answer;
  expect(same.userErrors).toEqual([
    { code: 'SERVICE_ACCOUNT_NAME_TAKEN', path: ['input', 'name'] },
  ]);
  const stale = `serviceAccountUpdate(id: "${one.id}", expectedVersion: 7, input: { name: "x" })`;
  expect((await change(stale)).data.answer.userErrors[0].code).toBe('VERSION_CONFLICT');
});

test('what an account may not any more, its tokens of before may not either', async () => {
  const { id, secret } = await created('read:order', 'read:user');
  const before = await tokenOf(id, secret);
  expect(before.body.scope).toBe('read:user read:order');
  await change(
    `serviceAccountUpdate(id: "${id}", expectedVersion: 1, input: { permissions: ["read:order"] })`,
  );
  expect(await isAccepted(t, before.body.access_token)).toBe(false);
  const after = await tokenOf(id, secret);
  expect(after.body.scope).toBe('read:order');
  expect(await isAccepted(t, after.body.access_token)).toBe(true);
});

test('a rotated secret works for the overlap; one that ends takes its tokens along', async () => {
  const { id, secret } = await created('read:order');
  const rotate = async (version: number, minutes: string) =>
    (
      await change(
        `serviceAccountSecretRotate(id: "${id}", expectedVersion: ${version}, overlapMinutes: ${minutes})`,
      )
    ).data.answer.secret as string;
  const second = await rotate(1, 'null');
  const old = await tokenOf(id, secret);
  expect(old.status).toBe(200);
  expect((await tokenOf(id, second)).status).toBe(200);
  const third = await rotate(2, '0');
  expect((await tokenOf(id, second)).status).toBe(401);
  expect((await tokenOf(id, secret)).status).toBe(401);
  expect(await isAccepted(t, old.body.access_token)).toBe(false);
  expect((await tokenOf(id, third)).status).toBe(200);
});

test('a deleted account is gone with its secrets and tokens', async () => {
  const { id, secret } = await created('read:order');
  const { body } = await tokenOf(id, secret);
  expect((await change(`serviceAccountDelete(id: "${id}")`)).data.answer.deletedId).toBe(id);
  expect(await isAccepted(t, body.access_token)).toBe(false);
  expect((await tokenOf(id, secret)).status).toBe(401);
  expect(await t.verify()).toEqual([]);
});
