import { signGuestToken } from '@emporium/auth/guest-token';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revoke } from '../testing/revoke.js';
import {
  SECRET,
  testGateway,
  token,
  tokenWithExtension,
  type TestGateway,
} from '../testing/test-gateway.js';

let shop: TestGateway;
beforeAll(async () => {
  shop = await testGateway();
});
afterAll(() => shop.gateway.close());

const whoami = async (headers: Record<string, string> = {}) => {
  const { data } = await shop.query('{ whoami }', { headers });
  return JSON.parse(data.whoami as string) as Record<string, unknown>;
};

describe('identity', () => {
  it('comes from the bearer token, else from the cookie, else nobody is known', async () => {
    const bearer = token(['read:user'], { sub: 'usr_bearer' });
    const cookie = token([], { sub: 'usr_cookie' });
    expect(
      await whoami({ authorization: `Bearer ${bearer}`, cookie: `access_token=${cookie}` }),
    ).toMatchObject({
      kind: 'user',
      sub: 'usr_bearer',
      permissions: ['read:user'],
    });
    expect(await whoami({ cookie: `a=b; access_token=${cookie}` })).toMatchObject({
      kind: 'user',
      sub: 'usr_cookie',
    });
    expect(await whoami()).toEqual({ kind: 'anonymous', permissions: [] });
  });

  it.each([
    ['expired', token([], { ttlSeconds: -61 })],
    ['forged', `${token().slice(0, -4)}AAAA`],
    ['critical extension', tokenWithExtension()],
    ['empty', ''],
    ['no token at all', 'x'],
  ])('a bad bearer (%s) refuses the whole request', async (_title, bad) => {
    const before = shop.calls();
    const answer = await shop.query('{ ping }', { token: bad });
    expect([answer.status, answer.errors![0]!.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(shop.calls()).toBe(before);
  });

  it('a bad cookie only makes anonymous, so that a refresh works', async () => {
    expect(
      await whoami({ cookie: `access_token=${token([], { ttlSeconds: -61 })}` }),
    ).toMatchObject({ kind: 'anonymous' });
  });

  it('a guest token opens its order, a wrong one opens nothing', async () => {
    expect(await whoami({ 'x-guest-token': signGuestToken('ord_1', SECRET) })).toEqual({
      kind: 'anonymous',
      permissions: [],
      guest: { orderId: 'ord_1' },
    });
    expect(await whoami({ 'x-guest-token': signGuestToken('ord_1', 'x'.repeat(32)) })).toEqual({
      kind: 'anonymous',
      permissions: [],
    });
    const user = await whoami({
      'x-guest-token': signGuestToken('ord_1', SECRET),
      authorization: `Bearer ${token()}`,
    });
    expect(user).toMatchObject({ kind: 'user', guest: { orderId: 'ord_1' } });
  });

  it('a revoked session and a revoked user are refused at once', async () => {
    const one = token([], { sub: 'usr_r', sid: 'ses_r' });
    const other = token([], { sub: 'usr_r', sid: 'ses_other' });
    await revoke(shop.kv, { sid: 'ses_r' });
    expect((await shop.query('{ ping }', { token: one })).status).toBe(401);
    expect((await shop.query('{ ping }', { token: other })).status).toBe(200);
    const second = Math.floor(Date.now() / 1_000);
    await revoke(shop.kv, { sub: 'usr_r', issuedUpTo: second - 10 });
    expect((await shop.query('{ ping }', { token: other })).status).toBe(200);
    await revoke(shop.kv, { sub: 'usr_r', issuedUpTo: second + 1 });
    expect((await shop.query('{ ping }', { token: other })).status).toBe(401);
  });

  it('cannot be claimed by headers', async () => {
    const headers = {
      'x-user-id': 'usr_1',
      'x-user-role': 'ADMIN',
      'x-permissions': '*',
      'x-identity': 'e30',
      'x-internal-token': 'x',
      'x-refresh-token': 'stolen',
      'x-device-token': 'stolen',
    };
    expect(await whoami(headers)).toEqual({ kind: 'anonymous', permissions: [] });
    expect(JSON.stringify(shop.subgraphs.users.calls.at(-1)!.headers)).not.toMatch(/stolen/);
  });
});

describe('cookies', () => {
  const login =
    'mutation { userLogin(email: "a", password: "b") { accessToken user { displayName } } }';

  it('the users subgraph sets them, and the answer shows nothing of it', async () => {
    const answer = await shop.query(login);
    expect(answer.headers.getSetCookie()).toEqual([
      'access_token=a; Path=/',
      'refresh_token=r; HttpOnly; Path=/graphql',
    ]);
    expect(Object.keys(answer.extensions!)).toEqual(['cost']);
  });

  it('over TLS count only with the __Host- prefix, unless an upgrade is going on', async () => {
    const old = `access_token=${token([], { sub: 'usr_old' })}; refresh_token=r_old`;
    const prefixed = `__Host-access_token=${token([], { sub: 'usr_new' })}; __Host-refresh_token=r_new`;
    for (const [cookieOldNames, cookie, sub, refresh] of [
      [false, old, undefined, null],
      [false, `${old}; ${prefixed}`, 'usr_new', 'r_new'],
      [true, old, 'usr_old', 'r_old'],
      [true, `${old}; ${prefixed}`, 'usr_new', 'r_new'],
    ] as const) {
      const secure = await testGateway({ cookieSecure: true, cookieOldNames });
      const { data } = await secure.query('{ whoami }', { headers: { cookie } });
      expect((JSON.parse(data.whoami as string) as { sub?: string }).sub).toBe(sub);
      const refreshed = await secure.query('mutation { sessionRefresh { accessToken } }', {
        headers: { cookie },
      });
      expect(refreshed.data.sessionRefresh.accessToken).toBe(refresh);
      await secure.gateway.close();
    }
  });

  it('no other subgraph can', async () => {
    shop.subgraphs.catalog.behaviour = async () => ({
      data: { ping: 'p' },
      extensions: { setCookies: ['access_token=evil'] },
    });
    const answer = await shop.query('{ ping }');
    shop.subgraphs.catalog.behaviour = 'ok';
    expect(answer.data).toEqual({ ping: 'p' });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it('the refresh token goes to users alone', async () => {
    const headers = { cookie: 'refresh_token=r1', 'x-token-transport': 'body' };
    expect(
      (await shop.query('mutation { sessionRefresh { accessToken } }', { headers })).data
        .sessionRefresh.accessToken,
    ).toBe('r1');
    expect(shop.subgraphs.users.calls.at(-1)!.headers).toMatchObject({
      'x-token-transport': 'body',
      'x-client-ip': expect.any(String) as string,
    });
    await shop.query('{ ping }', { headers });
    expect(shop.subgraphs.catalog.calls.at(-1)!.headers).toBeUndefined();
    expect(shop.logs.join('')).not.toMatch(/r1"|refresh_token/);
  });
});
