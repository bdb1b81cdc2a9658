import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsersServices } from './context.js';
import { seedDemoUsers } from './demo/seed-demo-users.js';
import { ASK_RESET, codesOf, newestMail, VERIFY } from './link/links.fixture.js';
import { ensureRoles } from './role/ensure-roles.js';
import { query } from './tables.js';
import { users } from './subgraph.js';
import { isAccepted, logInAs, PASSWORD, refresh, register, tryLogIn } from './test/people.js';

// The embedded database has one connection, so only here do transactions really meet.
describeWithEngine('accounts on PostgreSQL', engineUrls().databaseUrl, (url) => {
  const name = `users_test_${randomUUID().replaceAll('-', '')}`;
  let t: TestSubgraph<UsersServices>;
  beforeAll(async () => {
    t = await startTestSubgraph(users, { env: { USERS_DATABASE_URL: withDatabase(url, name) } });
    expect(t.running.database.kind).toBe('postgres');
    await seedDemoUsers(t.ctx());
  });
  afterAll(async () => {
    await t.close();
    const server = openPgPool(url, 1);
    await server.query(`drop database if exists ${name} with (force)`);
    await server.close();
  });

  test('twenty simultaneous registrations of one address make one user', async () => {
    const query = `mutation { userRegister(email: "race@shop.test", password: "${PASSWORD}") { user { id } userErrors { ... on UserError { code } } } }`;
    const results = await Promise.all(Array.from({ length: 20 }, () => t.execute(query)));
    expect(results.filter((result) => result.data.userRegister.user)).toHaveLength(1);
    expect(results.flatMap((result) => result.data.userRegister.userErrors)).toEqual(
      Array.from({ length: 19 }, () => ({ code: 'EMAIL_TAKEN' })),
    );
  });

  test('replicas that start at once seed the roles once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => ensureRoles(t.ctx())));
    expect(await query(t.ctx()).selectFrom('Role').select('name').execute()).toHaveLength(3);
  });

  test('of ten simultaneous uses of one refresh token at most one gets new tokens', async () => {
    const person = await register(t);
    const results = await Promise.all(
      Array.from({ length: 10 }, () => refresh(t, person.refreshToken)),
    );
    expect(results.filter((result) => result.data?.sessionRefresh).length).toBeLessThanOrEqual(1);
    expect(await isAccepted(t, person.accessToken)).toBe(false);
    expect(await t.verify()).toEqual([]);
  });

  test('of ten simultaneous uses of one link one works, and of ten new links one is left', async () => {
    const person = await register(t);
    const { token } = await newestMail(t, 'VERIFY_EMAIL', person.email);
    const uses = await Promise.all(Array.from({ length: 10 }, () => codesOf(t, VERIFY, { token })));
    expect(uses.filter((codes) => codes.length === 0)).toHaveLength(1);
    const ask = (n: number) =>
      codesOf(
        t,
        ASK_RESET,
        { email: person.email },
        { headers: { 'x-client-ip': `192.0.2.${n}` } },
      );
    await Promise.all(Array.from({ length: 10 }, (_none, n) => ask(n)));
    const left = query(t.ctx()).selectFrom('AccountLink').select('id');
    expect(
      await left.where('userId', '=', person.id).where('usedAt', 'is', null).execute(),
    ).toHaveLength(1);
  });

  test('administrators who demote each other at the same moment leave one', async () => {
    const admin = await logInAs(t, 'admin@emporium.test');
    const { data } = await t.execute('{ roles { id name } }', { as: admin.as });
    const roleId = (wanted: string) =>
      data.roles.find((role: { name: string }) => role.name === wanted).id as string;
    const assign = (as: typeof admin, id: string, role: string) =>
      t.execute(`mutation { userRoleAssign(userId: "${id}", roleId: "${roleId(role)}") { ok } }`, {
        as: as.as,
      });
    const second = await register(t);
    await assign(admin, second.id, 'ADMIN');
    const other = await logInAs(t, second.email, PASSWORD);
    for (let round = 0; round < 5; round += 1) {
      await Promise.all([assign(admin, other.id, 'CUSTOMER'), assign(other, admin.id, 'CUSTOMER')]);
      const rows = await query(t.ctx())
        .selectFrom('User')
        .select('id')
        .where('roleId', '=', roleId('ADMIN'))
        .execute();
      expect(rows).toHaveLength(1);
      const [winner, loser] = rows[0]!.id === admin.id ? [admin, other] : [other, admin];
      await assign(winner, loser.id, 'ADMIN');
    }
  });

  test('a log-in at the moment of a block leaves no open session', async () => {
    const admin = await logInAs(t, 'admin@emporium.test');
    const set = (action: string, id: string) =>
      t.execute(`mutation { ${action}(id: "${id}") { userErrors { __typename } } }`, {
        as: admin.as,
      });
    const person = await register(t);
    for (let round = 0; round < 5; round += 1) {
      await Promise.all([
        tryLogIn(t, person.email, PASSWORD),
        set('userBlock', person.id),
        tryLogIn(t, person.email, PASSWORD),
      ]);
      expect(await t.verify()).toEqual([]);
      await set('userUnblock', person.id);
    }
  });

  test('simultaneous changes of one user make one event per version, in order', async () => {
    const person = await register(t);
    const change = (firstName: string) =>
      t.execute(
        'mutation($i: UserProfileInput!) { userProfileUpdate(input: $i) { user { id } } }',
        {
          as: person.as,
          variables: { i: { firstName } },
        },
      );
    await Promise.all(Array.from({ length: 10 }, (_, index) => change(`Name ${index}`)));
    const events = (await t.published()).filter((event) => event.subject === person.id);
    expect(events.map((event) => event.aggregateversion)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
    ]);
    expect(events.map((event) => (event.data as { version: number }).version)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
    ]);
    expect(await t.verify()).toEqual([]);
  });
});
