import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsersServices } from '../context.js';
import { seedDemoUsers } from '../demo/seed-demo-users.js';
import { users } from '../subgraph.js';
import {
  freshEmail,
  isAccepted,
  logInAs,
  PASSWORD,
  principalOf,
  refresh,
  register,
  type Person,
} from '../test/people.js';

let t: TestSubgraph<UsersServices>;
let admin: Person;
let roleIds: Record<string, string>;
beforeAll(async () => {
  t = await startTestSubgraph(users);
  await seedDemoUsers(t.ctx());
  admin = await logInAs(t, 'admin@emporium.test');
  const { data } = await t.execute('{ roles { id name } }', { as: admin.as });
  roleIds = Object.fromEntries(
    data.roles.map((role: { id: string; name: string }) => [role.name, role.id]),
  );
});
afterAll(() => t.close());

const ERRORS = 'userErrors { ... on UserError { code path } }';
const assign = (as: Person, userId: string, role: string) =>
  t.execute(
    `mutation { userRoleAssign(userId: "${userId}", roleId: "${roleIds[role]}") { ok ${ERRORS} } }`,
    { as: as.as },
  );
const createRole = async (name: string, permissions: string[]) => {
  const { data } = await t.execute(
    'mutation($n: String!, $p: [String!]!) { roleCreate(name: $n, permissions: $p) { role { id } userErrors { ... on UserError { code path } } } }',
    {
      as: admin.as,
      variables: { n: name, p: permissions },
    },
  );
  if (data.roleCreate.role) roleIds[name] = data.roleCreate.role.id;
  return data.roleCreate;
};
const staffWith = async (role: string) => {
  const person = await register(t);
  await assign(admin, person.id, role);
  return logInAs(t, person.email, PASSWORD);
};
const codeOf = (result: {
  errors?: readonly { extensions?: Record<string, unknown> }[] | undefined;
}) => result.errors?.[0]?.extensions?.['code'];

test('a new role makes old access tokens void at once; the next refresh brings the permissions', async () => {
  const person = await register(t);
  expect((await assign(admin, person.id, 'SUPERVISOR')).data.userRoleAssign).toEqual({
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
  expect(await createRole('CLERK', ['update:stock', 'read:stock'])).toMatchObject({
    userErrors: [],
  });
  const clerk = await staffWith('CLERK');
  const update = (version: number) =>
    t.execute(
      `mutation { roleUpdate(id: "${roleIds['CLERK']}", permissions: ["read:stock"], expectedVersion: ${version}) { role { version permissions } ${ERRORS} } }`,
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
  expect((await createRole('PACKER', ['fly:moon'])).userErrors[0]).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['permissions', '0'],
  });
  expect((await createRole('lower case', [])).userErrors[0]).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['name'],
  });
  expect((await createRole('PACKER', [])).userErrors).toEqual([]);
  expect((await createRole('PACKER', [])).userErrors[0].code).toBe('ROLE_NAME_TAKEN');
  await createRole('LOADER', []);
  const rename = await t.execute(
    `mutation { roleUpdate(id: "${roleIds['LOADER']}", name: "PACKER", expectedVersion: 1) { ${ERRORS} } }`,
    {
      as: admin.as,
    },
  );
  expect(rename.data.roleUpdate.userErrors[0].code).toBe('ROLE_NAME_TAKEN');
  const packer = await staffWith('PACKER');
  const remove = (role: string) =>
    t.execute(`mutation { roleDelete(id: "${roleIds[role]}") { deletedId ${ERRORS} } }`, {
      as: admin.as,
    });
  expect((await remove('PACKER')).data.roleDelete.userErrors[0].code).toBe('ROLE_IN_USE');
  await assign(admin, packer.id, 'CUSTOMER');
  expect((await remove('PACKER')).data.roleDelete).toEqual({
    deletedId: roleIds['PACKER'],
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
