// First, because it loads reflect-metadata, which the decorators of the others need.
import { codeOf, ERRORS, type RolesShop, startRolesShop } from './roles-shop.fixture.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  freshEmail,
  isAccepted,
  PASSWORD,
  principalOf,
  refresh,
  register,
  type Person,
} from '../test/people.js';

let shop: RolesShop;
let t: RolesShop['t'];
let admin: Person;
beforeAll(async () => {
  shop = await startRolesShop();
  ({ t, admin } = shop);
});
afterAll(() => t.close());

test('a new role makes old access tokens void at once; the next refresh brings the permissions', async () => {
  const person = await register(t);
  expect((await shop.assign(admin, person.id, 'SUPERVISOR')).data.userRoleAssign).toEqual({
    ok: true,
    userErrors: [],
  });
  expect(await isAccepted(t, person.accessToken)).toBe(false);
  const renewed = (await refresh(t, person.refreshToken)).data.sessionRefresh;
  expect(await isAccepted(t, renewed.accessToken)).toBe(true);
  expect(principalOf(t, renewed.accessToken)).toMatchObject({
    role: 'SUPERVISOR',
    sid: person.as.sid,
  });
});

test('changed permissions of a role reach its holders at once', async () => {
  expect(await shop.createRole('CLERK', ['update:stock', 'read:stock'])).toMatchObject({
    userErrors: [],
  });
  const clerk = await shop.staffWith('CLERK');
  const update = (version: number) =>
    t.execute(
      `mutation { roleUpdate(id: "${shop.roleIds['CLERK']}", permissions: ["read:stock"], expectedVersion: ${version}) { role { version permissions } ${ERRORS} } }`,
      { as: admin.as },
    );
  expect((await update(7)).data.roleUpdate.userErrors[0].code).toBe('VERSION_CONFLICT');
  expect((await update(1)).data.roleUpdate.role).toEqual({
    version: 2,
    permissions: ['read:stock'],
  });
  expect(await isAccepted(t, clerk.accessToken)).toBe(false);
  const renewed = (await refresh(t, clerk.refreshToken)).data.sessionRefresh;
  expect(principalOf(t, renewed.accessToken).permissions).toEqual(['read:stock']);
});

test('roles have unique names, known permissions, and stay while somebody has them', async () => {
  expect((await shop.createRole('PACKER', ['fly:moon'])).userErrors[0]).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['permissions', '0'],
  });
  expect((await shop.createRole('lower case', [])).userErrors[0]).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['name'],
  });
  expect((await shop.createRole('PACKER', [])).userErrors).toEqual([]);
  expect((await shop.createRole('PACKER', [])).userErrors).toMatchObject([
    { code: 'ROLE_NAME_TAKEN' },
  ]);
  await shop.createRole('LOADER', []);
  const rename = await t.execute(
    `mutation { roleUpdate(id: "${shop.roleIds['LOADER']}", name: "PACKER", expectedVersion: 1) { ${ERRORS} } }`,
    {
      as: admin.as,
    },
  );
  expect(rename.data.roleUpdate.userErrors[0].code).toBe('ROLE_NAME_TAKEN');
  const packer = await shop.staffWith('PACKER');
  const remove = (role: string) =>
    t.execute(`mutation { roleDelete(id: "${shop.roleIds[role]}") { deletedId ${ERRORS} } }`, {
      as: admin.as,
    });
  expect((await remove('PACKER')).data.roleDelete.userErrors[0].code).toBe('ROLE_IN_USE');
  await shop.assign(admin, packer.id, 'CUSTOMER');
  expect((await remove('PACKER')).data.roleDelete).toEqual({
    deletedId: shop.roleIds['PACKER'],
    userErrors: [],
  });
  expect(codeOf(await remove('CUSTOMER'))).toBe('FORBIDDEN');
});

test('staff create users once per key', async () => {
  const email = freshEmail();
  const create = (address = email) =>
    t.execute(
      `mutation { userCreate(email: "${address}", password: "${PASSWORD}", idempotencyKey: "k1") { user { id email roles { name } } ${ERRORS} } }`,
      { as: admin.as },
    );
  const one = (await create()).data.userCreate;
  expect(one.user).toMatchObject({ email, roles: [{ name: 'CUSTOMER' }] });
  expect((await create()).data.userCreate).toEqual(one);
  expect((await create(freshEmail())).data.userCreate.userErrors[0].code).toBe(
    'IDEMPOTENCY_KEY_REUSED',
  );
});
