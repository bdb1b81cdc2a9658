// First, because it loads reflect-metadata, which the decorators of the others need.
import { codeOf, ERRORS, type RolesShop, startRolesShop } from './roles-shop.fixture.js';
import { PERMISSIONS } from '@emporium/auth/permissions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_PASSWORD } from '../demo/demo-people.js';
import { seedDemoUsers } from '../demo/seed-demo-users.js';
import { query } from '../tables.js';
import {
  isAccepted,
  logInAs,
  PASSWORD,
  refresh,
  register,
  tryLogIn,
  type Person,
} from '../test/people.js';
import { UserStatus } from '../user/user.entity.js';
import { ensureRoles } from './ensure-roles.js';

let shop: RolesShop;
let t: RolesShop['t'];
let admin: Person;
beforeAll(async () => {
  shop = await startRolesShop();
  ({ t, admin } = shop);
});
afterAll(() => t.close());

test('the demo log-ins carry the permissions of their roles, and seeding twice changes nothing', async () => {
  expect(admin.as).toMatchObject({ role: 'ADMIN', permissions: PERMISSIONS });
  expect((await logInAs(t, 'customer@emporium.test')).as).toMatchObject({
    role: 'CUSTOMER',
    permissions: [],
  });
  const supervisor = await logInAs(t, 'supervisor@emporium.test');
  expect(supervisor.as.permissions).toContain('update:stock');
  expect(supervisor.as.permissions).not.toContain('read:role');
  await Promise.all([seedDemoUsers(t.ctx()), seedDemoUsers(t.ctx())]);
  const demo = await query(t.ctx())
    .selectFrom('User')
    .select('email')
    .where('email', 'like', '%@emporium.test')
    .execute();
  expect(demo).toHaveLength(3);
});

test('replicas that start at once seed the roles once', async () => {
  await Promise.all(Array.from({ length: 5 }, () => ensureRoles(t.ctx())));
  const builtIn = query(t.ctx())
    .selectFrom('Role')
    .select(['name', 'version'])
    .where('isBuiltIn', '=', true)
    .orderBy('name');
  expect(await builtIn.execute()).toEqual(
    ['ADMIN', 'CUSTOMER', 'SUPERVISOR'].map((name) => ({ name, version: 1 })),
  );
});

test('demo log-ins are never made in production', async () => {
  const ctx = t.ctx();
  await expect(
    seedDemoUsers({ ...ctx, config: { ...ctx.config, nodeEnv: 'production' } }),
  ).rejects.toThrow('production');
});

test('nobody raises himself: neither by his role, nor a new role, nor a stronger account', async () => {
  await shop.createRole('PEOPLE', [
    'read:user',
    'create:user',
    'update:user',
    'delete:user',
    'read:role',
    'create:role',
    'update:role',
    'delete:role',
  ]);
  const people = await shop.staffWith('PEOPLE');
  const run = (mutation: string) => t.execute(`mutation { ${mutation} }`, { as: people.as });
  expect(codeOf(await shop.assign(people, people.id, 'ADMIN'))).toBe('FORBIDDEN');
  expect(
    codeOf(await run('roleCreate(name: "SNEAKY", permissions: ["update:stock"]) { role { id } }')),
  ).toBe('FORBIDDEN');
  expect(
    codeOf(
      await run(
        `roleUpdate(id: "${shop.roleIds['PEOPLE']}", permissions: ["refund:payment"], expectedVersion: 1) { role { id } }`,
      ),
    ),
  ).toBe('FORBIDDEN');
  expect(
    codeOf(
      await run(
        `roleUpdate(id: "${shop.roleIds['ADMIN']}", permissions: [], expectedVersion: 1) { role { id } }`,
      ),
    ),
  ).toBe('FORBIDDEN');
  expect(
    codeOf(
      await run(
        `userCreate(email: "mole@shop.test", password: "${PASSWORD}", roleId: "${shop.roleIds['ADMIN']}") { user { id } }`,
      ),
    ),
  ).toBe('FORBIDDEN');
  expect(codeOf(await run(`userBlock(id: "${admin.id}") { user { id } }`))).toBe('FORBIDDEN');
  expect(
    codeOf(
      await run(
        `userUpdate(id: "${admin.id}", input: { firstName: "x" }, expectedVersion: 1) { user { id } }`,
      ),
    ),
  ).toBe('FORBIDDEN');
  expect(codeOf(await run(`userErase(userId: "${admin.id}", confirm: true) { ok }`))).toBe(
    'FORBIDDEN',
  );
  const supervisor = await logInAs(t, 'supervisor@emporium.test');
  expect(codeOf(await shop.assign(supervisor, supervisor.id, 'ADMIN'))).toBe('FORBIDDEN');
  expect(
    codeOf(
      await t.execute(
        `mutation { roleUpdate(id: "${shop.roleIds['ADMIN']}", permissions: [], expectedVersion: 1) { role { id } } }`,
        {
          as: admin.as,
        },
      ),
    ),
  ).toBe('FORBIDDEN');
});

test('the last administrator stays', async () => {
  const run = async (mutation: string, as = admin) =>
    (
      await t.execute(`mutation { r: ${mutation} { ${ERRORS} } }`, { as: as.as })
    ).data.r.userErrors.map((error: { code: string }) => error.code);
  const demote = (id: string) =>
    `userRoleAssign(userId: "${id}", roleId: "${shop.roleIds['CUSTOMER']}")`;
  for (const mutation of [
    demote(admin.id),
    `userBlock(id: "${admin.id}")`,
    `userErase(confirm: true, password: "${DEMO_PASSWORD}")`,
  ])
    expect(await run(mutation)).toEqual(['LAST_ADMIN']);
  const second = await shop.staffWith('ADMIN');
  // Each demotes the other at the same moment: one of them must stay.
  const codes = await Promise.all([run(demote(second.id)), run(demote(admin.id), second)]);
  expect(codes.flat()).toEqual(['LAST_ADMIN']);
  const left = await query(t.ctx())
    .selectFrom('User as u')
    .innerJoin('Role as r', 'r.id', 'u.roleId')
    .select('u.id')
    .where('r.name', '=', 'ADMIN')
    .where('u.status', '=', UserStatus.ACTIVE)
    .execute();
  expect(left).toHaveLength(1);
  if (left[0]!.id !== admin.id) await shop.assign(second, admin.id, 'ADMIN');
});

test('a blocked user is out at once and may come back only by logging in', async () => {
  const person = await register(t);
  const set = (action: string) =>
    t.execute(`mutation { r: ${action}(id: "${person.id}") { user { status } ${ERRORS} } }`, {
      as: admin.as,
    });
  expect((await set('userBlock')).data.r.user.status).toBe('BLOCKED');
  expect(await isAccepted(t, person.accessToken)).toBe(false);
  expect(codeOf(await refresh(t, person.refreshToken))).toBe('UNAUTHENTICATED');
  expect((await tryLogIn(t, person.email, PASSWORD)).data.userLogin.userErrors[0].code).toBe(
    'INVALID_CREDENTIALS',
  );
  expect(await t.verify()).toEqual([]);
  expect((await set('userUnblock')).data.r.user.status).toBe('ACTIVE');
  expect(codeOf(await refresh(t, person.refreshToken))).toBe('UNAUTHENTICATED');
  const back = await logInAs(t, person.email, PASSWORD);
  expect(await isAccepted(t, back.accessToken)).toBe(true);
});
