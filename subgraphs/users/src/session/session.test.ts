import { REVOCATION_FEED } from '@emporium/auth/revocation';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsersServices } from '../context.js';
import { users } from '../subgraph.js';
import { query } from '../tables.js';
import { isAccepted, logInAs, PASSWORD, refresh, register, tryLogIn } from '../test/people.js';

let t: TestSubgraph<UsersServices>;
beforeAll(async () => {
  t = await startTestSubgraph(users);
});
afterAll(() => t.close());

const codeOf = (result: {
  errors?: readonly { extensions?: Record<string, unknown> }[] | undefined;
}) => result.errors?.[0]?.extensions?.['code'];

test('a refresh token works once; using it again ends the session and its access tokens', async () => {
  const one = await register(t);
  const two = (await refresh(t, one.refreshToken)).data.sessionRefresh;
  expect(two.accessToken).toBeTruthy();
  expect(await isAccepted(t, two.accessToken)).toBe(true);

  const again = await refresh(t, one.refreshToken);
  expect(codeOf(again)).toBe('UNAUTHENTICATED');
  expect(codeOf(await refresh(t, two.refreshToken))).toBe('UNAUTHENTICATED');
  expect(await isAccepted(t, one.accessToken)).toBe(false);
  expect(await isAccepted(t, two.accessToken)).toBe(false);
});

test('of ten simultaneous uses of one refresh token at most one gets new tokens', async () => {
  const person = await register(t);
  const results = await Promise.all(
    Array.from({ length: 10 }, () => refresh(t, person.refreshToken)),
  );
  expect(results.filter((result) => result.data?.sessionRefresh).length).toBeLessThanOrEqual(1);
  expect(await isAccepted(t, person.accessToken)).toBe(false);
});

test('tokens of no known shape are refused like unknown ones', async () => {
  for (const token of ['', 'nonsense', "' or 1=1 --", 'x'.repeat(10_000)])
    expect(codeOf(await refresh(t, token))).toBe('UNAUTHENTICATED');
});

test('tokens come in HttpOnly cookies unless the client asks for them in the body', async () => {
  const { email } = await register(t);
  const query = `mutation { userLogin(email: "${email}", password: "${PASSWORD}") { accessToken refreshToken } }`;
  const inCookies = await t.execute(query);
  expect(inCookies.data.userLogin.refreshToken).toBeNull();
  const cookies = inCookies.extensions.setCookies as string[];
  expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(['access_token', 'refresh_token']);
  for (const cookie of cookies) expect(cookie).toMatch(/; Path=\/graphql; HttpOnly; SameSite=Lax$/);

  const refreshCookie = cookies[1]!.split(';')[0]!.split('=')[1]!;
  const renewed = await t.execute('mutation { sessionRefresh { accessToken refreshToken } }', {
    headers: { 'x-refresh-token': refreshCookie },
  });
  expect(renewed.data.sessionRefresh.refreshToken).toBeNull();
  expect(renewed.extensions.setCookies).toHaveLength(2);

  const inBody = await t.execute(query, { headers: { 'x-token-transport': 'body' } });
  expect(inBody.data.userLogin.refreshToken).toHaveLength(43);
  expect(inBody.extensions?.setCookies).toBeUndefined();
});

test('over TLS the cookies are for this host alone, and an upgrade makes browsers forget the old ones', async () => {
  const secure = await startTestSubgraph(users, {
    env: { COOKIE_SECURE: 'true', COOKIE_OLD_NAMES: 'true' },
  });
  const { email } = await register(secure);
  const { extensions } = await secure.execute(
    `mutation { userLogin(email: "${email}", password: "${PASSWORD}") { accessToken } }`,
  );
  await secure.close();
  expect(
    (extensions.setCookies as string[]).map((cookie) => cookie.replace(/=[\w.-]{20,};/, '=…;')),
  ).toEqual([
    '__Host-access_token=…; Max-Age=900; Path=/; HttpOnly; SameSite=Lax; Secure',
    `__Host-refresh_token=…; Max-Age=${7 * 24 * 3_600}; Path=/; HttpOnly; SameSite=Lax; Secure`,
    'access_token=; Max-Age=0; Path=/graphql; HttpOnly; SameSite=Lax; Secure',
    'refresh_token=; Max-Age=0; Path=/graphql; HttpOnly; SameSite=Lax; Secure',
  ]);
});

