import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { UsersServices } from '../context.js';
import { seedDemoUsers } from '../demo/seed-demo-users.js';
import { users } from '../subgraph.js';
import { sql } from 'kysely';
import { query } from '../tables.js';
import {
  freshEmail,
  isAccepted,
  logInAs,
  PASSWORD,
  principalOf,
  refresh,
  register,
  tryLogIn,
} from '../test/people.js';

let t: TestSubgraph<UsersServices>;
beforeAll(async () => {
  t = await startTestSubgraph(users);
  await seedDemoUsers(t.ctx());
});
afterAll(() => t.close());

/** Runs `work` while the store of the revocations does not answer, as while Redis is away. */
async function whileRevocationsAreAway<T>(work: () => Promise<T>): Promise<T> {
  const away = vi
    .spyOn(t.running.services.kv, 'get')
    .mockRejectedValue(new Error('the store is away'));
  try {
    return await work();
  } finally {
    away.mockRestore();
  }
}

const RETRY = { extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true } };

test('a refresh that could not be answered has not spent its token', async () => {
  const person = await register(t);
  const failed = await whileRevocationsAreAway(() => refresh(t, person.refreshToken));
  expect(failed.errors).toMatchObject([RETRY]);
  const { data } = await refresh(t, person.refreshToken);
  expect(data.sessionRefresh.refreshToken).toHaveLength(43);
  expect(
    (await refresh(t, data.sessionRefresh.refreshToken)).data.sessionRefresh.accessToken,
  ).toBeTruthy();
});

test('a refresh whose caller has given up waiting has not spent its token, and its retry is no theft', async () => {
  const person = await register(t);
  const { kv } = t.running.services;
  const read = kv.get.bind(kv);
  let goOn = () => {};
  const held = new Promise<void>((resolve) => (goOn = resolve));
  let late: Promise<unknown> = held;
  const slow = vi.spyOn(kv, 'get').mockImplementationOnce(async (key) => {
    await held;
    return read(key);
  });
  const execute = vi.spyOn(t.running, 'execute').mockImplementationOnce((request) => {
    execute.mockRestore();
    return (late = t.running.execute(request)) as ReturnType<typeof t.running.execute>;
  });
  await expect(refresh(t, person.refreshToken, 50)).rejects.toThrow('timeout');
  slow.mockRestore();
  // The retry is answered while the first one is still on its way.
  const retried = (await refresh(t, person.refreshToken)).data.sessionRefresh;
  goOn();
  expect(await late).toMatchObject({ errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] });
  expect(await isAccepted(t, retried.accessToken)).toBe(true);
  expect((await refresh(t, retried.refreshToken)).data.sessionRefresh.accessToken).toBeTruthy();
});

test('a registration that could not be answered has not taken the address', async () => {
  const email = freshEmail();
  const query = `mutation { userRegister(email: "${email}", password: "${PASSWORD}", firstName: "A", lastName: "B") { accessToken userErrors { __typename } } }`;
  expect((await whileRevocationsAreAway(() => t.execute(query))).errors).toMatchObject([RETRY]);
  expect((await t.execute(query)).data.userRegister).toMatchObject({
    accessToken: expect.any(String),
    userErrors: [],
  });
});

test('a change of password that could not be answered has not changed it', async () => {
  const person = await register(t);
  const query = `mutation { userPasswordChange(currentPassword: "${PASSWORD}", newPassword: "another ${PASSWORD}") { userErrors { __typename } } }`;
  expect(
    (await whileRevocationsAreAway(() => t.execute(query, { as: person.as }))).errors,
  ).toMatchObject([RETRY]);
  expect((await tryLogIn(t, person.email, PASSWORD)).data.userLogin.userErrors).toEqual([]);
});

test('a role that is taken away while a token is being issued is not in any token that works', async () => {
  const admin = await logInAs(t, 'admin@emporium.test');
  const supervisor = await logInAs(t, 'supervisor@emporium.test');
  const roles = await query(t.ctx()).selectFrom('Role').select(['id', 'name']).execute();
  const roleId = roles.find(({ name }) => name === 'CUSTOMER')!.id;
  // A session that has long been idle has no living token, so nothing is outdated for it.
  await query(t.ctx())
    .updateTable('Session')
    .set({ lastSeenAt: sql<Date>`now() - interval '1 hour'` })
    .where('userId', '=', supervisor.id)
    .execute();
  const { kv } = t.running.services;
  const read = kv.get.bind(kv);
  const meanwhile = vi.spyOn(kv, 'get').mockImplementationOnce(async (key) => {
    const answer = await read(key);
    const taken = await t.execute(
      `mutation { userRoleAssign(userId: "${supervisor.id}", roleId: "${roleId}") { ok } }`,
      { as: admin.as },
    );
    expect(taken.data.userRoleAssign.ok).toBe(true);
    return answer;
  });
  const outrun = await refresh(t, supervisor.refreshToken);
  meanwhile.mockRestore();
  expect(outrun.errors).toMatchObject([RETRY]);
  const { accessToken } = (await refresh(t, supervisor.refreshToken)).data.sessionRefresh;
  expect(principalOf(t, accessToken)).toMatchObject({ role: 'CUSTOMER', permissions: [] });
  expect(await isAccepted(t, accessToken)).toBe(true);
});
