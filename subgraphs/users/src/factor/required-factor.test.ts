// First, because it loads reflect-metadata, which the decorators of the others need.
import {
  challengeOf,
  enrolTotp,
  startFactorsShop,
  verifyMfa,
  type FactorsShop,
} from './factors.fixture.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testConfig } from '@emporium/testing/test-config';
import { seedDemoUsers } from '../demo/seed-demo-users.js';
import {
  isAccepted,
  logInAs,
  principalOf,
  refresh,
  register,
  type Person,
} from '../test/people.js';
import { asksForFactor } from './asks-for-factor.js';

const ADMIN = 'admin@emporium.test';
const DEMO = 'emporium-demo';
const ERRORS = 'userErrors { ... on UserError { code } }';

let shop: FactorsShop;
beforeAll(async () => {
  shop = await startFactorsShop({ ADMIN_REQUIRES_FACTOR: 'true' });
  await seedDemoUsers(shop.t.ctx());
});
afterAll(() => shop.t.close());

/** Whom a gateway would take somebody for after the next refresh. */
async function refreshed(person: Pick<Person, 'refreshToken'>) {
  const { data } = await refresh(shop.t, person.refreshToken);
  const { accessToken, refreshToken } = data.sessionRefresh;
  return { as: principalOf(shop.t, accessToken), accessToken, refreshToken };
}

test('an administrator without a second factor may do nothing but enrol one', async () => {
  const admin = await logInAs(shop.t, ADMIN);
  expect(admin.as).toMatchObject({ role: 'ADMIN', permissions: [] });
  const other = await logInAs(shop.t, ADMIN);
  const me = '{ me { mfaRequired mfaEnabled } }';
  expect((await shop.t.execute(me, { as: admin.as })).data.me).toEqual({
    mfaRequired: true,
    mfaEnabled: false,
  });
  const { secret, factorId } = await enrolTotp(shop, admin);
  const enrolled = await refreshed(admin);
  expect(enrolled.as.permissions).toContain('update:role');
  // A session that only knew the password stays without.
  expect((await refreshed(other)).as.permissions).toEqual([]);

  shop.pass(30);
  const { mfaChallenge } = await challengeOf(shop, ADMIN, DEMO);
  const { data } = await verifyMfa(shop, mfaChallenge, shop.code(secret));
  const confirmed = principalOf(shop.t, data.userMfaVerify.accessToken);
  expect(confirmed.permissions).toContain('update:role');

  const remove = `mutation { factorRemove(id: "${factorId}") { deletedId ${ERRORS} } }`;
  const removed = await shop.t.execute(remove, { as: confirmed });
  expect(removed.data.factorRemove.deletedId).toBe(factorId);
  expect(await isAccepted(shop.t, enrolled.accessToken)).toBe(false);
  expect((await refreshed(enrolled)).as.permissions).toEqual([]);
});

test('a role that comes to ask for a factor takes its permissions from who has none, at once', async () => {
  const admin = await logInAs(shop.t, ADMIN);
  await enrolTotp(shop, admin);
  const { as } = await refreshed(admin);
  const created = await shop.t.execute(
    `mutation { roleCreate(name: "COUNTER", permissions: ["read:stock"]) { role { id requiresFactor } ${ERRORS} } }`,
    { as },
  );
  const { id, requiresFactor } = created.data.roleCreate.role;
  expect(requiresFactor).toBe(false);
  const clerk = await register(shop.t);
  await shop.t.execute(
    `mutation { userRoleAssign(userId: "${clerk.id}", roleId: "${id}") { ok } }`,
    {
      as,
    },
  );
  const before = await refreshed(clerk);
  expect(before.as.permissions).toEqual(['read:stock']);
  const update = `mutation { roleUpdate(id: "${id}", requiresFactor: true, expectedVersion: 1) { role { requiresFactor permissions } ${ERRORS} } }`;
  expect((await shop.t.execute(update, { as })).data.roleUpdate.role).toEqual({
    requiresFactor: true,
    permissions: ['read:stock'],
  });
  expect(await isAccepted(shop.t, before.accessToken)).toBe(false);
  expect((await refreshed(before)).as.permissions).toEqual([]);
});

test('in production administrators need a factor unless the shop says otherwise', () => {
  const asks = (env: Record<string, string>, production: boolean) => {
    const { config, remove } = testConfig(env);
    remove();
    const role = { name: 'ADMIN', requiresFactor: false };
    return asksForFactor({ config: { ...config, production } }, role);
  };
  expect([asks({}, true), asks({}, false)]).toEqual([true, false]);
  expect(asks({ ADMIN_REQUIRES_FACTOR: 'false' }, true)).toBe(false);
});