test('sign-out here ends this session alone, everywhere ends all', async () => {
  const first = await register(t);
  const second = await logInAs(t, first.email, PASSWORD);
  const third = await logInAs(t, first.email, PASSWORD);
  const listed = await t.execute('{ me { sessions { id current } } }', { as: first.as });
  expect(listed.data.me.sessions).toHaveLength(3);
  expect(
    listed.data.me.sessions.filter((session: { current: boolean }) => session.current),
  ).toEqual([{ id: first.as.sid, current: true }]);

  const stranger = await register(t);
  const theft = await t.execute(
    `mutation { sessionRevoke(id: "${first.as.sid}") { ok userErrors { ... on UserError { code } } } }`,
    {
      as: stranger.as,
    },
  );
  expect(theft.data.sessionRevoke).toEqual({ ok: false, userErrors: [{ code: 'NOT_FOUND' }] });

  const out = await t.execute('mutation { sessionRevoke { ok } }', { as: first.as });
  expect(out.data.sessionRevoke.ok).toBe(true);
  expect(out.extensions.setCookies.every((cookie: string) => cookie.includes('Max-Age=0'))).toBe(
    true,
  );
  expect(await isAccepted(t, first.accessToken)).toBe(false);
  expect(codeOf(await refresh(t, first.refreshToken))).toBe('UNAUTHENTICATED');
  expect(await isAccepted(t, second.accessToken)).toBe(true);

  await t.execute('mutation { sessionRevokeAll { ok } }', { as: second.as });
  expect(await isAccepted(t, third.accessToken)).toBe(false);
  expect(codeOf(await refresh(t, third.refreshToken))).toBe('UNAUTHENTICATED');
  expect(await isAccepted(t, stranger.accessToken)).toBe(true);
});

test('a changed password ends every session and opens a new one here', async () => {
  const person = await register(t);
  const other = await logInAs(t, person.email, PASSWORD);
  const change = (currentPassword: string) =>
    t.execute(
      `mutation { userPasswordChange(currentPassword: "${currentPassword}", newPassword: "another long one") { accessToken userErrors { ... on UserError { code } } } }`,
      { as: person.as },
    );
  expect((await change('wrong wrong')).data.userPasswordChange.userErrors[0].code).toBe(
    'INVALID_CREDENTIALS',
  );
  const changed = (await change(PASSWORD)).data.userPasswordChange;
  expect(await isAccepted(t, changed.accessToken)).toBe(true);
  for (const old of [person, other]) {
    expect(await isAccepted(t, old.accessToken)).toBe(false);
    expect(codeOf(await refresh(t, old.refreshToken))).toBe('UNAUTHENTICATED');
  }
  expect((await tryLogIn(t, person.email, PASSWORD)).data.userLogin.userErrors[0].code).toBe(
    'INVALID_CREDENTIALS',
  );
  expect((await tryLogIn(t, person.email, 'another long one')).data.userLogin.userErrors).toEqual(
    [],
  );
});

test('revocations come back when the store lost them', async () => {
  const person = await register(t);
  await t.execute('mutation { sessionRevoke { ok } }', { as: person.as });
  expect(await isAccepted(t, person.accessToken)).toBe(false);
  const { kv } = t.runtime;
  const appended = async () => {
    const { cursor } = await kv.readFeed(REVOCATION_FEED);
    await t.runJob('publish-revocations');
    return (await kv.readFeed(REVOCATION_FEED, cursor)).entries.filter((entry) =>
      entry.includes(person.as.sid!),
    ).length;
  };
  expect(await appended()).toBe(0);
  await kv.delete(`revoked:sid:${person.as.sid}`);
  expect(await appended()).toBe(1);
});

test('nothing that opens a session is stored', async () => {
  const person = await register(t);
  const ctx = t.ctx();
  const dump = JSON.stringify([
    await query(ctx).selectFrom('RefreshToken').selectAll().execute(),
    await query(ctx).selectFrom('Session').selectAll().execute(),
    await query(ctx).selectFrom('SecurityEvent').selectAll().execute(),
    await query(ctx).selectFrom('OutboxRow').selectAll().execute(),
  ]);
  for (const secret of [person.refreshToken, person.accessToken, PASSWORD, 'argon2'])
    expect(dump).not.toContain(secret);
  const credential = query(ctx)
    .selectFrom('Credential')
    .select('passwordHash')
    .where('userId', '=', person.id);
  const row = await credential.executeTakeFirstOrThrow();
  expect(row.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await t.verify()).toEqual([]);
});
